package remote

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
)

// Rejoin holds the options for a remote that was restored from an older backup. Lost names commits
// that others judged and this copy never had.
type Rejoin struct{ Lost []string }

// ErrNothingLost says that a remote has all that it ever had.
var ErrNothingLost = errors.New("the remote lacks nothing that this copy had")

// SyncLost brings a copy and a remote that lost commits to one line. If nobody went on from the
// older tip, the remote is sent what it lost. If somebody did, their line stands: a rejoin signs
// what is lost, and each member does their own part of that again.
func SyncLost(ctx context.Context, b *casebook.Book, r Rejoin) (*Outcome, error) {
	return (&session{book: b, repo: b.Repo(), rejoin: &r}).run(ctx)
}

// RemoteState says how a remote differs that no longer has what it had.
type RemoteState int

// The states of a remote.
const (
	RemoteEmpty     RemoteState = iota // it has no main
	RemoteBehind                       // nobody has gone on from its older main
	RemoteDiverged                     // somebody has gone on from there
	RemoteUnrelated                    // it has other records
)

// SetBackError says that a remote no longer has what it had when it was last asked.
type SetBackError struct {
	Lost   string // the last known commit of its main
	URL    string
	State  RemoteState
	behind int // how many commits it lacks, if RemoteBehind
	fault  error
}

func (e *SetBackError) Error() string { return e.fault.Error() }

// Unwrap returns the broken rule's fault.
func (e *SetBackError) Unwrap() error { return e.fault }

// SetBack says how a remote whose main is at theirs lacks what it had when this copy last asked. It
// returns nil where the remote lacks nothing, where it says itself what it lost, and where theirs
// is not here to be compared.
func SetBack(ctx context.Context, b *casebook.Book, url, theirs string) *SetBackError {
	last, err := b.Repo().Ref(ctx, ledger.LastRef)
	if err != nil {
		return nil
	}
	if theirs != "" {
		if _, err := b.Repo().Commit(ctx, theirs); err != nil {
			return nil
		}
	}
	if _, err = b.GoesOn(ctx, last, theirs); !errors.Is(err, ledger.ErrFault) {
		return nil
	}
	return setBackOf(ctx, b, SetBackError{Lost: last, URL: url, fault: err}, theirs)
}

// setBackOf adds the state of a remote that was set back.
func setBackOf(ctx context.Context, b *casebook.Book, e SetBackError, theirs string) *SetBackError {
	if theirs == "" {
		return &e
	}
	e.State = RemoteDiverged
	if behind, err := b.Repo().Since(ctx, theirs, e.Lost); err == nil {
		e.State, e.behind = RemoteBehind, len(behind)
	} else if base, err := b.Repo().MergeBase(ctx, e.Lost, theirs); err == nil && base == "" {
		e.State = RemoteUnrelated
	}
	return &e
}

// loss returns the commits that the remote has lost since it was last asked. It returns a
// SetBackError where the remote does not say so itself, and this sync may not sign it.
func (s *session) loss(ctx context.Context, last, theirs string) (casebook.Loss, error) {
	lost, err := s.book.GoesOn(ctx, last, theirs)
	fault := errors.Is(err, ledger.ErrFault)
	if err != nil && !fault {
		return casebook.Loss{}, err
	}
	given := s.rejoin
	s.rejoin = nil // only once: at the next try it is signed
	more, err2 := s.unacknowledged(ctx, given, theirs)
	if err2 != nil {
		return casebook.Loss{}, err2
	}
	sign := casebook.Loss{Sign: len(more) > 0, More: more}
	switch {
	case fault && ToBackup(ctx, s.repo):
		return casebook.Loss{}, ErrToBackup
	case fault:
		e := SetBackError{Lost: last, URL: s.out.Remote, fault: err}
		return s.setBack(setBackOf(ctx, s.book, e, theirs), given, sign)
	case lost:
		sign.Tip = last
	case given != nil && len(given.Lost) == 0:
		return casebook.Loss{}, ErrNothingLost
	}
	return sign, nil
}

// setBack decides about a remote that lost what this copy had. If nobody went on from there, the
// remote is sent what it lost.
func (s *session) setBack(e *SetBackError, given *Rejoin, sign casebook.Loss) (
	casebook.Loss, error,
) {
	switch {
	case given == nil || e.State == RemoteEmpty || e.State == RemoteUnrelated:
		return casebook.Loss{}, e
	case e.State == RemoteBehind:
		s.out.Back = e.behind
		return casebook.Loss{}, nil
	}
	sign.Tip, sign.Sign = e.Lost, true
	return sign, nil
}

// unacknowledged returns the given lost commits for which the remote does not say yet that it lost
// them. A commit that the remote has was never lost.
func (s *session) unacknowledged(ctx context.Context, given *Rejoin, theirs string) (
	out []string, err error,
) {
	if given == nil {
		return nil, nil
	}
	for _, id := range given.Lost {
		said, err := s.book.GoesOn(ctx, id, theirs)
		switch {
		case errors.Is(err, ledger.ErrFault):
			out = append(out, id)
		case err != nil:
			return nil, err
		case !said:
			return nil, fmt.Errorf("%w: it has the commit %s", ErrNothingLost, id)
		}
	}
	return out, nil
}
