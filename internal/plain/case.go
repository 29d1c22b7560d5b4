package plain

import (
	"errors"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// Case is what opens the sealed files of one case, and what they are compared with.
type Case struct {
	ID    record.ID
	Keys  []*seal.Identity // newest epoch first
	All   bool             // they are those of every epoch
	Kinds *record.Kinds
	Facts *verify.CaseFacts // what history says of the case
}

// ErrNoKey says that a sealed file is not for any of the keys at hand, though it may be for
// another of the case.
var ErrNoKey = errors.New("sealed with a key of an epoch that you do not have")

// Fault says which of the rules judged with the key a sealed file breaks.
type Fault struct{ Rule, Means string }

func (f *Fault) Error() string { return f.Means }

func fault(rule, format string, args ...any) error {
	return &Fault{rule, fmt.Sprintf(format, args...)}
}

// unopened says what it means that a sealed file did not open. A file that no key fits is
// somebody else's, unless every key of the case was tried.
func (c Case) unopened(err error) error {
	switch {
	case errors.Is(err, seal.ErrNoMatch) && c.All:
		return fault(verify.RuleEntryText, "sealed to a key that is none of the case's")
	case errors.Is(err, seal.ErrNoMatch):
		return ErrNoKey
	case isOne(err, seal.ErrDamaged, seal.ErrHeader, seal.ErrTooLarge):
		return fault(verify.RuleEntryText, "%v", err)
	}
	return err
}

// first tries keys in their order, up to the first that a file is for.
func first(keys []*seal.Identity, try func(*seal.Identity) error) error {
	err := error(seal.ErrNoMatch)
	for _, k := range keys {
		if err = try(k); !errors.Is(err, seal.ErrNoMatch) {
			return err
		}
	}
	return err
}

func isOne(err error, list ...error) bool {
	for _, is := range list {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}
