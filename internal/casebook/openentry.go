package casebook

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// OpenLastJudged opens a book on the tip that was judged last here, and judges nothing newer. It is
// for showing one thing, as git does for each file of a diff. It returns ErrNotFound if nothing was
// judged here yet.
func OpenLastJudged(ctx context.Context, repo *store.Repo, o Options) (*Book, error) {
	l, err := ledger.Last(ctx, repo, o.ledger())
	if err != nil {
		return nil, err
	}
	return bookOn(l, o), nil
}

// OpenEntry opens one entry and judges it by the rules that need the key. The item has its Fault
// set, as those of Items have. It returns ErrNotFound if the records have no such entry, and
// ErrNoKey if I lack the key that it is sealed to.
func (b *Book) OpenEntry(ctx context.Context, ref record.Ref) (cases.Item, error) {
	facts, err := b.factsOf(ref)
	if err != nil {
		return cases.Item{}, err
	}
	if x := facts.Entries[ref.Entry].Erased; x != nil {
		return cases.Item{},
			fmt.Errorf("%w: %s was erased on %s", ErrNotFound, ref, x.When.Format(time.DateOnly))
	}
	path := record.CaseFolder(ref.Case) + "/" + facts.Entries[ref.Entry].File
	sealed, ok, err := ledger.FileAt(ctx, b.repo.Reader, b.Tip(), path)
	if err == nil && !ok {
		err = fmt.Errorf("%w: the sealed file of %s", ErrNotFound, ref)
	}
	if err != nil {
		return cases.Item{}, err
	}
	return b.OpenSealed(ctx, ref, sealed)
}

// OpenSealed does the same with a given sealed file of the entry, which may be from an earlier
// commit.
func (b *Book) OpenSealed(ctx context.Context, ref record.Ref, sealed []byte) (cases.Item, error) {
	facts, err := b.factsOf(ref)
	if err != nil {
		return cases.Item{}, err
	}
	d, err := b.Docket(ctx, ref.Case)
	if err != nil {
		return cases.Item{}, err
	}
	door, err := b.opener(ctx, d)
	if err != nil {
		return cases.Item{}, err
	}
	fact := facts.Entries[ref.Entry]
	it, _, err := door.item(sealedFile{fact.File, fact.Blob, ref.Entry, fact}, sealed, nil)
	switch {
	case err != nil:
		return cases.Item{}, err
	case it.Fault != "" && it.Rule == "":
		return it, notOpened(ref, "", it.Fault)
	case it.Fault == "" && door.needsOthers(it):
		return it, b.judgeAmong(ctx, d, &it)
	}
	return it, nil
}

// needsOthers reports whether judging an entry needs other texts of the case: the hold that a
// release ends, or another entry that may name the same attached file.
func (o opener) needsOthers(it cases.Item) bool {
	if it.Kind == record.KindRelease {
		return true
	}
	beside := func(f verify.EntryFact) bool {
		_, _, attached, _ := record.ParseFileName(f.File)
		return f.Commit == it.Commit && f.ID != it.ID && !attached
	}
	return it.Kind == record.KindAttachment &&
		slices.ContainsFunc(slices.Collect(maps.Values(o.Facts.Entries)), beside)
}

// judgeAmong judges an entry, which was opened alone, together with the others of its case.
func (b *Book) judgeAmong(ctx context.Context, d *record.Docket, one *cases.Item) error {
	_, all, err := b.opened(ctx, d, nil)
	for _, it := range all.items {
		if it.ID == one.ID && it.Fault != "" {
			refuse(one, it.Rule, it.Fault)
		}
	}
	return err
}

// factsOf returns history's facts of the case of an entry. It returns ErrNotFound for an attached
// file.
func (b *Book) factsOf(ref record.Ref) (*verify.CaseFacts, error) {
	facts, err := b.Facts(ref.Case)
	if err != nil {
		return nil, err
	}
	if facts == nil || facts.Entries[ref.Entry].File == "" {
		return nil, fmt.Errorf("%w: entry %s", ErrNotFound, ref)
	}
	if _, _, attached, _ := record.ParseFileName(facts.Entries[ref.Entry].File); attached {
		return nil, fmt.Errorf("%w: %s is an attached file; the entry of kind attachment that "+
			"names it has the text", ErrNotFound, ref)
	}
	return facts, nil
}
