package casebook

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// opener opens the entries of one case and judges them by the rules that need
// the key.
type opener struct {
	keys  []*seal.Identity // newest epoch first
	all   bool             // they are those of every epoch
	kinds *record.Kinds
	facts *verify.CaseFacts
	id    record.ID
}

// items opens entries on all cores: opening takes far longer than reading.
func (o opener) items(ctx context.Context, read store.Reader, files []sealedFile) ([]cases.Item, error) {
	blobs := make([]string, len(files))
	for i, f := range files {
		blobs[i] = f.blob
	}
	out := make([]cases.Item, len(files))
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	err := read.Objects(ctx, blobs, func(i int, _ string, sealed []byte) error {
		cores <- struct{}{}
		group.Go(func() {
			out[i] = o.item(files[i], sealed)
			<-cores
		})
		return nil
	})
	group.Wait()
	return out, err
}

// item opens one entry. What can't be opened or read is an item with a Fault,
// so that nobody takes the rest for the whole record.
func (o opener) item(f sealedFile, sealed []byte) cases.Item {
	it := cases.Item{Seq: f.fact.Seq, SHA256: f.fact.SHA256, Commit: f.fact.Commit, Op: f.fact.Op,
		Author: f.fact.Author, Signer: f.fact.Signer, Request: f.fact.Request, MayAdd: f.fact.Adds, Triagers: cases.Triagers(f.fact.Triage),
		Committed: f.fact.Committed, Arrived: f.fact.Arrived, File: f.name}
	it.Entry = o.placeholder(f)
	text, err := o.open(sealed)
	if errors.Is(err, seal.ErrNoMatch) {
		it.Fault = "sealed with a key of an epoch that you do not have"
		if o.all {
			it.Fault, it.Rule = "sealed to a key that is none of the case's", verify.RuleEntryText
		}
		return it
	}
	if err != nil {
		it.Fault, it.Rule = err.Error(), verify.RuleEntryText
		return it
	}
	if seal.Commitment(text) != f.fact.SHA256 {
		it.Fault, it.Rule = "the text is not the one that its commit declared (its SHA-256 differs)", verify.RuleEntryText
		return it
	}
	e, err := o.kinds.Decode(text)
	if err != nil {
		it.Fault, it.Rule = err.Error(), verify.RuleEntryText
		return it
	}
	// A text that says it is another entry must not be found in that one's place.
	if it.Rule, it.Fault = o.judge(f, e); it.Rule != verify.RuleEntryPlace {
		it.Entry = e
	}
	return it
}

// placeholder stands for an entry that can't be read.
func (o opener) placeholder(f sealedFile) *record.Entry {
	recorded, _, _, _ := record.ParseFileName(f.name)
	return &record.Entry{ID: f.id, Case: o.id, Recorded: recorded, By: f.fact.Author}
}

func (o opener) open(sealed []byte) (text []byte, err error) {
	for _, k := range o.keys {
		if text, err = seal.Open(k, sealed); !errors.Is(err, seal.ErrNoMatch) {
			return text, err
		}
	}
	return nil, err
}

// judge compares what an entry says of itself with what history says of it.
func (o opener) judge(f sealedFile, e *record.Entry) (rule, fault string) {
	recorded, _, _, _ := record.ParseFileName(f.name)
	switch {
	case e.ID != f.id:
		return verify.RuleEntryPlace, fmt.Sprintf("the text says it is the entry %s", e.ID)
	case e.Case != o.id:
		return verify.RuleEntryPlace, fmt.Sprintf("the text belongs to the case %s", e.Case)
	case !e.Recorded.Equal(recorded):
		return verify.RuleEntryPlace, "the text's time of recording is not its file's"
	case e.By != f.fact.Author:
		return verify.RuleEntryBy, fmt.Sprintf("the text says it is by %s, but %s recorded it", e.By, f.fact.Author)
	}
	if k, ok := o.kinds.Kind(e.Kind); ok && !slices.Contains(k.Ops, f.fact.Op) {
		return verify.RuleEntryKind, fmt.Sprintf("a %s does not come with the operation %s", e.Kind, f.fact.Op)
	}
	if e.Kind == record.KindEndorsement && !o.declared(e) {
		return verify.RuleEndorsedText, "the endorsement is not what its commit declared"
	}
	if e.Kind == record.KindErasure {
		return o.judgeErasure(e)
	}
	return "", ""
}

// judgeErasure: what was erased at an entry's request is what it names. Where it
// is not, somebody erased more or less than what was endorsed.
func (o opener) judgeErasure(e *record.Entry) (rule, fault string) {
	var erased []record.ID
	var commit string
	for id, f := range o.facts.Entries {
		if f.Erased != nil && f.Erased.Request == e.ID {
			erased, commit = append(erased, id), f.Erased.Commit
		}
	}
	if slices.Sort(erased); commit == "" || slices.Equal(erased, targetsOf(e)) {
		return "", ""
	}
	return verify.RuleErasedTarget, fmt.Sprintf("at its request %v was erased in %.12s; it names %v", erased, commit, targetsOf(e))
}

// declared says whether an endorsement is what its commit said of it.
func (o opener) declared(e *record.Entry) bool {
	return slices.ContainsFunc(o.facts.Endorsements, func(s verify.EndorseFact) bool {
		return s.Entry == e.ID && e.Str("target") == string(s.Target) && e.Str("target_sha256") == s.SHA256 &&
			e.Str("level") == s.Level && e.Str("verdict") == s.Verdict
	})
}

// judgeReleases notes which hold each release took off the docket. It marks each that does not
// name that hold, and that of a death which no senior manager signed: whether it is one only a
// reader sees.
func judgeReleases(items []cases.Item, facts *verify.CaseFacts) {
	ends := map[record.ID]record.ID{}
	for _, f := range facts.Releases {
		ends[f.Entry] = f.Hold
	}
	dead := func(id record.ID) bool { return isDeath(items, id, len(items)) }
	for i := range items {
		it := &items[i]
		if it.Entry != nil {
			it.Ends = ends[it.ID]
		}
		if it.Entry == nil || it.Kind != record.KindRelease || it.Fault != "" {
			continue
		}
		if fault := verify.ReleaseFault(it.Entry, facts.Releases, dead); fault != "" {
			it.Rule, it.Fault = verify.RuleReleased, fault
		}
	}
}

// judgeRelease does the same to a release that was opened by itself: what it ends, other entries
// tell.
func (b *Book) judgeRelease(ctx context.Context, d *record.Docket, release *cases.Item) error {
	items, err := b.Items(ctx, d)
	for _, it := range items {
		if it.Entry != nil && it.ID == release.ID {
			release.Rule, release.Fault = it.Rule, it.Fault
		}
	}
	return err
}

// isDeath reports whether an entry is a death, or a hold that puts that of one on again. It
// follows no more links than there are entries: links may lead round in a circle.
func isDeath(items []cases.Item, id record.ID, links int) bool {
	i := slices.IndexFunc(items, func(it cases.Item) bool { return it.Entry != nil && it.ID == id })
	if i < 0 || links == 0 {
		return false
	}
	return items[i].Kind == record.KindDeath ||
		items[i].Kind == record.KindHold && slices.ContainsFunc(items[i].Links["hold"],
			func(r record.Ref) bool { return isDeath(items, r.Entry, links-1) })
}
