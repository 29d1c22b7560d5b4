package access

import (
	"errors"
	"fmt"

	"casefile/internal/record"
)

// Refusal says why a request can't be answered yet.
type Refusal struct {
	Cause error      // one of those below, or an ErrDecision
	Entry record.Ref // what is to be amended, answered or endorsed; the case alone where it is none
	says  string
}

func (r *Refusal) Error() string { return r.says }

// Unwrap lets errors.Is find the cause.
func (r *Refusal) Unwrap() error { return r.Cause }

// Stands reports whether something stands against an answer that others must settle: a
// manager's decision that is wanting, or a record that has changed.
func (r *Refusal) Stands() bool {
	return r.Cause == ErrAnswer || r.Cause == ErrAnswerWaits || r.Cause == ErrChanged
}

func refuse(cause error, at record.Ref, format string, args ...any) error {
	return &Refusal{Cause: cause, Entry: at, says: fmt.Sprintf(format, args...)}
}

// Why a request can't be answered yet, as errors.Is finds it in a Refusal.
var (
	ErrNoRequest  = errors.New("no request like that is open")
	ErrSeveral    = errors.New("several requests are open")
	ErrIdentity   = errors.New("proof of identity is awaited")
	ErrUnknown    = errors.New("the request lacks a fact that the answer needs")
	ErrUnanswered = errors.New("a clarification has no answer yet")
	ErrWaiting    = errors.New("a decision waits for a manager")
	ErrUncovered  = errors.New("no decision that a manager endorsed names an exemption")
	ErrNotInCopy  = errors.New("the request is not in the copy")

	ErrAnswer      = errors.New("a manager decides first whether the request is answered")
	ErrAnswerWaits = errors.New("the decision to answer the request waits for a manager")
	ErrChanged     = errors.New("the record has changed since the copy was made")
)
