package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// TestForm shows the rules for every commit on one that adds an entry.
func TestForm(t *testing.T) {
	adds := func(t testing.TB) *draft { return plain("add")(opened(t), "asha") }
	vary(t, adds, []variation{
		{"an encoding header", func(d *draft) {
			d.c.Headers = []string{"tree", "parent", "author", "committer", "encoding", "gpgsig"}
		}, "commit-form"},
		{"a mergetag", func(d *draft) {
			d.c.Headers = []string{"tree", "parent", "author", "committer", "mergetag", "gpgsig"}
		}, "commit-form"},
		{"two signatures", func(d *draft) {
			d.c.Headers = append(d.c.Headers, "gpgsig")
		}, "commit-form"},
		{"no signature", func(d *draft) {
			d.c.Headers, d.c.Signer = d.c.Headers[:4], ""
		}, "commit-form unsigned"},
		{"two parents", func(d *draft) {
			d.c.Parents = append(d.c.Parents, strings.Repeat("f", 40))
			d.c.Headers = []string{"tree", "parent", "parent", "author", "committer", "gpgsig"}
		}, "commit-form linear-history"},
		{"another parent", func(d *draft) {
			d.c.Parents[0] = strings.Repeat("f", 40)
		}, "linear-history"},
		{"a bad signature", func(d *draft) {
			d.c.Signer, d.c.SignFault = "", "it does not fit"
		}, "unsigned"},
		{"a stranger", func(d *draft) { d.c.Signer = signingKey(30) }, "stranger"},
		{"the author's zone", func(d *draft) { d.c.Author.Zone = "+0100" }, "commit-zone"},
		{"the committer's zone", func(d *draft) { d.c.Committer.Zone = "-0000" }, "commit-zone"},
		{"the author after the committer", func(d *draft) {
			d.c.Committer.When = d.now.Add(-time.Second)
		}, "commit-time"},
		{"before the parent", func(d *draft) {
			d.c.Committer.When = d.now.Add(-2 * time.Hour)
			d.c.Author.When = d.c.Committer.When
			d.remove(d.path(theCase, letter)) // the entry bears the author's time
			d.msg.Cases[0].Entries = nil
			d.entry(theCase, letter)
			d.remove(record.CaseFolder(theCase) + "/" + record.FileName(d.now, letter, false))
		}, "commit-time"},
		{"another author's name", func(d *draft) { d.c.Author.Name = "Mina Hall" }, "author"},
		{"another author", func(d *draft) {
			d.c.Author.Name, d.c.Author.Email = "Mina Hall", "mina@agency.example"
		}, "author"},
		{"another committer's address", func(d *draft) {
			d.c.Committer.Email = "asha@home.example"
		}, "author"},
		{"another signer", func(d *draft) { d.c.Signer = signingKey(5) }, "author"},
		{"an unknown operation", func(d *draft) { d.msg.Op = "merge" }, "unknown-operation"},
		{"init again", func(d *draft) { d.msg.Op = "init" }, "unknown-operation"},
	})
}

// Recording later what was written down earlier is honest.
func TestAuthorBeforeCommitter(t *testing.T) {
	s := opened(t)
	d := s.next("add", "asha")
	d.c.Author.When = s.now.Add(-48 * time.Hour)
	if faults := s.faults(d.entry(theCase, letter)); len(faults) > 0 {
		t.Error(means(faults))
	}
	s = opened(t)
	d = s.next("add", "asha").entry(theCase, letter)
	d.c.Committer.When = s.mem.commits[s.tip].Committer.When
	d.c.Author.When = d.c.Committer.When
	if got := rules(s.faults(d)); got != "entry-name" {
		t.Errorf("got rules %q: the file bears another time than the author's", got)
	}
}

// A signature counts by the roster of the parent.
func TestSignersComeAndGo(t *testing.T) {
	newKey, later := signingKey(20), signingKey(21)
	change := func(s *story, id string, f func(*team.Member)) {
		d := s.next("team", "judith")
		d.member(id, f)
		s.land(d)
	}
	tests := []struct {
		name, want string
		prepare    func(*story)
		signer     string
	}{
		{"left", "left", func(s *story) {
			change(s, "asha", func(m *team.Member) { m.Left = s.now })
		}, signingKey(0)},
		{"key ended", "key-ended", func(s *story) {
			change(s, "asha", func(m *team.Member) {
				m.Keys[0].To = s.now
				m.Keys = append(m.Keys, team.Key{Key: newKey, From: s.now})
			})
		}, signingKey(0)},
		{"second key", "", func(s *story) {
			change(s, "asha", func(m *team.Member) {
				m.Keys = append(m.Keys, team.Key{Key: newKey, From: s.now})
			})
		}, newKey},
		{"a key that nobody has yet", "stranger", func(*story) {}, later},
		{"role withdrawn", "role", func(s *story) {
			change(s, "asha", func(m *team.Member) { m.Roles = []team.Role{team.Auditor} })
		}, signingKey(0)},
	}
	for _, tt := range tests {
		s := opened(t)
		tt.prepare(s)
		d := plain("add")(s, "asha")
		d.c.Signer = tt.signer
		if faults := s.faults(d); rules(faults) != tt.want {
			t.Errorf("%s: got rules %q, want %q%s", tt.name, rules(faults), tt.want, means(faults))
		}
	}
}

// All faults of a commit are named, each with commit, signer and path.
func TestAllFaultsAreNamed(t *testing.T) {
	s := opened(t)
	d := plain("add")(s, "asha")
	d.c.Author.Zone = "+0100"
	d.put("notes.txt", "x")
	d.on(theCase, func(k *record.Docket) { k.KeyWorker = "mina" })
	faults := s.faults(d)
	if got := rules(faults); got != "commit-zone docket paths" {
		t.Errorf("got rules %q", got)
	}
	for _, f := range faults {
		if f.Commit != d.c.ID || f.Means == "" || !f.When.Equal(s.now) {
			t.Errorf("incomplete: %+v", f)
		}
		if f.Rule == "paths" && (f.Path != "notes.txt" || f.Signer != "asha") {
			t.Errorf("paths: %+v", f)
		}
		if f.Rule == "docket" && f.Path != record.DocketPath(theCase) {
			t.Errorf("docket: %+v", f)
		}
	}
	if f := (Fault{Commit: strings.Repeat("a", 40), Path: "x", Rule: "paths",
		Means: "why"}); f.Error() != "aaaaaaaaaaaa x: why [paths]" {
		t.Errorf("shown as %q", f.Error())
	}
}
