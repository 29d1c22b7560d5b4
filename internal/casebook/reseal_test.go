package casebook

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// erasable returns a case of asha's with two notes, and an endorsed request to erase the second.
func (o *office) erasable() (id record.ID, stays, goes record.ID) {
	o.Helper()
	id = o.newCase()
	b := o.as("asha")
	stays, goes = o.note(b, id, "Seen at home"), o.note(b, id, "Of another family")
	text := "---\nkind: erasure\ntarget: " + string(goes) + "\nbasis: wrong_case\n" +
		"authority: M. Hall\nreason: recorded in the wrong case\nbreach: no\n---\n"
	_, err := b.RequestErasure(o.ctx, id, b.prepared(o, id, "erasure", text))
	o.must(err)
	o.endorsedAs("judith", "senior", id)
	return id, stays, goes
}

func (o *office) pending(id record.ID) record.Ref {
	o.Helper()
	d, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	return record.Ref{Case: id, Entry: d.Pending}
}

// reseals carries out the erasure as a member with a changed program.
func (o *office) reseals(who string, id record.ID,
	alter func(files []Resealed, recipient string) []Resealed,
) {
	o.Helper()
	b := o.as(who)
	_, err := b.onCase(o.ctx, "reseal", id, func(p *parent, d record.Docket) (*CaseChange, error) {
		targets, err := b.ErasureTargets(o.ctx, &d)
		o.must(err)
		key, err := seal.NewIdentity()
		o.must(err)
		epoch, err := p.wrap(key, d.Readers())
		o.must(err)
		files, err := p.reseal(&d, key.Recipient(), targets)
		o.must(err)
		return &CaseChange{Docket: verify.AfterReseal(d, epoch), NewEpoch: key.Recipient(),
			Resealed: alter(files, key.Recipient())}, nil
	})
	o.must(err)
}

// A reseal that exchanges a text for another of the same length deceives the judge, who has no key,
// and no reader. The text is a fault, is not folded, and the earlier keys are kept.
func TestResealWithAnotherText(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, func(files []Resealed, recipient string) []Resealed {
		for i, f := range files {
			if f.ID == stays {
				text := must(seal.Pad(
					[]byte("---\nid: " + string(stays) + "\n---\nNobody wrote this.\n")))
				files[i].Blob = o.blob(must(seal.SealFile(recipient, text)))
			}
		}
		return files
	})
	o.exchangeFound(id, verify.RuleEntryText)
}

// erasingToo makes a reseal erase one more file.
func erasingToo(id record.ID) func([]Resealed, string) []Resealed {
	return func(files []Resealed, _ string) []Resealed {
		for i, f := range files {
			if f.ID == id {
				files[i].Blob = ""
			}
		}
		return files
	}
}

// Readers also find a reseal that erases more than was asked for.
func TestResealOfMoreThanWasAskedFor(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, erasingToo(stays))
	o.exchangeFound(id, verify.RuleErasedTarget)
}

func (o *office) exchangeFound(id record.ID, rule string) {
	o.Helper()
	before := o.wrappedHere()
	for range 2 {
		_, err := o.as("asha").PurgeDue(o.ctx)
		found, ok := errors.AsType[*ledger.FaultError](err)
		if !ok || len(found.Faults) != 1 || found.Faults[0].Rule != rule {
			o.Errorf("purging: %v", err)
		}
		if n := o.wrappedHere(); n != before {
			o.Errorf("%d wrapped keys of %d are left", n, before)
		}
	}
	if kept := o.git("for-each-ref", "--format=%(refname)",
		ledger.KeptPrefix); len(strings.Fields(kept)) != 1 {
		o.Errorf("the keys of before are kept by %q", kept)
	}
	x := o.examined("asha", ExamineOptions{WithKey: true})
	if len(x.Faults) != 1 || x.Faults[0].Rule != rule {
		o.Errorf("verify says %+v", x.Faults)
	}
	b := o.as("asha")
	c, err := b.Case(o.ctx, id)
	o.must(err)
	if len(c.Faults) != 1 || c.Faults[0].Rule != rule {
		o.Errorf("the fold has the faults %+v", c.Faults)
	}
}

// An honest reseal is sound for a reader, and the earlier keys go.
func TestReseal(t *testing.T) {
	o := newOffice(t)
	id, _, goes := o.erasable()
	_, err := o.as("asha").reseal(o.ctx, o.pending(id))
	o.must(err)
	o.sound()
	b := o.as("asha")
	p, err := b.PurgeDue(o.ctx)
	if err != nil || len(p.Left) > 0 || len(p.IDs) != 3 || o.wrappedHere() != 3 {
		t.Errorf("%+v, %v, %d keys", p, err, o.wrappedHere())
	}
	o.reads(id, "Seen at home")
	if _, err := b.OpenEntry(o.ctx, record.Ref{Case: id, Entry: goes}); !errors.Is(err,
		ErrNotFound) {
		t.Errorf("the erased entry: %v", err)
	}
	if x := o.examined("asha", ExamineOptions{WithKey: true, FromScratch: true}); len(
		x.Faults) > 0 {
		t.Errorf("verify says %+v", x.Faults)
	}
	if _, err := b.reseal(o.ctx, record.Ref{Case: id, Entry: goes}); !errors.Is(err, ErrState) {
		t.Errorf("a second time: %v", err)
	}
}

// An erasure that meets the work of others is replayed on everything that the case then has. What
// others recorded meanwhile is sealed to the new key.
func TestResealMeetsOthers(t *testing.T) {
	o := newOffice(t)
	id, _, goes := o.erasable()
	request := o.pending(id)
	there := o.copied()
	there.note(there.as("asha"), id, "Recorded elsewhere")
	_, err := o.as("mina").reseal(o.ctx, request)
	o.must(err)
	o.wants(o.meets("mina", there), 1, 1, 0, 0)
	o.reads(id, "Seen at home", "Recorded elsewhere")
	d, err := o.as("asha").Docket(o.ctx, id)
	if err != nil || d.Newest() != 2 || d.Pending != "" {
		t.Errorf("%+v, %v", d, err)
	}
	facts, err := o.as("asha").Facts(id)
	if err != nil || facts.Entries[goes].Erased == nil {
		t.Errorf("%s is not erased: %v", goes, err)
	}

	late := there.afresh(t)
	late.note(late.as("asha"), id, "Not sent yet")
	late.wants(late.meets("asha", o), 1, 1, 0, 0)
	late.reads(id, "Seen at home", "Recorded elsewhere", "Not sent yet")
	again := there.afresh(t)
	_, err = again.as("asha").reseal(o.ctx, request)
	o.must(err)
	again.wants(again.meets("asha", o), 1, 1, 0, 0)
	again.reads(id, "Seen at home", "Recorded elsewhere")
	if d := must(again.as("asha").Docket(o.ctx, id)); d.Newest() != 2 {
		t.Errorf("it was carried out twice: %+v", d)
	}
}

// A request that was returned meanwhile is not carried out.
func TestResealOfReturnedRequest(t *testing.T) {
	o := newOffice(t)
	id, _, _ := o.erasable()
	request := o.pending(id)
	there := o.copied()
	b := there.as("mina")
	sum := must(b.Facts(id)).Entries[request.Entry].SHA256
	_, err := b.Endorse(o.ctx, id,
		[]*Prepared{b.prepared(o, id, "endorsement",
			endorsementText(string(request.Entry), sum, "line", "returned"))})
	o.must(err)
	_, err = o.as("asha").reseal(o.ctx, request)
	o.must(err)
	j := o.meets("asha", there)
	o.wants(j, 1, 0, 1, 0)
	if c := j.Conflicts[0]; len(c.Commands()) != 1 ||
		!strings.HasPrefix(c.Commands()[0], "casefile erase "+id.String()) {
		t.Errorf("repeat: %q", c.Commands())
	}
	o.reads(id, "Seen at home", "Of another family")
}

// If a process is killed between recording an erasure and purging its keys, the next command purges
// them. If it is killed earlier, nothing is left.
func TestResealIsFinished(t *testing.T) {
	o := newOffice(t)
	id, _, _ := o.erasable()
	request := o.pending(id)
	keys := o.blobsOf(id)
	o.must(o.as("asha").notePendingPurge(id, pendingPurge{begun: keys}))
	if r, err := o.as("asha").FinishErasure(o.ctx, false); err != nil || len(r.Done) > 0 {
		t.Errorf("before it is recorded: %v, %v", r, err)
	}
	_, err := o.as("asha").reseal(o.ctx, request)
	o.must(err)
	r, err := o.as("asha").FinishErasure(o.ctx, false)
	if list := r.Done; err != nil || len(list) != 1 || len(list[0].IDs) != 3 ||
		o.wrappedHere() != 3 {
		t.Errorf("after it is recorded: %+v, %v, %d keys", list, err, o.wrappedHere())
	}
	if r, err := o.as("asha").FinishErasure(o.ctx, false); err != nil || len(r.Done) > 0 {
		t.Errorf("when all is done: %v, %v", r, err)
	}
	o.reads(id, "Seen at home")
}

// With an erased entry its drafts go, its outbox text, and the first key of its case. What is about
// another entry stays.
func TestErasedTextsGo(t *testing.T) {
	o := newOffice(t)
	id, stays, goes := o.erasable()
	b := o.as("asha")
	about := func(entry record.ID) Act {
		return OnEntries("amend", record.Ref{Case: id, Entry: entry})
	}
	_ = must(b.KeepDraft(about(goes), []byte("the erased text, to be corrected")))
	kept := must(b.KeepDraft(about(stays), []byte("another text")))
	other := must(b.KeepDraft(OfKind("note", id), []byte("a text of no entry yet")))
	for _, what := range []string{string(goes), string(stays), outboxKey} {
		o.must(os.MkdirAll(b.outbox("asha"), 0o700))
		o.must(os.WriteFile(b.outboxFile("asha", id, what), []byte("sealed"), 0o600))
	}
	if list := must(b.textsOf(o.ctx, id)); len(list) > 0 {
		t.Errorf("before the erasure: %v", list)
	}
	_, err := b.reseal(o.ctx, o.pending(id))
	o.must(err)
	if p := must(o.as("asha").PurgeDue(o.ctx)); p.Texts != 3 {
		t.Errorf("%d texts were removed, wanted a draft, a text and a key: %+v", p.Texts, p)
	}
	if got, want := o.draftFiles(), 2; len(got) < want ||
		!slices.ContainsFunc(got, func(f string) bool {
			return strings.Contains(f, string(kept))
		}) ||
		!slices.ContainsFunc(got, func(f string) bool {
			return strings.Contains(f, string(other))
		}) {
		t.Errorf("the drafts that are left: %v", got)
	}
	if _, err := os.Stat(b.outboxFile("asha", id, string(stays))); err != nil {
		t.Error("what waits of another entry went too")
	}
}
