package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// ErrNoRemote says that a copy has no remote.
var ErrNoRemote = errors.New("this copy has no remote to sync with")

// Outcome is the result of a sync.
type Outcome struct {
	Remote string    // its URL
	Server time.Time // its clock, where it refused a time as ahead; else zero
	casebook.Joined
	Back   int               // commits that the remote had lost, and has again
	Sent   int               // commits that the remote did not have
	Erased *casebook.Erasure // what was purged here, once the remote had all of main

	GivenBack []casebook.GivenBack // destroyed keys that the remote sent again; they are dropped
}

// conflictOf returns why a commit of this copy could not be joined with what others did; nil where
// it could.
func (o *Outcome) conflictOf(commit string) error {
	for _, c := range o.Conflicts {
		if c.Commit == commit {
			return c.Why
		}
	}
	return nil
}

// maxTries bounds how often a push is tried again because somebody was faster. Eight copies that
// only sync would lose 40 times in a row once in 200 syncs, and 100 times never.
const maxTries = 100

// session is one sync.
type session struct {
	book      *casebook.Book
	rejoin    *Rejoin // signs what the remote lost; nil where it must have lost nothing
	repo      *store.Repo
	theirs    string // the remote's main, as last read in this sync
	passed    bool   // the server refused a time as ahead; own work is done again
	brought   []broughtShard
	said      []string           // by the server about the last lost race
	stands    *ledger.ServerTips // the server's tips, told with the turn; nil for none
	blocking  blockingLock       // the lock that blocked the last pushes
	sendsOnly bool               // the caller purges this copy afterwards
	noTurns   bool               // the server has no turns, or gave none for long
	wasBack   bool               // the server moved refs of an earlier push back
	out       Outcome
}

// Sync brings a copy and its remote to the same line of history. If the remote breaks a rule, or no
// longer has what it had, nothing here changes (ledger.ErrFault). Operations in conflict are kept
// apart and named in the Outcome; the others are sent. Conflicts of a failed or killed sync are
// named by the next.
func Sync(ctx context.Context, b *casebook.Book) (*Outcome, error) {
	return (&session{book: b, repo: b.Repo()}).run(ctx)
}

func (s *session) run(ctx context.Context) (*Outcome, error) {
	var err error
	if s.out.Remote, err = s.repo.RemoteAddress(ctx, ledger.RemoteName); err != nil {
		return nil, err
	}
	if s.out.Remote == "" {
		return nil, ErrNoRemote
	}
	// Two syncs at once would move each other's notes of where the remote is.
	unlock, err := s.repo.Lock(ctx, "sync")
	if err != nil {
		return nil, err
	}
	defer unlock()
	var sent bool
	if s.rejoin == nil {
		sent, err = s.pushWithoutFetch(ctx)
	}
	for try := 1; err == nil && !sent; try++ {
		if try > maxTries {
			return &s.out, s.outrun()
		}
		if err = s.receive(ctx); err != nil {
			break
		}
		if sent, err = s.send(ctx); err == nil && !sent {
			err = s.afterLostRace(ctx)
		}
	}
	if err != nil {
		return &s.out, s.refused(ctx, err)
	}
	if err := s.settle(ctx); err != nil {
		return &s.out, err
	}
	if !s.sendsOnly {
		if s.out.Erased, err = s.book.PurgeDue(ctx); err != nil {
			return &s.out, err
		}
	}
	if err := s.dropGivenBack(ctx); err != nil {
		return &s.out, err
	}
	return &s.out, s.tell(ctx)
}

// outrun returns the error of a sync that was never fast enough.
func (s *session) outrun() error {
	return fmt.Errorf("%w: others recorded first %d times", store.ErrBehind, maxTries)
}

// tell adds the conflicts of earlier syncs that did not complete. The caller names them all.
func (s *session) tell(ctx context.Context) error {
	unreported, err := s.book.UnreportedConflicts(ctx)
	if err != nil {
		return err
	}
	for _, c := range unreported {
		named := func(n casebook.Conflict) bool { return n.Commit == c.Commit }
		if !slices.ContainsFunc(s.out.Conflicts, named) {
			s.out.Conflicts = append(s.out.Conflicts, c)
		}
	}
	return s.book.ForgetUnreported()
}

// receive fetches, judges and joins.
func (s *session) receive(ctx context.Context) error {
	theirs, err := s.fetch(ctx)
	if err != nil {
		return err
	}
	last, err := s.repo.Ref(ctx, ledger.LastRef)
	if err != nil {
		return err
	}
	s.theirs = theirs
	if theirs == "" && last == "" {
		return nil // an empty remote
	}
	loss, err := s.loss(ctx, last, theirs)
	if err != nil {
		return err
	}
	joined, err := s.book.Join(ctx, theirs, loss)
	if err != nil {
		return err
	}
	s.take(joined)
	if err := s.note(ctx, ledger.LastRef, theirs); err != nil {
		return err
	}
	return s.book.Heal(ctx)
}

// take adds the result of a further try. For an operation that was done again twice, it keeps the
// first old commit.
func (s *session) take(j *casebook.Joined) {
	s.out.Received += j.Received
	s.out.Lost += j.Lost
	s.out.Conflicts = append(s.out.Conflicts, j.Conflicts...)
	s.out.Redated = append(s.out.Redated, j.Redated...)
	s.out.Waiting = append(s.out.Waiting, j.Waiting...)
	s.out.Faults = append(s.out.Faults, j.Faults...)
	for _, r := range j.Replayed {
		i := slices.IndexFunc(s.out.Replayed, func(a casebook.Replayed) bool {
			return a.New == r.Old
		})
		if i >= 0 {
			s.out.Replayed[i].New = r.New
		} else {
			s.out.Replayed = append(s.out.Replayed, r)
		}
	}
}

// settle ends a sync once both sides are the same: it moves stock git's tracking ref, and empties
// the outbox.
func (s *session) settle(ctx context.Context) error {
	if err := s.note(ctx, ledger.LastRef, s.book.Tip()); err != nil {
		return err
	}
	if err := s.note(ctx, ledger.TrackingRef, s.book.Tip()); err != nil {
		return err
	}
	return s.book.EmptyOutbox(ctx)
}

// note moves one of this copy's own refs.
func (s *session) note(ctx context.Context, ref, to string) error {
	old, err := s.repo.Ref(ctx, ref)
	if err != nil || old == to {
		return err
	}
	if err = s.repo.Move(ctx, []store.Move{{Ref: ref, Old: old, New: to}}); store.Moved(err) {
		return nil
	}
	return err
}
