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

// ErrNoRemote says that a copy knows of no other.
var ErrNoRemote = errors.New("this copy has no remote to sync with")

// Outcome is what a sync did.
type Outcome struct {
	Remote string    // its URL
	Server time.Time // its clock, where it refused a time as ahead; else zero
	casebook.Joined
	Back   int               // commits that the remote had lost, and has again
	Sent   int               // commits that the remote did not have
	Erased *casebook.Erasure // what was purged here, once the remote had all of main

	GivenBack []casebook.GivenBack // what the remote gave although it was destroyed, and is dropped
}

// conflictOf says why a commit of this copy could not be joined with what others did; nil
// where it could.
func (o *Outcome) conflictOf(commit string) error {
	for _, c := range o.Conflicts {
		if c.Commit == commit {
			return c.Why
		}
	}
	return nil
}

// maxTries bounds how often a push is tried again because somebody was faster.
// Eight copies that do nothing else than sync would lose 40 in a row once in 200
// times, 100 never.
const maxTries = 100

// session is one sync.
type session struct {
	book      *casebook.Book
	rejoin    *Rejoin // what the remote lost is signed; nil where it must have lost nothing
	repo      *store.Repo
	theirs    string // where the remote was when this sync last knew
	passed    bool   // the server refused a time as ahead, and what is ours is done again
	brought   []broughtShard
	said      []string           // by the server, of the last push for which somebody was faster
	stands    *ledger.ServerTips // as the server said with the turn; nil where it did not
	blocking  blockingLock       // the lock that kept the last pushes out
	sendsOnly bool               // whoever asked purges this copy afterwards
	noTurns   bool               // the server has no turns, or had none for long
	wasBack   bool               // the server has put refs back that an earlier push had moved
	out       Outcome
}

// Sync brings a copy and its remote to the same line of history. Where the
// remote breaks a rule, or no longer has what it once had, nothing here changes
// (ledger.ErrFault). Operations in conflict are kept aside and named in the
// Outcome; the others are sent. Conflicts of a sync that ends in an error, or is
// killed, are named by the next.
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
	// two at once would move each other's notes of where the remote is
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

// outrun is how a sync ends that was never fast enough.
func (s *session) outrun() error {
	return fmt.Errorf("%w: others recorded first %d times", store.ErrBehind, maxTries)
}

// tell adds the conflicts of syncs that came to no end. The caller names them all.
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

// take adds what a further try did; an operation that was done again twice is
// known by the commit that it had first.
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

// settle is for when both are the same: stock git learns of it, and the outbox
// has nothing left to keep.
func (s *session) settle(ctx context.Context) error {
	if err := s.note(ctx, ledger.LastRef, s.book.Tip()); err != nil {
		return err
	}
	if err := s.note(ctx, ledger.TrackingRef, s.book.Tip()); err != nil {
		return err
	}
	return s.book.EmptyOutbox(ctx)
}

// note moves a ref of ours to where something is now.
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
