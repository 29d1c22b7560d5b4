package plain

import (
	"errors"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// Case holds the keys and the facts with which the sealed files of one case are opened and
// compared.
type Case struct {
	ID    record.ID
	Keys  []*seal.Identity // newest epoch first
	All   bool             // Keys has the key of every epoch
	Kinds *record.Kinds
	Facts *verify.CaseFacts // the facts that history has of the case
}

// ErrNoKey says that no key here opens a sealed file, though another key of the case may.
var ErrNoKey = errors.New("sealed with a key of an epoch that you do not have")

// Fault names the rule that a sealed file breaks, of the rules that are judged with the key.
type Fault struct{ Rule, Means string }

func (f *Fault) Error() string { return f.Means }

func fault(rule, format string, args ...any) error {
	return &Fault{rule, fmt.Sprintf(format, args...)}
}

// unopened returns the meaning of a failed decryption. A file that no key fits is somebody else's
// if every key of the case was tried.
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

// first tries the keys in their order, up to the first that opens the file.
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
