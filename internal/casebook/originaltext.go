package casebook

import (
	"context"
	"errors"

	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// originalFiles are the sealed files that a commit added to one case, by entry ID: texts and
// attached files.
type originalFiles struct {
	names, blobs map[record.ID]string
	attached     map[record.ID]bool
}

func broughtBy(o original, id record.ID) originalFiles {
	f := originalFiles{map[record.ID]string{}, map[record.ID]string{}, map[record.ID]bool{}}
	for _, ch := range o.changes {
		if name, ok := entryName(ch.Path, id); ok {
			_, entry, attached, _ := record.ParseFileName(name)
			f.names[entry], f.blobs[entry], f.attached[entry] = name, ch.NewID, attached
		}
	}
	return f
}

// originalCase gathers the facts and keys that open the texts which a commit added to one case. The
// facts come from that commit, as main does not have it yet.
func (b *Book) originalCase(ctx context.Context, o original, c verify.CaseTrailers) (
	plain.Case, error,
) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return plain.Case{}, err
	}
	keys, err := b.originalKeys(ctx, o, c.Case)
	if err != nil {
		return plain.Case{}, err
	}
	author, _ := b.Team().ByEmail(o.Author.Email)
	files, facts := broughtBy(o, c.Case), verify.NewCaseFacts()
	for i, e := range c.Entries {
		facts.Entries[e.ID] = verify.EntryFact{ID: e.ID, File: files.names[e.ID],
			Blob: files.blobs[e.ID], SHA256: e.SHA256, Author: author.ID, Op: o.op(), Commit: o.ID}
		if i < len(c.Endorses) {
			d := c.Endorses[i]
			facts.Endorsements = append(facts.Endorsements, verify.EndorseFact{Entry: e.ID,
				Target: d.Target, SHA256: d.SHA256, Level: d.Level, Verdict: d.Verdict})
		}
	}
	return plain.Case{ID: c.Case, Keys: keys, Kinds: kinds, Facts: facts}, nil
}

// originalKeys returns my keys of a case from two places: the case as it is now, and as it was in a
// commit of another line. That line may have created the case.
func (b *Book) originalKeys(ctx context.Context, o original, id record.ID) (
	[]*seal.Identity, error,
) {
	var keys []*seal.Identity
	d, err := b.Docket(ctx, id)
	if err == nil {
		keys, err = b.caseKeys(ctx, d)
	}
	if err != nil && !unopenable(err) {
		return nil, err
	}
	then, thenErr := ledger.DocketAt(ctx, b.repo.Reader, o.ID, id)
	if thenErr == nil {
		var more []*seal.Identity
		more, thenErr = b.caseKeysIn(ctx, o.ID, then)
		keys = append(keys, more...)
	}
	switch {
	case thenErr != nil && !unopenable(thenErr):
		return nil, thenErr
	case len(keys) == 0 && errors.Is(err, ErrNotFound) && keyMissing(thenErr):
		return nil, worded(errors.Join(err, thenErr), "the keys of %s have not come along: "+
			"run casefile adopt in the very copy where it was recorded", id)
	case len(keys) == 0:
		return nil, worded(errors.Join(err, thenErr), "no key of yours opens what was sealed in %s",
			id)
	}
	return keys, nil
}

// keyMissing reports whether a wrapped key is missing here, rather than not opening.
func keyMissing(err error) bool {
	return errors.Is(err, ErrKeysMissing) || errors.Is(err, store.ErrNotFound)
}

// originalText opens a text that a commit added.
func (b *Book) originalText(ctx context.Context, o original, c verify.CaseTrailers, entry record.ID,
) ([]byte, error) {
	door, err := b.originalCase(ctx, o, c)
	if err != nil {
		return nil, err
	}
	t, err := b.openByFacts(ctx, door, entry)
	if err != nil {
		return nil, err
	}
	return t.Entry().Text, nil
}

// openByFacts opens the text of one entry by its facts.
func (b *Book) openByFacts(ctx context.Context, door plain.Case, entry record.ID) (
	*plain.Text, error,
) {
	sealed, err := b.repo.Blob(ctx, door.Facts.Entries[entry].Blob, verify.MaxSealed)
	if err != nil {
		return nil, err
	}
	t, err := door.Text(entry, sealed)
	return t, asEntryError(record.Ref{Case: door.ID, Entry: entry}, err)
}

// asEntryError turns an error of package plain into one about an entry.
func asEntryError(ref record.Ref, err error) error {
	var fault *plain.Fault
	switch {
	case errors.As(err, &fault):
		return notOpened(ref, fault.Rule, fault.Means)
	case errors.Is(err, plain.ErrNoKey):
		return notOpened(ref, "", err.Error())
	}
	return err
}

// readOriginal opens every text and every attached file that a commit added, before somebody adopts
// them. A text that does not open, or is not what its commit says, can't be adopted: nobody could
// have read it.
func (b *Book) readOriginal(ctx context.Context, o original) error {
	for _, c := range o.msg.Cases {
		door, err := b.originalCase(ctx, o, c)
		if err != nil {
			return err
		}
		if err := b.readBrought(ctx, door, broughtBy(o, c.Case)); err != nil {
			return err
		}
	}
	return nil
}

// unreadConflict returns the conflict of a commit whose texts can't be read. The commit stays on
// its ref, with no draft and no command to repeat.
func unreadConflict(o original, why error) Conflict {
	return Conflict{Commit: o.ID, Op: o.op(), Cases: o.cases(), Why: why,
		Ref: ledger.ConflictsPrefix + o.ID[:12]}
}

func (b *Book) readBrought(ctx context.Context, door plain.Case, files originalFiles) error {
	var texts []*plain.Text
	for entry := range door.Facts.Entries {
		if files.attached[entry] {
			continue
		}
		t, err := b.openByFacts(ctx, door, entry)
		if err != nil {
			return err
		}
		texts = append(texts, t)
	}
	for entry, fault := range plain.Doubled(texts) {
		return asEntryError(record.Ref{Case: door.ID, Entry: entry}, fault)
	}
	for _, file := range door.Unnamed(texts) {
		return asEntryError(record.Ref{Case: door.ID, Entry: file}, plain.UnnamedFault())
	}
	for _, t := range texts {
		if t.FileID() == "" {
			continue
		}
		sealed, _, err := b.sealed(ctx, files.blobs[t.FileID()])
		if err != nil {
			return err
		}
		if _, err := door.File(t, sealed); err != nil {
			return asEntryError(t.Entry().Ref(), err)
		}
	}
	return nil
}
