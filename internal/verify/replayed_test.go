package verify

import (
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// secondCaseFull adds a second case with a wrapped key and an attached file to steal.
func secondCaseFull(t testing.TB) *story {
	s := opened(t)
	secondCase(s)
	s.land(s.next("add", "asha").attach(another, "7K2M0GGG").entry(another, "7K2M0HHH"))
	return s
}

// blobOf returns the object at a path of the tip.
func (d *draft) blobOf(path string) string {
	f, ok := d.mem.commits[d.tip].files[path]
	if !ok {
		d.Fatalf("the tip has no %s", path)
	}
	return f.id
}

// fileOf finds an entry's sealed file at the tip.
func (d *draft) fileOf(id, entry record.ID) string {
	for path := range d.mem.commits[d.tip].files {
		if name, in := strings.CutPrefix(path, record.CaseFolder(id)+"/"); in {
			if _, e, _, _ := record.ParseFileName(name); e == entry {
				return d.blobOf(path)
			}
		}
	}
	d.Fatalf("the tip has no %s", entry)
	return ""
}

// A sealed file or a wrapped key comes into the records once, in any case. Otherwise readers of one
// case could be shown another, or given its key.
func TestNothingSealedComesTwice(t *testing.T) {
	adds := func(t testing.TB) *draft {
		return plain("add")(secondCaseFull(t), "asha").entry(theCase, "7K2M0JJJ")
	}
	put := func(entry record.ID, blob func(*draft) string) func(*draft) {
		return func(d *draft) { d.files[d.path(theCase, entry)] = file{"100644", blob(d)} }
	}
	listed := func(id record.ID, member string) func(*draft) string {
		return func(d *draft) string { return d.dockets(id).Keys[0][member] }
	}
	vary(t, adds, []variation{
		{"an entry of this case", put(letter, func(d *draft) string {
			return d.fileOf(theCase, profile)
		}), "entry-replayed"},
		{"an entry of another case", put(letter, func(d *draft) string {
			return d.fileOf(another, "7K2M0HHH")
		}), "entry-replayed"},
		{"an attached file of another case", put(letter, func(d *draft) string {
			return d.fileOf(another, "7K2M0GGG")
		}), "entry-replayed"},
		{"a wrapped key of this case as an entry", put(letter, listed(theCase, "mina")),
			"entry-replayed"},
		{"a wrapped key of another case as an entry", put(letter, listed(another, "mina")),
			"entry-replayed"},
		{"the same file twice in one commit", put("7K2M0JJJ", func(d *draft) string {
			return d.files[d.path(theCase, letter)].id
		}), "entry-replayed"},
	})
	grants := func(t testing.TB) *draft { return grantBy(secondCaseFull(t), "asha") }
	list := func(blob func(*draft) string) func(*draft) {
		return func(d *draft) { set(func(k *record.Docket) { k.Keys[0]["carl"] = blob(d) })(d) }
	}
	vary(t, grants, []variation{
		{"another's key of this case", list(listed(theCase, "mina")), "keys"},
		{"another's key of another case", list(listed(another, "mina")), "keys"},
		{"an entry as a key", list(func(d *draft) string {
			return d.fileOf(theCase, profile)
		}), "keys"},
		{"an attached file as a key", list(func(d *draft) string {
			return d.fileOf(another, "7K2M0GGG")
		}), "keys"},
	})
	both := func(t testing.TB) *draft {
		s := secondCaseFull(t)
		return grantBy(s, "asha").on(another, func(k *record.Docket) {
			k.Keys[0]["carl"] = s.key()
		})
	}
	vary(t, both, []variation{
		{"one key for two cases", func(d *draft) {
			blob := d.key()
			list(func(*draft) string { return blob })(d)
			d.on(another, func(k *record.Docket) { k.Keys[0]["carl"] = blob })
		}, "keys"},
	})
}

// A key that is no longer listed does not come back. Otherwise a removed reader could be let in by
// a kept key.
func TestKeysOfThePastStayThere(t *testing.T) {
	s := grantedCarl(t)
	old := s.next("add", "asha").dockets(theCase).Keys[0]["carl"]
	s.land(revokeBy(s, "mina"))
	d := s.next("grant", "asha").on(theCase, func(k *record.Docket) {
		k.Keys[0]["carl"], k.Keys[1]["carl"] = old, s.key()
	})
	if got := rules(s.faults(d)); got != "keys" {
		t.Errorf("got rules %q", got)
	}
}

// An old file that no operation removed is refused under another ID too, and an entry with a new
// file keeps its ID.
func TestOldIDs(t *testing.T) {
	adds := func(t testing.TB) *draft { return plain("add")(secondCaseFull(t), "asha") }
	vary(t, adds, []variation{
		{"the ID of an entry of this case", func(d *draft) {
			d.files[d.path(theCase, profile)] = file{"100644", d.mem.blob("age other")}
			d.trailers(theCase).Entries = append([]EntryTrailer{{profile, sum("other")}},
				d.trailers(theCase).Entries...)
		}, "entry-id"},
		{"the ID of an entry of another case", func(d *draft) { d.entry(theCase, "7K2M0HHH") }, ""},
		{"the ID twice in one commit", func(d *draft) { d.attach(theCase, letter) }, "entry-id"},
	})
}

// A fork and its origin don't see what the other has seen since.
func TestForkLearnsApart(t *testing.T) {
	s := opened(t)
	note := plain("add")(s, "asha")
	note.finish()
	fork := s.judge.Fork(whole{s.mem})
	if v, err := fork.Commit(note.c.ID); err != nil || len(v.Faults) > 0 {
		t.Fatalf("%v%s", err, means(v.Faults))
	}
	for name, tt := range map[string]struct {
		judge *Judge
		want  bool
	}{"the fork": {fork, true}, "its origin": {s.judge, false}} {
		f, err := tt.judge.CaseFacts(theCase)
		if err != nil {
			t.Fatal(err)
		}
		if _, knows := f.Entries[letter]; knows != tt.want {
			t.Errorf("%s knows the note: %v", name, knows)
		}
		if seen, err := tt.judge.seenBefore(
			note.files[note.path(theCase, letter)].id); err != nil || seen != tt.want {
			t.Errorf("%s has seen its file: %v, %v", name, seen, err)
		}
	}
	// The origin takes another line. The fork remembers the common beginning and its own end.
	again := plain("add")(s, "asha")
	s.land(again)
	f, err := fork.CaseFacts(theCase)
	if err != nil || f.Entries[letter].Commit != note.c.ID || len(f.Entries) != 2 {
		t.Errorf("the fork knows %+v, %v", f.Entries, err)
	}
	if _, ok := f.Entries[profile]; !ok {
		t.Error("the fork has forgotten what was before it")
	}
}

// Endorsements, keys and claims are learned separately too.
func TestForkLearnsApartOfKeysAndClaims(t *testing.T) {
	s := openedUnder(t, policy.Casework)
	fork := s.judge.Fork(whole{s.mem})
	d := s.next("team", "judith")
	d.member("asha", func(m *team.Member) { m.Email = "asha.rao@agency.example" })
	d.finish()
	if v, err := fork.Commit(d.c.ID); err != nil || len(v.Faults) > 0 {
		t.Fatalf("%v%s", err, means(v.Faults))
	}
	claim := Claim{What: Fingerprint("email asha.rao@agency.example"), Member: "asha"}
	for name, tt := range map[string]struct {
		judge *Judge
		want  string
	}{"the fork": {fork, "asha"}, "its origin": {s.judge, ""}} {
		if who, err := tt.judge.claimedBefore(claim); err != nil || who != tt.want {
			t.Errorf("%s says %q, %v", name, who, err)
		}
	}
	s.land(grantBy(s, "asha"))
	here, err := s.judge.CaseFacts(theCase)
	if err != nil {
		t.Fatal(err)
	}
	there, err := fork.CaseFacts(theCase)
	if err != nil || len(here.Keys) != len(there.Keys)+1 {
		t.Errorf("the origin knows %d keys, the fork %d, %v", len(here.Keys), len(there.Keys), err)
	}
	over := s.judge.Over(s.mem)
	if len(over.seen)+len(over.claims)+len(over.cases) > 0 {
		t.Error("a judge over another history remembers what only the first one saw")
	}
}
