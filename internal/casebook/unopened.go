package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// UnopenedError is ErrState for an erasure in a case with entries that no key opens. Such an entry
// can't be sealed to the new key, and goes with the erased ones, so the request must name it.
// Otherwise one unreadable entry would stop every erasure of the case for ever.
type UnopenedError struct {
	Case    record.ID
	Entries []record.ID
}

func (e *UnopenedError) Error() string {
	var names []string
	for _, id := range e.Entries {
		names = append(names, id.String())
	}
	return fmt.Sprintf("no key of %s opens %s: what can't be opened can't be kept either, and "+
		"an erasure names it", e.Case, record.Enumerated(names))
}

// Unwrap lets errors.Is find ErrState.
func (e *UnopenedError) Unwrap() error { return ErrState }

// Unopened returns an UnopenedError if an erasure of some entries would leave others that no key of
// the case opens. A member who lacks the key of an epoch can't tell, and gets the error when the
// erasure is carried out.
func (b *Book) Unopened(ctx context.Context, d *record.Docket, going []record.ID) error {
	texts, err := b.sealedFiles(ctx, d.Case, false)
	files, filesErr := b.sealedFiles(ctx, d.Case, true)
	keys, keysErr := b.caseKeys(ctx, d)
	if err := errors.Join(err, filesErr, keysErr); err != nil || len(keys) < EpochsKept(d) {
		return err
	}
	found := &UnopenedError{Case: d.Case}
	for _, f := range slices.Concat(texts, files) {
		if slices.Contains(going, f.id) {
			continue
		}
		sealed, _, err := b.sealed(ctx, f.blob)
		if err != nil {
			return err
		}
		switch _, err := plain.Sum(keys, sealed); {
		case cantOpen(err):
			if err := b.undamaged(ctx, f.blob); err != nil {
				return err
			}
			found.Entries = append(found.Entries, f.id)
		case err != nil: // a failure of this machine
			return err
		}
	}
	return found.orNil()
}

// cantOpen reports whether no key at all opens a file.
func cantOpen(err error) bool {
	return errors.Is(err, seal.ErrNoMatch) || errors.Is(err, seal.ErrDamaged)
}

func (e *UnopenedError) orNil() error {
	if len(e.Entries) == 0 {
		return nil
	}
	slices.Sort(e.Entries)
	return e
}
