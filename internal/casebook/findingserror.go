package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/record"
)

// ErrFindings says that findings keep a text from being recorded.
var ErrFindings = errors.New("there are findings")

// FindingsError is an ErrFindings with all findings, including advice.
type FindingsError struct {
	Findings record.Findings
	Means    string // the consequence, in words; "" for the usual words
}

func (e *FindingsError) Error() string {
	if e.Means != "" {
		return fmt.Sprintf("%v: %s", ErrFindings, e.Means)
	}
	n := 0
	for _, f := range e.Findings {
		if f.Severity == record.Error {
			n++
		}
	}
	return fmt.Sprintf("%v: %d to mend, nothing was recorded", ErrFindings, n)
}

// Unwrap lets errors.Is find ErrFindings.
func (e *FindingsError) Unwrap() error { return ErrFindings }

// UnfinishedError says that an act of several commits stopped between two of them. The same act
// goes on from there when it is run again.
type UnfinishedError struct {
	Act string // what was going on, with the cases concerned
	Err error
}

func (e *UnfinishedError) Error() string { return e.Act + ": " + e.Err.Error() }

// Unwrap returns the error that stopped the act.
func (e *UnfinishedError) Unwrap() error { return e.Err }

// prepareMade checks a text that the program made. It returns a FindingsError if the text may not
// be recorded.
func (b *Book) prepareMade(ctx context.Context, w EntryText) (*Prepared, error) {
	if w.File == "" {
		w.File = w.Kind + ".md"
	}
	w.Made, w.Sealed = true, true
	p, findings, err := b.Prepare(ctx, w)
	if err == nil && findings.Failed() {
		err = &FindingsError{Findings: findings}
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}
