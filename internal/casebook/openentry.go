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

// OpenLastJudged opens a book on the tip that was judged last here, without judging anything newer:
// for a reader who shows one thing, as git does for each file of a diff. ErrNotFound where nothing
// was judged here yet.
func OpenLastJudged(ctx context.Context, repo *store.Repo, o Options) (*Book, error) {
	l, err := ledger.Last(ctx, repo, o.ledger())
	if err != nil {
		return nil, err
	}
	return bookOn(l, o), nil
}

// OpenEntry opens one entry and judges it by the rules that need the key: it
// bears its Fault, as those of Items do. ErrNotFound where the records have no
// such entry, ErrNoKey where it is sealed to a key that I do not have.
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

// OpenSealed does the same with a sealed file of the entry at hand, which may
// be one of an earlier commit.
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

// needsOthers reports whether other texts of the case tell if this one keeps the rules: what a
// release ends, and whether another entry names an attachment's file too.
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

// judgeAmong judges an entry that was opened by itself among the others of its case.
func (b *Book) judgeAmong(ctx context.Context, d *record.Docket, one *cases.Item) error {
	_, all, err := b.opened(ctx, d, nil)
	for _, it := range all.items {
		if it.ID == one.ID && it.Fault != "" {
			refuse(one, it.Rule, it.Fault)
		}
	}
	return err
}

// factsOf is what history says of the case of an entry that is no attached
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
