package ledger

import (
	"errors"
	"fmt"

	"casefile/internal/verify"
)

// Domain errors, each with an exit code of its own in package cli.
var (
	ErrNoRecords = errors.New("not a records repository")
	ErrFault     = errors.New("the history breaks a rule")
	ErrUntrusted = errors.New("this copy has no pinned introduction")
	ErrNotFound  = errors.New("not found")
)

// ErrIndex says that the index lacks what history has, and could not be made anew.
var ErrIndex = errors.New("the index lacks an entry that history has; remove the folder " +
	"casefile/index in the git directory")

// FaultError carries all faults that the judge found.
type FaultError struct {
	Faults []verify.Fault
}

func (e *FaultError) Error() string {
	more := ""
	if n := len(e.Faults) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%v: %v%s", ErrFault, e.Faults[0], more)
}

// Unwrap lets errors.Is find ErrFault.
func (e *FaultError) Unwrap() error { return ErrFault }

// RepoFault is a fault of a repository as a whole, as an error.
func RepoFault(rule, path, format string, args ...any) error {
	return &FaultError{
		[]verify.Fault{{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)}}}
}

// ErrLacks says that main lacks the commit that a TIP names: it may have come back older.
var ErrLacks = errors.New("main lacks a commit that was in it before")

// lacksError is a fault of the history that is ErrLacks.
type lacksError struct{ fault error }

func (e *lacksError) Error() string { return e.fault.Error() }

// Unwrap gives the fault, and which one it is.
func (e *lacksError) Unwrap() []error { return []error{e.fault, ErrLacks} }

// errRewound says that main lacks what was judged here before.
var errRewound = errors.New("the records were set back")

func rewound(commit string) error {
	return &rewoundError{
		RepoFault(verify.RuleRewound, "", "main no longer has the commit %s, judged here before",
			commit)}
}

// rewoundError is the fault as others see it, and errRewound to this room.
type rewoundError struct{ error }

// Unwrap lets errors.Is find ErrFault and errRewound.
func (e *rewoundError) Unwrap() []error { return []error{e.error, errRewound} }
