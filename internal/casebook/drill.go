package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Drilled is the result of a drill: of each case that I read, one entry was opened, as in an
// emergency.
type Drilled struct {
	All    int // cases that are not destroyed
	Mine   int // that I read
	Opened int // of which an entry opened
	Empty  int // of mine that have no text
	Failed []DrillFailure
}

// DrillFailure is a case that I should be able to open, and can't.
type DrillFailure struct {
	Case   record.ID
	Why    error
	BadKey bool // a wrapped key of mine opens nothing
}

// Drill opens the newest entry of each case that I read. step hears of each case that is
// done. What fails in one case keeps none of the others from being tried; ErrKeysMissing
// says that this copy has no wrapped keys at all.
func (b *Book) Drill(ctx context.Context, list []*record.Docket, step func()) (Drilled, error) {
	var d Drilled
	id, err := b.person.Identity()
	if err != nil {
		return d, err
	}
	me, known := b.whoReads(id)
	for _, c := range list {
		step()
		if err := ctx.Err(); err != nil {
			return d, err
		}
		if c.Status == record.Destroyed {
			continue
		}
		d.All++
		if !known || !c.Reads(me.ID) {
			continue
		}
		d.Mine++
		opened, err := b.drillCase(ctx, c)
		switch {
		case errors.Is(err, ErrKeysMissing) && b.hasNoKeys(ctx):
			return d, err
		case err != nil:
			_, bad := errors.AsType[*badKeyError](err)
			d.Failed = append(d.Failed, DrillFailure{c.Case, err, bad})
		case opened:
			d.Opened++
		default:
			d.Empty++
		}
	}
	return d, nil
}

// hasNoKeys reports whether this copy has no keys refs, as after a plain git clone.
func (b *Book) hasNoKeys(ctx context.Context) bool {
	refs, err := b.repo.Refs(ctx, ledger.KeysPrefix)
	return err == nil && len(refs) == 0
}

// badKeyError says which key of mine opens nothing.
type badKeyError struct{ BadKey }

func (e *badKeyError) Error() string {
	return fmt.Sprintf("your key of epoch %d opens nothing", e.Epoch)
}

func (e *badKeyError) Unwrap() error { return e.Err }

// drillCase opens all keys that I hold of a case, and the newest of its texts.
func (b *Book) drillCase(ctx context.Context, d *record.Docket) (opened bool, err error) {
	switch _, bad, err := b.myKeys(ctx, d); {
	case err != nil:
		return false, err
	case len(bad) > 0:
		return false, &badKeyError{bad[0]}
	}
	facts, err := b.Facts(d.Case)
	if err != nil || facts == nil {
		return false, err
	}
	newest := newestText(facts)
	if newest == "" {
		return false, nil
	}
	it, err := b.OpenEntry(ctx, record.Ref{Case: d.Case, Entry: newest})
	if err == nil && it.Fault != "" {
		err = &EntryFault{Ref: record.Ref{Case: d.Case, Entry: newest}, Fault: it.Fault}
	}
	return err == nil, err
}

// newestText returns the entry of a case that was recorded last; "" where none is left.
func newestText(facts *verify.CaseFacts) (newest record.ID) {
	file := ""
	for id, e := range facts.Entries {
		_, _, attached, ok := record.ParseFileName(e.File)
		if ok && !attached && e.Erased == nil && e.File > file {
			newest, file = id, e.File
		}
	}
	return newest
}

// Openers tells who could open the cases, by their dockets and the roster alone.
type Openers struct {
	All      int                    // cases that are not destroyed
	Amiss    []verify.AccessProblem // by the rules of history, as verify finds it too
	Alone    []record.ID            // that one person alone could, where that is not amiss already
	Recovery int                    // recovery members that count, or wait to be confirmed
}

// Openers lists the cases that too few could open.
func (b *Book) Openers(list []*record.Docket) Openers {
	t := b.Team()
	r := Openers{Amiss: verify.TeamAccessProblems(t),
		Recovery: len(t.RecoveryIDs()) + len(t.Unconfirmed())}
	for _, d := range list {
		if d.Status == record.Destroyed || d.Newest() == 0 {
			continue
		}
		r.All++
		amiss := verify.CaseAccessProblems(t, b.Policy(), d)
		r.Amiss = append(r.Amiss, amiss...)
		people := 0
		for id := range d.Keys[d.Newest()-1] {
			if t.MayRead(id) {
				people++
			}
		}
		if people == 1 && !slices.ContainsFunc(amiss, tooFew) {
			r.Alone = append(r.Alone, d.Case)
		}
	}
	return r
}

// tooFew tells that a case has too few readers already.
func tooFew(a verify.AccessProblem) bool {
	return a.Rule == verify.RuleReaders || a.Rule == verify.RuleEpochUnread
}
