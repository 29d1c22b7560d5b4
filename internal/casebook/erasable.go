package casebook

import (
	"errors"
	"fmt"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The reasons why a request to erase can't name an entry.
var (
	ErrErased       = errors.New("was erased")
	ErrAsksErasure  = errors.New("asks for an erasure itself, and stays")
	ErrAttachedFile = errors.New("is an attached file; it goes with the entry that names it")
)

// UnerasableError says which entry can't be erased, and why: one of those above.
type UnerasableError struct {
	Ref record.Ref
	Why error
}

func (e *UnerasableError) Error() string { return fmt.Sprintf("%s %v", e.Ref, e.Why) }

// Unwrap lets errors.Is find the reason.
func (e *UnerasableError) Unwrap() error { return e.Why }

// Erasable returns, sorted, what a request to erase entries of a case erases: the entries, and the
// files of the attachments among them ([cases.Case.WithFiles]). It returns ErrNotFound or an
// UnerasableError where an entry can't be named.
func (b *Book) Erasable(c *cases.Case, refs []record.Ref) ([]record.ID, error) {
	var named []record.ID
	for _, ref := range refs {
		e, err := b.EntryFact(ref)
		if err != nil {
			return nil, err
		}
		why := cantErase(e)
		if _, _, attached, _ := record.ParseFileName(e.File); why == nil && attached {
			why = ErrAttachedFile
		}
		if why != nil {
			return nil, &UnerasableError{ref, why}
		}
		named = append(named, ref.Entry)
	}
	return c.WithFiles(named), nil
}

// cantErase says why history keeps an entry from being erased, or nil.
func cantErase(e verify.EntryFact) error {
	switch {
	case e.Erased != nil:
		return fmt.Errorf("%w on %s", ErrErased, e.Erased.When.Format(time.DateOnly))
	case e.Op == team.OpEraseRequest:
		return ErrAsksErasure
	}
	return nil
}
