package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// lostByReseal opens what a reseal left of a case, before the keys go that open what
// was there: a text that somebody exchanged on the way, or erased though nobody had
// asked for it, could not be had back. It gives a fault for each, and keeps the keys.
// Whoever reads the case does so; where nobody is here who does, there is nothing
// to try, and the erasure goes its way.
func (b *Book) lostByReseal(ctx context.Context, id record.ID) ([]verify.Fault, error) {
	d, err := b.Docket(ctx, id)
	if err != nil || d.Status == record.Destroyed {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return nil, err
	}
	commit := facts.LastReseal()
	if commit == "" || !b.triesKeys(d) {
		return nil, nil
	}
	faults, err := b.exchanged(ctx, d, facts, commit)
	if err != nil || len(faults) == 0 {
		return nil, err
	}
	return faults, b.keepKeys(ctx, id, commit)
}

// keptHere are the faults by which the earlier keys of a case must not go from this copy.
func (b *Book) keptHere(ctx context.Context, id record.ID) ([]verify.Fault, error) {
	lost, err := b.lostByReseal(ctx, id)
	early, earlyErr := b.destroyedEarly(ctx, id)
	return slices.Concat(lost, early), errors.Join(err, earlyErr)
}

// allButLost leaves out the cases whose earlier keys must not go, with the faults
// that tell why.
func (b *Book) allButLost(ctx context.Context, due []record.ID) (rest []record.ID, faults []verify.Fault, err error) {
	for _, id := range due {
		found, err := b.keptHere(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if faults = append(faults, found...); len(found) == 0 {
			rest = append(rest, id)
		}
	}
	return rest, faults, nil
}

// triesKeys says whether somebody is here who can open the case now.
func (b *Book) triesKeys(d *record.Docket) bool {
	if b.person.Signer == nil { // a server's hook
		return false
	}
	me, err := b.Me()
	if err != nil || !d.Reads(me.ID) {
		return false
	}
	_, err = b.person.Identity()
	return err == nil
}

// exchanged compares each sealed file of a case with the one before the reseal,
// where it is not what its first commit declared.
func (b *Book) exchanged(ctx context.Context, d *record.Docket, facts *verify.CaseFacts, commit string) ([]verify.Fault, error) {
	keys, err := b.caseKeys(ctx, d)
	if err != nil {
		return nil, err
	}
	c, err := b.repo.Commit(ctx, commit)
	if err != nil {
		return nil, err
	}
	then := before{book: b, ctx: ctx, commit: c.Parents[0], id: d.Case}
	var out []verify.Fault
	for _, entry := range slices.Sorted(maps.Keys(facts.Entries)) {
		f := facts.Entries[entry]
		path := record.CaseFolder(d.Case) + "/" + f.File
		fault := verify.Fault{Commit: commit, When: c.Committer.When, Path: path, Rule: verify.RuleEntryText}
		switch {
		case f.Erased != nil || f.Resealed != commit:
			continue
		case b.holds(ctx, b.Tip(), path, keys, f.SHA256):
			continue
		case !then.holds(path, f.SHA256):
			continue // it was no better before
		}
		fault.Means = "the text was exchanged when it was sealed anew; the keys of the earlier one are kept here"
		out = append(out, fault)
	}
	return append(out, b.wronglyErased(ctx, d.Case, facts, c)...), nil
}

// wronglyErased is the fault of a reseal that erased other entries than its request
// names.
func (b *Book) wronglyErased(ctx context.Context, id record.ID, facts *verify.CaseFacts, c store.Commit) []verify.Fault {
	for _, f := range facts.Entries {
		if f.Erased == nil || f.Erased.Commit != c.ID {
			continue
		}
		it, err := b.OpenEntry(ctx, record.Ref{Case: id, Entry: f.Erased.Request})
		if err == nil && it.Rule == verify.RuleErasedTarget {
			return []verify.Fault{{Commit: c.ID, When: c.Committer.When, Path: record.DocketPath(id), Rule: it.Rule, Means: it.Fault}}
		}
		return nil
	}
	return nil
}

// holds says whether a sealed file opens to a text of this SHA-256.
func (b *Book) holds(ctx context.Context, commit, path string, keys []*seal.Identity, sum string) bool {
	e, ok, err := b.repo.Lookup(ctx, commit, path)
	if err != nil || !ok {
		return false
	}
	_, sealed, err := b.repo.Object(ctx, e.ID)
	if err != nil {
		return false
	}
	text, err := openWith(keys, sealed)
	return err == nil && seal.Commitment(text) == sum
}

// before is a case as it was at a commit, with the keys of then as far as they are
// still here.
type before struct {
	book   *Book
	ctx    context.Context
	commit string
	id     record.ID
	keys   []*seal.Identity
	tried  bool
}

func (t *before) holds(path, sum string) bool {
	if !t.tried {
		t.tried = true
		d, err := ledger.DocketAt(t.ctx, t.book.repo.Reader, t.commit, t.id)
		if err == nil {
			t.keys, _ = t.book.caseKeys(t.ctx, d) // gone: then nothing can be compared
		}
	}
	return t.book.holds(t.ctx, t.commit, path, t.keys, sum)
}

// keepKeys puts the wrapped keys from before a commit under a ref of this copy.
func (b *Book) keepKeys(ctx context.Context, id record.ID, commit string) error {
	c, err := b.repo.Commit(ctx, commit)
	if err != nil {
		return err
	}
	d, err := ledger.DocketAt(ctx, b.repo.Reader, c.Parents[0], id)
	if err != nil {
		return err
	}
	var edits []store.Edit
	for i, e := range d.Keys {
		for m, blob := range e {
			edits = append(edits, store.Edit{Path: fmt.Sprintf("%s/%d/%s.age", string(id), i+1, m), Mode: "100644", ID: blob})
		}
	}
	batch := b.repo.NewBatch()
	keys, err := ledger.KeysCommit(ctx, batch, edits)
	if err != nil {
		return err
	}
	keep, err := b.notThere(ctx, []store.Move{{Ref: ledger.KeptPrefix + id.Shard() + "/" + keys[:12], New: keys}})
	return errors.Join(err, batch.Write(ctx), b.repo.Move(ctx, keep))
}
