package remote

import (
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
)

// Rejoin is for a remote that was restored from an older backup. Lost names commits that
// others judged and this copy never had.
type Rejoin struct{ Lost []string }

// ErrNothingLost says that a remote has all that it ever had.
var ErrNothingLost = errors.New("the remote has lost nothing that this copy had")

// SyncLost brings a copy and a remote that lost commits to one line. Where nobody went on
// from the older tip, the remote is sent what it lost. Where somebody did, their line stands,
// a rejoin signs what is lost, and each member does their own part of that again.
func SyncLost(ctx context.Context, b *casebook.Book, r Rejoin) (*Outcome, error) {
	return (&session{book: b, repo: b.Repo(), rejoin: &r}).run(ctx)
}

// loss is what the remote lost since it was last asked (ledger.ErrFault where it does not
// say so itself, and nobody is here to sign it).
func (s *session) loss(ctx context.Context, last, theirs string) (casebook.Loss, error) {
	lost, err := s.book.GoesOn(ctx, last, theirs)
	if lost {
		return casebook.Loss{Tip: last}, err
	}
	if s.rejoin == nil {
		return casebook.Loss{}, err
	}
	more := s.rejoin.Lost
	s.rejoin = nil // once: a further try finds it signed
	switch {
	case err == nil && len(more) > 0:
		return casebook.Loss{Sign: true, More: more}, nil
	case err == nil:
		return casebook.Loss{}, ErrNothingLost
	case !errors.Is(err, ledger.ErrFault) || theirs == "":
		return casebook.Loss{}, err
	}
	if behind, err := s.repo.Since(ctx, theirs, last); err == nil {
		s.out.Back = len(behind) // nobody went on from there: it is sent what it lost
		return casebook.Loss{}, nil
	}
	return casebook.Loss{Tip: last, Sign: true, More: more}, nil
}
