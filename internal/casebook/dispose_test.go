package casebook

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

const disposalText = `---
kind: disposal
headline: The time of keeping it is over
basis: the agency's retention rule floor
retain_until: 2027-12-31
reason: the time of keeping it is over
reviewed: [no inquiry is open]
copies_elsewhere: [none]
---
`

// endorsedAs has somebody endorse what is pending in a case.
func (o *office) endorsedAs(who, level string, id record.ID) {
	o.Helper()
	b := o.as(who)
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	facts, err := b.Facts(id)
	o.must(err)
	p := b.prepared(o, id, "endorsement",
		endorsementText(string(d.Pending), facts.Entries[d.Pending].SHA256, level, "endorsed"))
	_, err = b.Endorse(o.ctx, id, []*Prepared{p})
	o.must(err)
}

// dueCase returns a closed case of asha's that vera, of records, reads, in the year after it had to
// be kept.
func (o *office) dueCase() record.ID {
	o.Helper()
	return o.dueCases(1)[0]
}

func (o *office) dueCases(n int) (out []record.ID) {
	o.Helper()
	o.join("vera", "Vera Lund", team.Records)
	for range n {
		id := o.newCase()
		o.grant("asha", id, "vera")
		o.close("asha", id)
		o.endorsedAs("mina", "line", id)
		o.endorsedAs("judith", "senior", id)
		out = append(out, id)
	}
	o.now = time.Date(2028, 1, 5, 9, 0, 0, 0, time.UTC)
	return out
}

func (o *office) request(who string, id record.ID) error {
	o.Helper()
	b := o.as(who)
	_, err := b.RequestDisposal(o.ctx, id, b.prepared(o, id, "disposal", disposalText))
	return err
}

// disposable returns a case whose disposal is endorsed.
func (o *office) disposable() record.ID {
	o.Helper()
	id := o.dueCase()
	o.endorseDisposal(id)
	return id
}

func (o *office) endorseDisposal(id record.ID) {
	o.Helper()
	o.must(o.request("vera", id))
	o.endorsedAs("mina", "line", id)
	o.endorsedAs("judith", "senior", id)
}

// wrappedHere counts the objects of a copy, whatever names them, that give
// anybody a case key.
func (o *office) wrappedHere() (n int) {
	o.Helper()
	for who := range o.keys {
		n += len(o.keysOf(who))
	}
	return n
}

// What a race left behind goes with the case: keys that were written, and that no
// docket ever listed.
func TestKeysThatNoDocketListed(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	o.join("nia", "Nia Lowe", team.Caseworker)
	slow := o.as("asha")
	o.newCase() // somebody else is faster
	before := o.wrappedHere()
	_, err := slow.Grant(o.ctx, id, []string{"nia"})
	o.must(err)
	if n := o.wrappedHere() - before; n != 2 {
		t.Fatalf("%d keys were written, one in vain and one that the docket lists: the race did "+
			"not happen", n)
	}
	b := o.as("vera")
	_, err = b.dispose(o.ctx, id)
	o.must(err)
	if gone, err := b.DeadKeys(o.ctx, id); err != nil || len(gone) != 6 {
		t.Errorf("four readers, nia and the key in vain; got %v, %v", gone, err)
	}
	if left, err := b.LeftOf(o.ctx, id, must(b.DeadKeys(o.ctx, id))); err != nil || len(left) != 6 {
		t.Errorf("before the purge: %v, %v", left, err)
	}
	p, err := b.PurgeDue(o.ctx)
	if err != nil || !slices.Equal(p.Cases, []record.ID{id}) || len(p.Left) > 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if n := o.wrappedHere(); n != 3 {
		t.Errorf("%d keys are left; the three of the neighbour should be", n)
	}

	// A process that had begun before writes a key after the purge, and loses the
	// race too; the next purge finds it.
	o.must(b.journalKeys(
		[]verify.Learned{{Case: id, Keys: []verify.KeyFact{{Blob: o.strayKey(b)}}}}))
	p, err = o.as("vera").PurgeDue(o.ctx)
	if err != nil || len(p.Left) > 0 || o.wrappedHere() != 3 {
		t.Errorf("%+v, %v, %d keys", p, err, o.wrappedHere())
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A note that was begun and never ended hides nothing that comes after it.
func TestNoteOfWrappedKeysIsCutShort(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	stray := o.strayKey(b)
	o.must(appendOwn(b.besideRefs(keyJournalFile), string(id)+" 0123")) // cut off by a crash
	o.must(b.appendKeyJournal([]journalLine{{id, stray, 1}}))
	_, err := b.dispose(o.ctx, id)
	o.must(err)
	if gone := must(b.DeadKeys(o.ctx, id)); !slices.Contains(gone, stray) ||
		slices.Contains(gone, "0123") {
		t.Errorf("got %v", gone)
	}
	must(b.PurgeDue(o.ctx))
	if n := o.wrappedHere(); n != 0 {
		t.Errorf("%d keys are left", n)
	}
}

// The file of wrapped keys bears no mark: whoever can write in the folder may have it name
// anything as a destroyed case's. What anything else reaches stays: keys of another case, sealed
// files, commits and trees.
func TestForgedNoteOfWrappedKeys(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	other := o.newCase()
	entry := o.note(o.as("asha"), other, "It stays")
	b := o.as("vera")
	d := must(b.Docket(o.ctx, other))
	fact := must(b.EntryFact(record.Ref{Case: other, Entry: entry}))
	commit := must(b.repo.Reader.Commit(o.ctx, b.Tip()))
	_, err := b.dispose(o.ctx, id)
	o.must(err)
	for _, blob := range []string{d.Keys[0]["asha"], d.Keys[0]["mina"], fact.Blob, commit.ID,
		commit.Tree, b.Tip()} {
		o.must(b.appendKeyJournal([]journalLine{{id, blob, 1}}))
	}
	must(b.PurgeDue(o.ctx))
	o.must(b.appendKeyJournal([]journalLine{{other, d.Keys[0]["asha"], 0}}))
	must(o.as("vera").PurgeDue(o.ctx))
	if n := o.wrappedHere(); n != len(d.Keys[0]) {
		t.Errorf("%d keys are left; the %d of the other case should be", n, len(d.Keys[0]))
	}
	if it, err := o.as("asha").OpenEntry(o.ctx,
		record.Ref{Case: other, Entry: entry}); err != nil || it.Fault != "" {
		t.Errorf("the other case's entry: %+v, %v", it, err)
	}
	x, err := o.examine("asha", ExamineOptions{FromScratch: true, WithKey: true})
	if err != nil || len(x.Faults) > 0 {
		t.Errorf("after the purge: %+v, %v", x, err)
	}
}

// strayKey returns a wrapped key that nothing names.
func (o *office) strayKey(b *Book) string {
	o.Helper()
	batch := b.repo.NewBatch()
	blob := batch.Blob(must(seal.Wrap(must(seal.NewIdentity()), o.keys["mina"].Recipient())))
	o.must(batch.Write(o.ctx))
	return blob
}

// Keys that came with the copy of a member who left go too: from the refs that hold them now, and
// from the refs that another copy has replaced.
func TestAdoptedKeysGo(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	other := o.newCase()
	b := o.as("vera")
	for range 2 {
		batch := b.repo.NewBatch()
		commit, err := ledger.KeysCommit(o.ctx, batch, []store.Edit{
			{Path: string(id) + "/1/mina.age", Mode: "100644", ID: o.strayKey(b)},
			{Path: string(other) + "/1/mina.age", Mode: "100644", ID: o.strayKey(b)}})
		o.must(err)
		o.must(batch.Write(o.ctx))
		o.must(b.JournalAdopted(o.ctx))
		o.git("update-ref", adoptedKeys+id.Shard(), commit)
	}
	_, err := b.dispose(o.ctx, id)
	o.must(err)
	if gone := must(b.DeadKeys(o.ctx, id)); len(gone) != 6 {
		t.Errorf("four that were listed and two that came: got %v", gone)
	}
	if p := must(b.PurgeDue(o.ctx)); len(p.Left) > 0 {
		t.Errorf("left: %v", p.Left)
	}
	if n := o.wrappedHere(); n != 3+2 {
		t.Errorf("%d keys are left, those of the neighbour are 5", n)
	}
}

// What was not recorded of a destroyed case goes too, whoever wrote it; drafts of
// others, and such as name no case, stay.
func TestTextsOfADestroyedCaseGo(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	other := o.newCase()
	keep := func(who string, act Act) {
		must(o.as(who).KeepDraft(act, []byte("Robin came.")))
	}
	keep("asha", OfKind("note", id))
	keep("mina", OnEntries("amend", record.Ref{Case: id, Entry: "7K2M9QXH"}))
	keep("asha", OfKind("note", other))
	keep("asha", Act{Do: "open"})
	taken := must(o.as("asha").KeepDraft(OfKind("note", id), nil))
	must(o.as("asha").ReplaceDraft(must(o.as("asha").SeenDraft(string(taken))),
		OfKind("note", other),
		nil))
	b := o.as("vera")
	must(b.dispose(o.ctx, id))
	if left := must(b.LeftOf(o.ctx, id, nil)); len(left) != 2 || left[0].What != "a draft" {
		t.Errorf("before: %v", left)
	}
	if p := must(b.PurgeDue(o.ctx)); p.Texts != 2 || len(p.Left) > 0 {
		t.Errorf("%+v", p)
	}
	if left := must(b.LeftOf(o.ctx, id, nil)); len(left) != 0 {
		t.Errorf("after: %v", left)
	}
	if n := len(must(o.as("asha").Drafts())); n != 3 {
		t.Errorf("asha has %d drafts", n)
	}
	if n := len(must(o.as("mina").Drafts())); n != 0 {
		t.Errorf("mina has %d drafts", n)
	}
	if n := len(o.draftFiles()); n != 5 {
		t.Errorf("three drafts, two of them with a note: %v", o.draftFiles())
	}
}

// Two copies, one of which asks for a disposal while something happens in the other:
// the request is done again where nothing stands against it, and is a conflict
// otherwise, its text a draft.
func TestRequestAgain(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.dueCase()
	for _, tt := range []struct {
		name   string
		change func(there *office)
		why    string // of the conflict; "" where there is none
	}{
		{"nothing that matters", func(o *office) { o.newCase() }, ""},
		{"an entry is added", func(o *office) {
			o.note(o.as("mina"), id, "They rang")
		}, "something was added"},
		{"a hold", func(o *office) { o.must(holdCase(o, o.as("mina"), id)) }, "it is on hold by"},
		{"it is opened again", func(o *office) {
			o.reopens("mina", id)
		}, "is open; only a closed case"},
		{"somebody else asked first", func(o *office) {
			o.must(o.request("vera", id))
		}, "still waits for endorsement"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			o.must(o.request("vera", id))
			tt.change(there)
			j := o.meets("vera", there)
			if tt.why == "" {
				if len(j.Conflicts) > 0 || o.docket(id).Status != record.Disposing {
					t.Errorf("%+v, %s", j.Conflicts, o.docket(id).Status)
				}
				return
			}
			if len(j.Conflicts) != 1 || !errors.Is(j.Conflicts[0].Why, ErrState) ||
				!strings.Contains(j.Conflicts[0].Why.Error(), tt.why) {
				t.Fatalf("got %+v, wanted %s", j.Conflicts, tt.why)
			}
			if repeat := j.Conflicts[0].Commands(); len(repeat) != 1 ||
				!strings.HasPrefix(repeat[0], "casefile dispose "+id.String()+" --draft ") {
				t.Errorf("repeat: %v", repeat)
			}
			if n := len(must(o.as("vera").Drafts())); n != 1 {
				t.Errorf("%d drafts", n)
			}
		})
	}
}

func (o *office) reopens(who string, id record.ID) {
	o.Helper()
	b := o.as(who)
	text := "---\nkind: reopening\nheadline: They came back\nreason: The school rang\n" +
		"decided_by: Mina Hall\n---\n"
	must(b.Append(o.ctx, "reopen", id, b.prepared(o, id, "reopening", text)))
}

// A disposal itself is never done again: whatever came first, nothing is destroyed,
// and it is said. Where it was destroyed there too, nothing is left to do.
func TestDisposeAgain(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.disposable()
	for _, tt := range []struct {
		name      string
		change    func(there *office)
		conflicts int
	}{
		{"nothing that matters", func(o *office) { o.newCase() }, 1},
		{"an entry is added", func(o *office) { o.note(o.as("mina"), id, "They rang") }, 1},
		{"a hold", func(o *office) { o.must(holdCase(o, o.as("mina"), id)) }, 1},
		{"it was destroyed", func(o *office) { must(o.as("vera").dispose(o.ctx, id)) }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			must(o.as("vera").dispose(o.ctx, id))
			tt.change(there)
			j := o.meets("vera", there)
			if len(j.Conflicts) != tt.conflicts {
				t.Fatalf("%+v", j.Conflicts)
			}
			done := must(o.as("vera").FinishErasure(o.ctx, false)).Done
			if tt.conflicts == 0 {
				if o.docket(id).Status != record.Destroyed {
					t.Error("it is not destroyed")
				}
				return
			}
			if why := j.Conflicts[0]; !errors.Is(why.Why, ErrState) ||
				!slices.Equal(why.Commands(), []string{"casefile dispose " + id.String()}) {
				t.Errorf("%+v", why)
			}
			if len(done) > 0 || o.docket(id).Status != record.Disposing ||
				o.opens("mina", id) == 0 {
				t.Errorf("something was destroyed: %v, %s", done, o.docket(id).Status)
			}
		})
	}
}
