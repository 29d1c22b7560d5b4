package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Send joins this copy and its remote into one line of history, and returns the keys that went from
// this copy by it. It is passed as a value, since package remote, which has it, imports this one.
// It returns ErrConflict where operations of this copy could not be replayed.
type Send func(context.Context) (*Erasure, error)

// ErrConflict says that operations of this copy conflict with the work of others.
var ErrConflict = errors.New("not everything could be joined with the work of others")

// ErrWithdrawn is an ErrState for a disposal whose request no longer waits.
var ErrWithdrawn = fmt.Errorf("%w: the request does not wait any more", ErrState)

// Halt says how far an act that takes keys away for good had come when it stopped. At each halt
// every key is still there.
type Halt int

// The halts.
const (
	NotBegun Halt = iota // nothing is recorded, for example as the remote could not be reached
	Outrun               // what was recorded is taken back, as others were faster
	Unpushed             // it is recorded here, and the remote does not have it
)

// HaltError says that an act that takes keys away for good stopped before it took any.
type HaltError struct {
	Halt  Halt
	words string
	Err   error
}

func (e *HaltError) Error() string { return e.words + ": " + e.Err.Error() }

// Unwrap returns what stopped it.
func (e *HaltError) Unwrap() error { return e.Err }

// LacksError is an ErrState for a request that lacks endorsements.
type LacksError struct {
	Case   record.ID
	Kind   string   // of the request
	Levels []string // still asked for
}

func (e *LacksError) Error() string {
	return fmt.Sprintf("the %s of %s lacks endorsements: %s", e.Kind, e.Case,
		strings.Join(e.Levels, ", "))
}

// Unwrap lets errors.Is find ErrState.
func (e *LacksError) Unwrap() error { return ErrState }

// forGood is an act that takes keys away for good, with its words for what happened.
type forGood struct {
	nothing, recorded string
	still             func() error // looks again, after what others sent has come in; may be nil
	record            func() error
	outrun            func(err error) bool // what was recorded is not there any more; may be nil
	// it sets right what a reseal left, of which a sync complains
	repairs bool
}

// begins reports whether the act may begin after a sync that returned err.
func (a forGood) begins(err error) bool {
	_, ofReseals := errors.AsType[*ResealError](err)
	return err == nil || a.repairs && ofReseals
}

// carryOut runs the steps of every such act, in order. It brings this copy up to date, records the
// act and sends it. Only then do the keys go, since an act that the remote refuses must destroy
// nothing. A copy without a remote neither syncs nor sends.
func (b *Book) carryOut(ctx context.Context, send Send, a forGood) (*Erasure, error) {
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	if err != nil {
		return nil, err
	}
	if url != "" {
		if _, err := send(ctx); !a.begins(err) {
			return nil, &HaltError{NotBegun, a.nothing, err}
		}
		if a.still != nil {
			if err := a.still(); err != nil {
				return nil, err
			}
		}
	}
	if err := a.record(); err != nil {
		return nil, err
	}
	if url == "" {
		return b.PurgeDue(ctx)
	}
	return sent(ctx, send, a)
}

// sent ends every such act, once it is recorded. It sends the act. The keys go once the remote has
// accepted it.
func sent(ctx context.Context, send Send, a forGood) (*Erasure, error) {
	gone, err := send(ctx)
	switch {
	case err == nil:
		return gone, nil
	case a.outrun != nil && a.outrun(err):
		words := a.nothing + ", as others recorded first and the case may have changed"
		return nil, &HaltError{Outrun, words, err}
	}
	words := a.recorded + " is recorded here, not sent, and no key is destroyed yet"
	return nil, &HaltError{Unpushed, words, err}
}

// CarryOutErasure carries out a pending erasure that is endorsed (ErasureLacks). The earlier keys
// of the case go once the remote has the erasure (HaltError).
func (b *Book) CarryOutErasure(ctx context.Context, request record.Ref, send Send) (
	*Erasure, error,
) {
	return b.carryOut(ctx, send, forGood{
		nothing: "nothing was erased", recorded: "the erasure",
		record: func() error {
			_, err := b.reseal(ctx, request)
			return err
		},
	})
}

// CarryOutDisposal destroys a case whose disposal is endorsed (DisposalLacks). Its keys go once the
// remote has the disposal (HaltError). Work that others sent meanwhile may keep the case:
// ErrWithdrawn, HeldError, LacksError.
func (b *Book) CarryOutDisposal(ctx context.Context, id record.ID, send Send) (*Erasure, error) {
	gone, err := b.carryOut(ctx, send, b.disposal(ctx, id))
	return b.orPurge(ctx, id, gone, err)
}

// disposal returns the destruction of a case as an act that takes keys away for good.
func (b *Book) disposal(ctx context.Context, id record.ID) forGood {
	return forGood{
		nothing: "nothing was destroyed", recorded: "the disposal",
		still: func() error { return b.stillDisposable(ctx, id) },
		record: func() error {
			_, err := b.dispose(ctx, id)
			return err
		},
		outrun: func(err error) bool {
			d, docketErr := b.Docket(ctx, id)
			return errors.Is(err, ErrConflict) && docketErr == nil && d.Status != record.Destroyed
		},
	}
}

// orPurge purges a case that a sync did not name, as another command was faster.
func (b *Book) orPurge(ctx context.Context, id record.ID, gone *Erasure, err error) (
	*Erasure, error,
) {
	if err == nil && (gone == nil || !slices.Contains(gone.Cases, id)) {
		return b.finishDestruction(ctx, id)
	}
	return gone, err
}

// stillDisposable checks a case again before its disposal is recorded, once the work of others has
// come in.
func (b *Book) stillDisposable(ctx context.Context, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != record.Disposing {
		return worded(ErrWithdrawn, "%s is %s by now: the request does not wait any more", id,
			d.Status)
	}
	if err := b.Disposable(ctx, d, nil); err != nil {
		return err
	}
	lacks, err := b.DisposalLacks(d)
	if err == nil && len(lacks) > 0 {
		err = &LacksError{id, verify.PendingKind(d.Status), lacks}
	}
	return err
}

// ErrNoKeysLeft is an ErrState for a case that has no earlier key left in this copy.
var ErrNoKeysLeft = fmt.Errorf("%w: no earlier key of the case is left here", ErrState)

// ErrNotAccepted is an ErrState for a case whose keys must go, while the remote does not know it
// yet.
var ErrNotAccepted = fmt.Errorf("%w: the remote has not accepted it yet", ErrState)

// EraseRest continues an act that takes keys away for good and was interrupted, or whose keys
// something had kept. It first sends an act that the remote lacks (HaltError). It returns
// ErrNoKeysLeft where no key is left.
func (b *Book) EraseRest(ctx context.Context, id record.ID, send Send) (*Erasure, error) {
	dead, err := b.DeadKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	left, err := b.LeftOf(ctx, id, dead)
	if err == nil && len(left) == 0 {
		err = ErrNoKeysLeft
	}
	if err != nil {
		return nil, err
	}
	erased, err := b.finishDestruction(ctx, id)
	if !errors.Is(err, ErrNotAccepted) {
		return erased, err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	act := forGood{nothing: "nothing was erased", recorded: "the erasure"}
	if d.Status == record.Destroyed {
		act = b.disposal(ctx, id)
	}
	erased, err = sent(ctx, send, act)
	return b.orPurge(ctx, id, erased, err)
}
