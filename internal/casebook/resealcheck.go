package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// reseals lists the commits that resealed a case, in the order of history. Each began an epoch.
func (b *Book) reseals(ctx context.Context, facts *verify.CaseFacts) (
	out []store.Commit, err error,
) {
	for _, id := range keyCommits(facts) {
		c, err := b.repo.Commit(ctx, id)
		if err != nil {
			return nil, err
		}
		m, err := verify.ParseMessage(c.Message)
		if err != nil {
			return nil, err
		}
		if m.Op == team.OpReseal {
			out = append(out, c)
		}
	}
	return out, nil
}

// exchangedTexts compares a case after reseals with the earlier files, as far back as keys are
// still here. It returns a fault for each difference. Without these keys, a text that somebody
// exchanged or erased without a request could not be recovered.
func (b *Book) exchangedTexts(ctx context.Context, d *record.Docket, facts *verify.CaseFacts) (
	[]verify.Fault, error,
) {
	keys, err := b.caseKeys(ctx, d)
	if err != nil {
		return nil, err
	}
	reseals, err := b.reseals(ctx, facts)
	if err != nil {
		return nil, err
	}
	then := &beforeReseals{book: b, ctx: ctx, id: d.Case, facts: facts, reseals: reseals}
	out, err := b.wronglyErased(ctx, d.Case, facts)
	if err != nil {
		return nil, err
	}
	for _, entry := range slices.Sorted(maps.Keys(facts.Entries)) {
		f := facts.Entries[entry]
		if f.Erased != nil || f.Resealed == "" {
			continue
		}
		path := record.CaseFolder(d.Case) + "/" + f.File
		sum, err := b.sumOf(ctx, f.Blob, keys)
		if err != nil {
			return nil, err
		}
		if sum == f.SHA256 {
			continue
		}
		if was, err := then.sum(path); err != nil {
			return nil, err
		} else if sum == "" || sum != was { // a text that was wrong before is not a new fault
			out = append(out,
				verify.Fault{Commit: f.Resealed, Path: path, Rule: verify.RuleEntryText,
					Means: "the text was exchanged when it was sealed again; the keys of the " +
						"earlier one are kept here"})
		}
	}
	return out, nil
}

// wronglyErased returns a fault for each erasure that erased other entries than its request names,
// or whose request asks for no erasure.
func (b *Book) wronglyErased(ctx context.Context, id record.ID, facts *verify.CaseFacts) (
	out []verify.Fault, err error,
) {
	by := erasures(facts)
	for _, request := range slices.Sorted(maps.Keys(by)) {
		commit := by[request]
		it, err := b.OpenEntry(ctx, record.Ref{Case: id, Entry: request})
		if err != nil {
			return nil, err
		}
		fault := verify.Fault{Commit: commit, Path: record.DocketPath(id), Rule: it.Rule,
			Means: it.Fault}
		switch {
		case it.Fault != "":
		case it.Kind != record.KindErasure:
			fault.Rule = verify.RuleErasedTarget
			fault.Means = fmt.Sprintf("it was erased at the request of %s, which asks for no "+
				"erasure", request)
		default:
			fault.Rule = verify.RuleErasedTarget
			fault.Means = verify.ErasureFault(facts, request, plain.Targets(it.Entry))
		}
		if fault.Means != "" {
			out = append(out, fault)
		}
	}
	return out, nil
}

// erasures returns the commit that erased, by request.
func erasures(facts *verify.CaseFacts) map[record.ID]string {
	out := map[record.ID]string{}
	for _, f := range facts.Entries {
		if f.Erased != nil {
			out[f.Erased.Request] = f.Erased.Commit
		}
	}
	return out
}

// sumOf returns the SHA-256 of what a sealed file holds. It returns "" if none of the keys opens
// the file, or its sealed text is damaged.
func (b *Book) sumOf(ctx context.Context, blob string, keys []*seal.Identity) (string, error) {
	sealed, _, err := b.sealed(ctx, blob)
	if err != nil {
		return "", err
	}
	sum, err := plain.Sum(keys, sealed)
	if cantOpen(err) {
		return "", b.undamaged(ctx, blob)
	}
	return sum, err
}

// beforeReseals reads a case as it was before its reseals, as far as its earlier keys are still
// here.
type beforeReseals struct {
	book    *Book
	ctx     context.Context
	id      record.ID
	facts   *verify.CaseFacts
	reseals []store.Commit // in the order of history
	keys    []*seal.Identity
	tried   bool
}

// sum returns the SHA-256 of the earliest version of a file that still opens, or "".
func (t *beforeReseals) sum(path string) (string, error) {
	if err := t.tryKeys(); err != nil {
		return "", err
	}
	for _, c := range t.reseals {
		e, there, err := t.book.repo.Lookup(t.ctx, c.Parents[0], path)
		if err != nil {
			return "", err
		}
		if !there {
			continue
		}
		if sum, err := t.book.sumOf(t.ctx, e.ID, t.keys); sum != "" || err != nil {
			return sum, err
		}
	}
	return "", nil
}

// tryKeys opens each earlier key of mine that is still here, once.
func (t *beforeReseals) tryKeys() error {
	if t.tried {
		return nil
	}
	t.tried = true
	var err error
	t.keys, err = t.book.everyKey(t.ctx, t.id, t.facts)
	return err
}

// everyKey opens each key of a case that was ever wrapped for me and is still here.
func (b *Book) everyKey(ctx context.Context, id record.ID, facts *verify.CaseFacts) (
	[]*seal.Identity, error,
) {
	me, err := b.person.Identity()
	if err != nil {
		return nil, err
	}
	var out []*seal.Identity
	for _, k := range facts.Keys {
		if k.Recipient != verify.Fingerprint(me.Recipient()) {
			continue
		}
		switch key, err := b.unwrap(ctx, me, id, k.Epoch, k.Blob); {
		case err == nil:
			out = append(out, key)
		case !unopenable(err) && !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	slices.Reverse(out) // the newest first
	return out, nil
}

// keepDeadKeys keeps the wrapped keys of dead epochs that are still here under refs of this copy.
func (b *Book) keepDeadKeys(ctx context.Context, d *record.Docket, facts *verify.CaseFacts,
	here []verify.KeyFact,
) error {
	reseals, err := b.reseals(ctx, facts)
	if err != nil {
		return err
	}
	for _, c := range reseals {
		if err := b.keepKeys(ctx, d.Case, c, here); err != nil {
			return err
		}
	}
	return nil
}

// keepKeys keeps the wrapped keys from before a commit, as far as they are here, under a ref of
// this copy.
func (b *Book) keepKeys(ctx context.Context, id record.ID, c store.Commit,
	here []verify.KeyFact,
) error {
	d, err := ledger.DocketAt(ctx, b.repo.Reader, c.Parents[0], id)
	if err != nil {
		return err
	}
	var edits []store.Edit
	for i, e := range d.Keys {
		for m, blob := range e {
			if slices.ContainsFunc(here, func(k verify.KeyFact) bool { return k.Blob == blob }) {
				edits = append(edits,
					store.Edit{Path: fmt.Sprintf("%s/%d/%s.age", string(id), i+1, m),
						Mode: "100644", ID: blob})
			}
		}
	}
	if len(edits) == 0 {
		return nil
	}
	batch := b.repo.NewBatch()
	keys, err := ledger.KeysCommit(ctx, batch, edits)
	if err != nil {
		return err
	}
	keep, err := b.notThere(ctx,
		[]store.Move{{Ref: ledger.KeptPrefix + id.Shard() + "/" + keys[:12], New: keys}})
	return errors.Join(err, batch.Write(ctx), b.repo.Move(ctx, keep))
}
