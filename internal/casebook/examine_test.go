package casebook

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// examined looks a repository over as somebody does.
func (o *office) examined(who string, e ExamineOptions) *ledger.Examination {
	o.Helper()
	x, err := o.examine(who, e)
	o.must(err)
	return x
}

func (o *office) examine(who string, e ExamineOptions) (*ledger.Examination, error) {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	return Examine(o.ctx, repo,
		Options{Mark: testMark, Clock: Clock{Now: o.now}, Person: o.as(who).person}, e)
}

// rulesOfFaults returns the broken rules, in the order in which they are told.
func rulesOfFaults(x *ledger.Examination) (out []string) {
	for _, f := range x.Faults {
		out = append(out, f.Rule)
	}
	return out
}

func TestExamineSound(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.note(o.as("asha"), id, "Visit")
	o.newCase()
	tip := o.git("rev-parse", ledger.MainRef)
	x := o.examined("asha", ExamineOptions{WithKey: true})
	if len(x.Faults) > 0 || x.Introduction != o.intro || x.Tip != tip || x.From != tip ||
		x.Commits != 0 || x.Cases != 2 || x.Opened != 3 || x.Sealed != 0 {
		t.Errorf("first: %+v", x)
	}
	if x = o.examined("asha", ExamineOptions{WithKey: true}); x.Opened != 0 || x.Cases != 2 {
		t.Errorf("the second time: %+v", x)
	}
	if x = o.examined("mina", ExamineOptions{WithKey: true}); x.Opened != 3 {
		t.Errorf("somebody else: %+v", x)
	}
	o.note(o.as("asha"), id, "Another")
	// of the one case that has changed
	if x = o.examined("asha", ExamineOptions{WithKey: true}); x.Opened != 3 {
		t.Errorf("after a change: %+v", x)
	}
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.grant("asha", id, "nia")
	if x = o.examined("asha", ExamineOptions{WithKey: true}); x.Opened != 0 {
		t.Errorf("a key for somebody else: %+v", x)
	}
	o.revoke("mina", id, "nia")
	// a key more is mine to try
	if x = o.examined("asha", ExamineOptions{WithKey: true}); x.Opened != 3 {
		t.Errorf("a new key: %+v", x)
	}
	if x = o.examined("nia", ExamineOptions{WithKey: true}); x.Opened != 0 || x.Sealed != 2 {
		t.Errorf("somebody who reads nothing: %+v", x)
	}
	x = o.examined("asha", ExamineOptions{WithKey: true, FromScratch: true})
	if len(x.Faults) > 0 || x.From != "" || x.Commits != 8 || x.Opened != 4 {
		t.Errorf("from scratch: %+v", x)
	}
	o.hire("zoe", "Zoe Lane")
	if x = o.examined("zoe", ExamineOptions{WithKey: true}); x.Opened != 0 || len(x.Notes) != 1 {
		t.Errorf("somebody whom nobody knows: %+v", x)
	}
}

// All faults of commits and of other refs are told at once, and nothing is mended
// before anybody has seen them.
func TestExamineTellsAll(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	sound := o.git("rev-parse", ledger.MainRef)
	first := o.foreign(sound)
	last := o.foreign(first)
	o.setRef("refs/heads/side", sound)
	o.git("replace", sound, first)
	for _, scratch := range []bool{false, true, false} {
		x, err := o.looked(ExamineOptions{FromScratch: scratch})
		o.must(err)
		var got []string
		for _, f := range x.Faults {
			place := f.Path
			if f.Commit != "" {
				place = map[string]string{first: "first", last: "last"}[f.Commit]
			}
			got = append(got, f.Rule+" "+place)
		}
		want := []string{"unsigned first", "commit-form first", "message first", "unsigned last",
			"commit-form last", "message last",
			verify.RuleForeignRef + " refs/heads/side", verify.RuleOtherHistory + " refs/replace/" +
				sound}
		if !slices.Equal(got, want) {
			t.Errorf("from scratch %v: %q, want %q", scratch, got, want)
		}
		if from := map[bool]string{true: "", false: sound}[scratch]; x.From != from ||
			x.Tip != last {
			t.Errorf("from %q to %s", x.From, x.Tip)
		}
	}
	if got := o.git("rev-parse", ledger.VerifiedRef); got != sound {
		t.Errorf("judged up to %s", got)
	}
}

// So are all keys refs that are not what the dockets say.
func TestExamineTellsAllKeys(t *testing.T) {
	o := newOffice(t)
	first, second := o.newCase(), o.newCase()
	for second.Shard() == first.Shard() {
		second = o.newCase()
	}
	o.setRef(ledger.KeysPrefix+first.Shard(), o.intro)
	o.setRef(ledger.KeysPrefix+second.Shard(), "")
	nobodys := "ZZ"
	if first.Shard() == nobodys || second.Shard() == nobodys {
		nobodys = "YY"
	}
	o.setRef(ledger.KeysPrefix+nobodys, o.intro)
	for _, scratch := range []bool{false, true} {
		x, err := o.looked(ExamineOptions{FromScratch: scratch})
		o.must(err)
		var got []string
		for _, f := range x.Faults {
			got = append(got, f.Rule+" "+f.Path)
		}
		want := []string{"keys-ref " + ledger.KeysPrefix + first.Shard(), "keys-ref " +
			ledger.KeysPrefix + nobodys, "keys-ref " + ledger.KeysPrefix + second.Shard()}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("from scratch %v: %q, want %q", scratch, got, want)
		}
	}
	if o.git("rev-parse", ledger.KeysPrefix+first.Shard()) != o.intro {
		t.Error("what was found has been mended before anybody saw it")
	}
}

// looked examines with nobody's keys.
func (o *office) looked(e ExamineOptions) (*ledger.Examination, error) {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	return Examine(o.ctx, repo, Options{Mark: testMark, Clock: Clock{Now: o.now}}, e)
}

// An index that somebody has altered is not believed by anybody, and is replaced.
func TestAlteredIndexIsNotBelieved(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Visit")
	o.must(o.endorse("mina", id, entry))
	right := o.state().index
	for name, alter := range map[string]func(line string) string{
		"by another": func(line string) string {
			return strings.Replace(line, " asha asha ", " mina asha ", 1)
		},
		"no endorsement": func(line string) string {
			if strings.Contains(line, " S ") {
				return ""
			}
			return line
		},
		"endorsed twice": func(line string) string {
			if strings.Contains(line, " S ") {
				return line + strings.Replace(line, " mina ", " judith ", 1)
			}
			return line
		},
	} {
		var forged strings.Builder
		for line := range strings.Lines(string(right[id.Shard()])) {
			forged.WriteString(alter(line))
		}
		if forged.String() == string(right[id.Shard()]) {
			t.Fatalf("%s: nothing was altered", name)
		}
		o.setIndex(id.Shard(), []byte(forged.String()))
		if is, err := o.as("judith").EntryFact(record.Ref{Case: id, Entry: entry}); err != nil ||
			is.Author != "asha" {
			t.Errorf("%s: the index says it is by %s, %v", name, is.Author, err)
		}
		o.setIndex(id.Shard(), []byte(forged.String()))
		if given, err := o.as("judith").Endorsed(id, entry); err != nil || len(given) != 1 ||
			given[0].Member != "mina" {
			t.Errorf("%s: the index says it is endorsed by %v, %v", name, given, err)
		}
		o.setIndex(id.Shard(), []byte(forged.String()))
		if err := o.endorse("mina", id, entry); !errors.Is(err, ErrState) {
			t.Errorf("%s: endorsed a second time: %v", name, err)
		}
		if x := o.examined("asha", ExamineOptions{WithKey: true}); len(x.Faults) > 0 {
			t.Errorf("%s: %v", name, x.Faults)
		}
		o.sound()
	}
	// A tip of a history that is faulty is not judged because an index says so.
	c := o.foreign(o.git("rev-parse", ledger.MainRef))
	o.setIndex("tip",
		bytes.ReplaceAll(o.state().index["tip"], []byte(o.git("rev-parse", c+"~1")), []byte(c)))
	for _, scratch := range []bool{false, true} {
		if x, err := o.looked(ExamineOptions{FromScratch: scratch}); err != nil ||
			len(x.Faults) != 3 || x.Faults[0].Commit != c {
			t.Errorf("a tip that nobody judged, from scratch %v: %+v, %v", scratch, x, err)
		}
	}
}

// A history that was set back is a fault like others, and what is there is still
// judged.
func TestExamineRewound(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	before := o.git("rev-parse", ledger.MainRef)
	o.newCase()
	after := o.git("rev-parse", ledger.MainRef)
	o.git("update-ref", ledger.MainRef, before)
	for _, scratch := range []bool{false, true} {
		x, err := o.looked(ExamineOptions{FromScratch: scratch})
		if err != nil || len(x.Faults) == 0 || x.Faults[0].Rule != verify.RuleRewound ||
			!strings.Contains(x.Faults[0].Means, after) || x.Commits != 2 {
			t.Errorf("from scratch %v: %+v, %v", scratch, x, err)
		}
	}
	if got := o.git("rev-parse", ledger.VerifiedRef); got != after {
		t.Errorf("judged up to %s", got)
	}
	o.git("update-ref", ledger.MainRef, o.foreign(before))
	x, err := o.looked(ExamineOptions{})
	if err != nil || !slices.Contains(rulesOfFaults(x), verify.RuleRewound) ||
		!slices.Contains(rulesOfFaults(x), "unsigned") {
		t.Errorf("set back, and another one on top: %+v, %v", x, err)
	}
	o.git("update-ref", ledger.MainRef, after)
	o.pin(strings.Repeat("1", 40))
	o.setIndex("", nil)
	if x, err = o.looked(ExamineOptions{}); err != nil ||
		!slices.Equal(rulesOfFaults(x), []string{verify.RuleIntroduction}) {
		t.Errorf("another introduction: %+v, %v", x, err)
	}
}

// An object that is missing or damaged is a fault of its commit, from where on
// nothing can be judged; what does not hang on it still is.
func TestExamineUnreadable(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	entry := base.note(base.as("asha"), id, "Visit")
	middle := base.git("rev-parse", ledger.MainRef)
	base.note(base.as("mina"), id, "Another")
	object := map[string]func(o *office) string{
		"a commit in the middle": func(*office) string { return middle },
		"its tree": func(o *office) string {
			return o.git("rev-parse", middle+"^{tree}")
		},
		"its docket": func(o *office) string {
			return o.git("rev-parse", base.intro+":"+verify.TeamPath)
		},
		"its entry": func(o *office) string { return o.blobIn(middle, id, entry) },
		"the newest commit": func(o *office) string {
			return o.git("rev-parse", ledger.MainRef)
		},
	}
	spoil := map[string]func(path string) error{
		"is missing": os.Remove,
		"is damaged": func(path string) error {
			return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("x"), 0o600))
		},
	}
	for name, find := range object {
		for how, do := range spoil {
			o := base.afresh(t)
			object := find(o)
			o.must(do(filepath.Join(o.dir, "objects", object[:2], object[2:])))
			x, err := o.looked(ExamineOptions{FromScratch: true})
			if err != nil && name == "the newest commit" {
				continue // there are no records to look at
			}
			if err != nil || !slices.Contains(rulesOfFaults(x), verify.RuleUnreadable) {
				t.Errorf("%s %s: %+v, %v", name, how, x, err)
				continue
			}
			if got := o.git("rev-parse", ledger.VerifiedRef); got != base.git("rev-parse",
				ledger.MainRef) {
				t.Errorf("%s %s: judged up to %s", name, how, got)
			}
		}
	}
}
