package access

import (
	"errors"
	"fmt"

	"casefile/internal/record"
)

// Refusal is why a request can't be answered yet.
type Refusal struct {
	Cause error      // one of those below, or an ErrDecision
	Entry record.Ref // what is to be amended, answered or endorsed; the case alone where it is none
	says  string
}

func (r *Refusal) Error() string { return r.says }

// Unwrap lets errors.Is find the cause.
func (r *Refusal) Unwrap() error { return r.Cause }

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
)
