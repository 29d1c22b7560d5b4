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

// ErrIndex says that the index lacks what history has, and could not be made again.
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

// RepoFault returns an error with one fault of a whole repository.
func RepoFault(rule, path, format string, args ...any) error {
	return &FaultError{
		[]verify.Fault{{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)}}}
}

// ErrLacks says that main lacks the commit named by a TIP: main may come from an older backup.
var ErrLacks = errors.New("main lacks a commit that was in it before")

// lacksError is a fault that is also ErrLacks.
type lacksError struct{ fault error }

func (e *lacksError) Error() string { return e.fault.Error() }

// Unwrap lets errors.Is find the fault and ErrLacks.
func (e *lacksError) Unwrap() []error { return []error{e.fault, ErrLacks} }

// errRewound says that main lacks a commit that was judged here.
var errRewound = errors.New("the records were set back")

func rewound(commit string) error {
	return &rewoundError{
		RepoFault(verify.RuleRewound, "", "main no longer has the commit %s, judged here before",
			commit)}
}

// rewoundError is a fault for callers, and errRewound inside this room.
type rewoundError struct{ error }

// Unwrap lets errors.Is find ErrFault and errRewound.
func (e *rewoundError) Unwrap() []error { return []error{e.error, errRewound} }
