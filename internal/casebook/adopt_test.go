package casebook

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// orphaned returns the office, where carl has left since, and carl's own copy, from before; both
// have a case of asha's that carl may read.
func orphaned(t *testing.T) (o, carls *office, id record.ID) {
	o = newOffice(t)
	o.join("carl", "Carl Amadi", team.Caseworker)
	id = o.newCase()
	o.grant("asha", id, "carl")
	return o, o.copied(), id
}

// leaving has carl leave, a day later.
func (o *office) leaving() {
	o.Helper()
	o.now = o.now.Add(24 * time.Hour)
	o.alter("carl", leaves)
	o.now = o.now.Add(24 * time.Hour)
}

// adopts fetches carl's copy, as the command does, and adopts as somebody.
func (o *office) adopts(who string, from *office) (*Joined, error) {
	o.Helper()
	b := o.as(who)
	o.must(b.Repo().Fetch(o.ctx, from.dir, AdoptedRefs()))
	return b.Adopt(o.ctx)
}

func TestAdopt(t *testing.T) {
	o, carls, id := orphaned(t)
	carls.join("nia", "Nia Lowe", team.Caseworker)
	entry := carls.note(carls.as("carl"), id, "On the way out")
	recorded := carls.now
	carls.concern("carl", id)
	carls.note(carls.as("asha"), id, "Of asha, in carl's copy")
	carls.grant("mina", id, "nia")
	b := carls.as("carl")
	grants := carls.git("rev-parse", ledger.MainRef)
	_, err := b.Intake(o.ctx,
		OpenOrder{Case: "K3F927QM",
			Entries: []*Prepared{b.prepared(o, "K3F927QM", "concern", concernText)}})
	o.must(err)
	o.leaving()
	before := o.git("rev-parse", ledger.MainRef)
	for who, want := range map[string]error{"asha": ErrDenied, "carl": ErrNotMember} {
		if _, err := o.adopts(who, carls); !errors.Is(err, want) {
			t.Errorf("%s adopts: got %v", who, err)
		}
	}
	j, err := o.adopts("mina", carls)
	o.must(err)
	o.sound()
	o.wants(j, 0, 3, 0, 0)
	o.reads(id, "On the way out")
	for _, r := range j.Replayed {
		if r.Old == grants || r.Op == "grant" {
			t.Errorf("adopted %+v", r)
		}
	}
	if got := o.git("log", "--format=%an, %cn", before+".."+
		ledger.MainRef); got != strings.TrimSpace(strings.Repeat("Carl Amadi, Mina Hall\n", 3)) {
		t.Errorf("the log says %s", got)
	}
	it, err := o.as("mina").OpenEntry(o.ctx, record.Ref{Case: id, Entry: entry})
	if err != nil || it.Fault != "" || it.By != "carl" || !it.Recorded.Equal(recorded) ||
		it.Author != "carl" {
		t.Errorf("the note is %+v, %v", it, err)
	}
	tip := o.git("rev-parse", ledger.MainRef)
	j, err = o.adopts("judith", carls)
	o.must(err)
	for _, r := range j.Replayed {
		if r.New != "" {
			t.Errorf("adopted twice: %+v", r)
		}
	}
	if got := o.git("rev-parse", ledger.MainRef); got != tip {
		t.Errorf("main is at %s", got)
	}
	if err := o.endorse("mina", id, entry); err == nil { // she answers for it as well
		t.Error("mina endorses what she adopted")
	}
	o.must(o.endorse("judith", id, entry))
	if err := o.endorse("asha", id, entry); !errors.Is(err, ErrDenied) {
		t.Errorf("asha endorses: %v", err)
	}
}

// Who is still here sends their own work, and nothing of it is taken.
func TestAdoptNobody(t *testing.T) {
	o, carls, id := orphaned(t)
	carls.note(carls.as("carl"), id, "Still here")
	before := o.git("rev-parse", ledger.MainRef)
	for _, from := range []*office{carls, o} {
		j, err := o.adopts("mina", from)
		if err != nil || j.counts() != [4]int{} {
			t.Errorf("adopted %+v, %v", j, err)
		}
	}
	if got := o.git("rev-parse", ledger.MainRef); got != before {
		t.Errorf("main is at %s", got)
	}
	o.unpin()
	if _, err := o.as("mina").Adopt(o.ctx); !errors.Is(err, ledger.ErrUntrusted) {
		t.Errorf("in a copy that believes nothing: %v", err)
	}
}

// What waits in this very copy can be adopted too: carl's part of it, while the
// others' still waits for them.
func TestAdoptWhatWaitsHere(t *testing.T) {
	o, carls, id := orphaned(t)
	o.note(o.as("carl"), id, "Of carl")
	o.note(o.as("asha"), id, "Of asha")
	o.now = o.now.Add(time.Hour)
	carls.now = o.now
	carls.leaving()
	o.wants(o.meets("judith", carls), 1, 0, 0, 2)
	j, err := o.as("mina").Adopt(o.ctx)
	o.must(err)
	o.sound()
	o.wants(j, 0, 1, 0, 0)
	o.reads(id, "Of carl")
	o.wants(o.meets("asha", carls), 0, 1, 0, 0)
	o.reads(id, "Of carl", "Of asha")
}

// Carl's own case: who adopts it answers for it, and those who could read it do.
func TestAdoptACase(t *testing.T) {
	o, carls, _ := orphaned(t)
	b := carls.as("carl")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.OpenCase(o.ctx,
		OpenOrder{Case: id, KeyWorker: "carl", Readers: []string{"mina"},
			Entries: []*Prepared{b.prepared(o, id, "profile", profileText)}})
	o.must(err)
	carls.note(carls.as("carl"), id, "In it")
	o.leaving()
	j, err := o.adopts("mina", carls)
	o.must(err)
	o.sound()
	o.wants(j, 0, 2, 0, 0)
	if d := o.docket(id); d.KeyWorker != "mina" || d.Reads("carl") || !d.Reads("judith") {
		t.Errorf("the key worker is %s, the readers %v", d.KeyWorker, d.Readers())
	}
	if n := o.opens("mina", id); n != 2 {
		t.Errorf("mina opens %d entries of 2", n)
	}
}

// A reader's keys were exchanged since: the case's key is taken from the commit that made the
// case, as main never had it.
func TestAdoptACaseForAnotherKey(t *testing.T) {
	o, carls, _ := orphaned(t)
	b := carls.as("carl")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.OpenCase(o.ctx, OpenOrder{Case: id, KeyWorker: "carl", Readers: []string{"mina"},
		Entries: []*Prepared{b.prepared(o, id, "profile", profileText)}})
	o.must(err)
	o.leaving()
	o.rotate("judith")
	j, err := o.adopts("mina", carls)
	o.must(err)
	o.sound()
	o.wants(j, 0, 1, 0, 0)
	if n := o.opens("judith", id); n != 1 {
		t.Errorf("judith opens %d entries of 1 with her new key", n)
	}
}

// What can't be adopted is kept here, whatever is fetched later from elsewhere.
func TestAdoptConflict(t *testing.T) {
	o, carls, id := orphaned(t)
	carls.note(carls.as("carl"), id, "In a case that mina no longer reads")
	commit := carls.git("rev-parse", ledger.MainRef)
	o.leaving()
	o.revoke("asha", id, "mina")
	before := o.git("rev-parse", ledger.MainRef)
	j, err := o.adopts("mina", carls)
	o.must(err)
	o.sound()
	o.wants(j, 0, 0, 1, 0)
	c := j.Conflicts[0]
	if !errors.Is(c.Why, ErrDenied) || c.Commit != commit ||
		o.git("rev-parse", ledger.MainRef) != before {
		t.Errorf("conflict %+v", c)
	}
	if got := o.refs(ledger.ConflictsPrefix)[c.Ref]; got != commit {
		t.Errorf("%s is at %q, the refs are %v", c.Ref, got,
			slices.Sorted(maps.Keys(o.refs("refs/casefile/"))))
	}
	j, err = o.adopts("judith", o) // of another copy; what carl left is here still
	o.must(err)
	o.sound()
	o.wants(j, 0, 1, 0, 0)
	o.reads(id, "In a case that mina no longer reads")
}

// Somebody else writes meanwhile: both stand.
func TestAdoptRaces(t *testing.T) {
	o, carls, id := orphaned(t)
	carls.note(carls.as("carl"), id, "Of carl")
	o.leaving()
	b := o.as("mina")
	o.must(b.Repo().Fetch(o.ctx, carls.dir, AdoptedRefs()))
	o.note(o.as("asha"), id, "Faster")
	j, err := b.Adopt(o.ctx)
	o.must(err)
	o.sound()
	o.wants(j, 0, 1, 0, 0)
	o.reads(id, "Faster", "Of carl")
}

// forgeAs writes a commit to carl's copy that no casefile would: signed by
// somebody, with a message and files of one's choice.
func (o *office) forgeAs(who, message string, at time.Time, files map[string]string) {
	o.Helper()
	b := o.as(who)
	tip, err := b.repo.Commit(o.ctx, o.git("rev-parse", ledger.MainRef))
	o.must(err)
	batch := b.repo.NewBatch()
	var edits []store.Edit
	for path, text := range files {
		edits = append(edits, store.Edit{Path: path, Mode: "100644", ID: batch.Blob([]byte(text))})
	}
	tree, err := batch.Tree(o.ctx, tip.Tree, edits)
	o.must(err)
	m, _ := b.Team().Member("carl")
	c, err := batch.Commit(store.NewCommit{Tree: tree, Parents: []string{tip.ID},
		Author: ident(m, at), Committer: ident(m, at), Message: message}, o.signer[who])
	o.must(err)
	o.must(batch.Write(o.ctx))
	o.git("update-ref", ledger.MainRef, c.ID)
	o.git("update-ref", ledger.VerifiedRef, c.ID)
}

// The copy of a member who left is anybody's bytes: what is no operation of
// theirs is not adopted, breaks nothing, and keeps nothing else back.
func TestAdoptFromAHostileCopy(t *testing.T) {
	base, copy, id := orphaned(t)
	sum := strings.Repeat("0", 64)
	head := func(op string) string {
		return "casefile " + op + "\n\nCasefile-Op: " + op + "\nCasefile-Case: " + string(id) + "\n"
	}
	docket := base.docket(id)
	entry := func(at time.Time) string {
		return record.CaseFolder(id) + "/" + record.FileName(at, "7K2M9ZZZ", false)
	}
	attached := func(at time.Time) string {
		return record.CaseFolder(id) + "/" + record.FileName(at, "7K2M9ZZZ", true)
	}
	for name, tt := range map[string]struct {
		who, message string
		files        map[string]string
		late         bool
	}{
		"no operation at all":       {who: "carl", message: "hello\n"},
		"a concern with no entry":   {who: "carl", message: head("concern")},
		"a closure with no entry":   {who: "carl", message: head("close")},
		"an addition with no entry": {who: "carl", message: head("add")},
		"an entry that is not there": {who: "carl", message: head("concern") +
			"Casefile-Entry: 7K2M9ZZZ " + sum + "\n"},
		"a case that is not there": {who: "carl",
			message: "casefile open\n\nCasefile-Op: open\nCasefile-Case: M4A0CD5E\n" +
				"Casefile-Entry: 7K2M9ZZZ " + sum + "\n"},
		"a docket of nonsense": {who: "carl",
			message: head("add") + "Casefile-Entry: 7K2M9ZZZ " + sum + "\n",
			files:   map[string]string{record.DocketPath(id): "x\n"}},
		"an entry in plain text": {who: "carl", message: head("add") +
			"Casefile-Entry: 7K2M9ZZZ " + sum + "\n", files: map[string]string{"entry": "Robin."}},
		"a file in plain text": {who: "carl",
			message: head("add") + "Casefile-Entry: 7K2M9ZZZ " + sum + "\n",
			files:   map[string]string{"attached": "Robin."}},
		"signed by somebody else": {who: "asha", message: head("concern") +
			"Casefile-Entry: 7K2M9ZZZ " + sum + "\n", files: map[string]string{"entry": "Robin."}},
		"dated after carl left": {who: "carl", message: head("concern") +
			"Casefile-Entry: 7K2M9ZZZ " + sum + "\n", files: map[string]string{"entry": "Robin."},
			late: true},
		"a docket of another case's keys": {who: "carl", message: head("concern") +
			"Casefile-Entry: 7K2M9ZZZ " + sum + "\n",
			files: map[string]string{record.DocketPath(id): string(docket.Encode()) + "keys.2: ~\n",
				"entry": "Robin."}},
	} {
		t.Run(name, func(t *testing.T) {
			o, carls := base.afresh(t), copy.afresh(t)
			honest := carls.note(carls.as("carl"), id, "Honest")
			at := carls.now.Add(time.Minute)
			if tt.late {
				at = at.Add(36 * time.Hour)
			}
			files := map[string]string{}
			for path, text := range tt.files {
				switch path {
				case "entry":
					path = entry(at)
				case "attached":
					path = attached(at)
				}
				files[path] = text
			}
			carls.forgeAs(tt.who, tt.message, at, files)
			o.leaving()
			j, err := o.adopts("mina", carls)
			if err != nil {
				t.Fatal(err)
			}
			o.sound()
			if len(j.Replayed) != 1 || j.Replayed[0].New == "" {
				t.Errorf("adopted %+v", j)
			}
			o.reads(id, "Honest")
			if facts, err := o.as("mina").Facts(id); err != nil ||
				facts.Entries["7K2M9ZZZ"].File != "" || facts.Entries[honest].Author != "carl" {
				t.Errorf("history has %+v, %v", facts.Entries, err)
			}
		})
	}
}

// A commit that nobody signed, or that was altered, ends what can be taken from a
// copy; what was before it is taken.
func TestAdoptUnsigned(t *testing.T) {
	o, carls, id := orphaned(t)
	carls.note(carls.as("carl"), id, "Honest")
	carls.foreign(carls.git("rev-parse", ledger.MainRef))
	o.leaving()
	j, err := o.adopts("mina", carls)
	o.must(err)
	o.sound()
	o.wants(j, 0, 1, 0, 0)
	o.reads(id, "Honest")
}
