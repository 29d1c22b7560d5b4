package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Joined says what became of two lines of history that have become one.
type Joined struct {
	Received  int            // commits of theirs
	Lost      int            // commits that theirs had and lost, as a senior signed
	Replayed  []Replayed     // of ours, put on top of theirs
	Conflicts []Conflict     // of ours, which could not be
	Waiting   []UnpushedWork // of others who work in this copy; they send it themselves
	Redated   []Redated      // entries of mine that a wrong clock had dated ahead
	// wrapped keys of mine that were replaced by such as open nothing; the old ones are kept
	Faults []verify.Fault
}

// Beyond returns the results that are new since before: without the conflicts that were told.
func (j Joined) Beyond(before *Joined) *Joined {
	j.Conflicts = slices.DeleteFunc(slices.Clone(j.Conflicts), func(c Conflict) bool {
		same := func(o Conflict) bool { return o.Ref == c.Ref }
		return before != nil && slices.ContainsFunc(before.Conflicts, same)
	})
	return &j
}

// Replayed is an operation that stands on a new parent.
type Replayed struct {
	Old, New string // commits; New is "" where theirs had all of it already
	Op       string
	Cases    []record.ID
}

// Conflict is an operation that can't stand on the new parent. Nothing of it is
// lost: the commit is kept on Ref, its texts as drafts.
type Conflict struct {
	Commit, Op string
	Cases      []record.ID
	Why        error
	Ref        string
	Repeat     []Repeat // what does it again
	Awaits     []Awaited
	drafts     []unkept
}

// Awaited is a member whose part of a lost half must be replayed first, before a conflict that
// depends on it. Where the member has left, somebody adopts it.
type Awaited struct {
	Member string
	Left   bool
}

// UnpushedWork is the work that another member recorded in this copy and has not sent yet.
type UnpushedWork struct {
	Member  string
	Commits int
	Ref     string
}

// ours lists the commits of this copy that a line of theirs lacks. base is the last commit that
// both have; where there is none, the error is ledger.ErrFault.
func (b *Book) ours(ctx context.Context, theirs string) (base string, ours []string, err error) {
	base, err = b.repo.MergeBase(ctx, b.Tip(), theirs)
	if err != nil {
		return "", nil, err
	}
	if base == "" {
		return "", nil, ledger.RepoFault(verify.RuleIntroduction, "",
			"the other copy's records do not begin as these do")
	}
	ours, err = b.repo.Since(ctx, base, b.Tip())
	return base, ours, err
}

// Join makes one line of ours and theirs. Their commits are judged first, and refused as a whole
// where one breaks a rule (ledger.FaultError). Then each operation of mine that theirs lacks is
// replayed on top: its effects are computed on the new parent, its right is checked again, it is
// signed again, and its author's date stays. Main, the keys refs and the tip judged last move
// together, or not at all. Where theirs lost a half of the records, only my operations of that half
// are replayed.
func (b *Book) Join(ctx context.Context, theirs string, loss Loss) (*Joined, error) {
	if err := b.MayWrite(); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		joined, err := b.joinOnce(ctx, theirs, loss)
		if !errors.Is(err, store.ErrRaced) || try == maxTries {
			return joined, err
		}
		if err := b.JudgeMain(ctx); err != nil {
			return nil, err
		}
	}
}

func (b *Book) joinOnce(ctx context.Context, theirs string, loss Loss) (*Joined, error) {
	base, ours, err := b.ours(ctx, theirs)
	if err != nil {
		return nil, err
	}
	list, err := b.originals(ctx, ours)
	if err != nil {
		return nil, err
	}
	redo, err := b.mustRedo(list)
	if err != nil {
		return nil, err
	}
	// theirs has nothing new; what is ours stays as it is
	if base == theirs && !redo && !loss.Sign {
		base, theirs, ours, list, loss = b.Tip(), b.Tip(), nil, nil, Loss{}
	}
	idle := theirs == b.Tip() && !loss.Sign
	if waits, err := b.repo.Refs(ctx, ledger.UnpushedPrefix); err != nil ||
		idle && len(waits) == 0 {
		return &Joined{}, err
	}
	next, err := b.stagingBook(ctx, base, theirs)
	if err != nil {
		return nil, err
	}
	b.joining = next.Team()
	defer func() { b.joining = team.Team{} }()
	waiting, done, err := b.waitingIfKnown(ctx)
	if err != nil || idle && len(waiting) == 0 {
		return &Joined{}, err
	}
	j := &Joined{Received: len(next.LearnedStaged())}
	lost, err := b.recordLoss(ctx, next, theirs, loss)
	if err != nil {
		return nil, err
	}
	j.Lost = len(lost)
	mine := withoutOthersLost(list, lost, b.signerID())
	refs, err := b.replayAll(ctx, next, slices.Concat(mine, waiting), j)
	if err == nil {
		err = b.noteAwaited(ctx, next, list, lost, j.Conflicts)
	}
	if err != nil {
		return nil, err
	}
	half, err := b.keepLost(ctx, loss, lost)
	if err != nil {
		return nil, err
	}
	kept, faults, err := b.testReplaced(ctx, next)
	if err != nil {
		return nil, err
	}
	j.Faults = faults
	if err := b.noteUnreported(ctx, j.Conflicts); err != nil {
		return nil, err
	}
	err = b.moveOn(ctx, next, len(ours) == 0, slices.Concat(refs, done, kept, half))
	b.Recorded = b.Recorded || err == nil && loss.Sign
	return j, err
}

// waitingIfKnown does what waitingOfMine does. It returns nothing while I am not known as a member.
func (b *Book) waitingIfKnown(ctx context.Context) ([]original, []store.Move, error) {
	list, done, err := b.waitingOfMine(ctx)
	if errors.Is(err, ErrUnknown) {
		err = nil
	}
	return list, done, err
}

// waitingOfMine lists the operations that I recorded in this copy before somebody else joined it
// with another. It also returns the refs that can go once those are on main.
func (b *Book) waitingOfMine(ctx context.Context) (list []original, done []store.Move, err error) {
	refs, err := b.repo.Refs(ctx, ledger.UnpushedPrefix)
	if err != nil || len(refs) == 0 {
		return nil, nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if !strings.HasPrefix(name, ledger.UnpushedPrefix+me.ID+"/") {
			continue
		}
		found, err := b.originalsBeyond(ctx, refs[name])
		if err != nil {
			return nil, nil, err
		}
		list = append(list, slices.DeleteFunc(found, func(o original) bool {
			return o.signer != me.ID
		})...)
		done = append(done, store.Move{Ref: name, Old: refs[name]})
	}
	return list, done, nil
}

// originalsBeyond returns the commits of another line that main lacks.
func (b *Book) originalsBeyond(ctx context.Context, tip string) ([]original, error) {
	base, err := b.repo.MergeBase(ctx, b.Tip(), tip)
	if err != nil || base == "" {
		return nil, err
	}
	line, err := b.repo.Since(ctx, base, tip)
	if err != nil {
		return nil, err
	}
	return b.originals(ctx, line)
}

// replayAll does ours again on the book next, and gives the refs that keep what
// could not be.
func (b *Book) replayAll(ctx context.Context, next *Book, list []original, j *Joined) (
	[]store.Move, error,
) {
	if len(list) == 0 {
		return nil, nil
	}
	me, err := b.signerInHistory(list)
	if err != nil && !errors.Is(err, ErrUnknown) { // of whom nobody knows who they are, all waits
		return nil, err
	}
	waiting := map[string]int{}
	for _, o := range list {
		if o.signer != me.ID {
			waiting[o.signer]++
			continue
		}
		if err := next.replay(ctx, b, o, j); err != nil {
			return nil, err
		}
	}
	var moves []store.Move
	for _, member := range slices.Sorted(maps.Keys(waiting)) {
		w := UnpushedWork{Member: member, Commits: waiting[member],
			Ref: ledger.UnpushedPrefix + member + "/" + b.Tip()[:12]}
		j.Waiting = append(j.Waiting, w)
		moves = append(moves, store.Move{Ref: w.Ref, New: b.Tip()})
	}
	for _, c := range j.Conflicts {
		moves = append(moves, store.Move{Ref: c.Ref, New: c.Commit})
	}
	return b.notThere(ctx, moves)
}

// notThere leaves out refs that an earlier try made.
func (b *Book) notThere(ctx context.Context, moves []store.Move) ([]store.Move, error) {
	var out []store.Move
	for _, m := range moves {
		old, err := b.repo.Ref(ctx, m.Ref)
		if err != nil {
			return nil, err
		}
		if old == "" {
			out = append(out, m)
		}
	}
	return out, nil
}

// signerInHistory returns the member whose key is at hand, active or not: somebody who left finds
// all of their own operations in conflict, rather than lost.
func (b *Book) signerInHistory(list []original) (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	m, ok := b.memberWith(s.PublicKey())
	if !ok {
		return m, UnknownSigner(b.TeamNow())
	}
	mine := 0
	for _, o := range list {
		if o.signer == m.ID {
			mine++
		}
	}
	if mine > 0 && strings.HasPrefix(s.PublicKey(), "sk-") {
		b.tell("touch your signing key once for each of %d operations", mine)
	}
	return m, nil
}

// tell says something at once, where somebody listens.
func (b *Book) tell(format string, args ...any) {
	if b.person.Tell != nil {
		b.person.Tell(fmt.Sprintf(format, args...))
	}
}

// moveOn makes the line of next the line of this copy. Before main moves, a note names the old line
// and the new one. After a crash, the note explains a verified tip and an index that name the old
// line.
func (b *Book) moveOn(ctx context.Context, next *Book, forward bool, refs []store.Move) error {
	unlock, err := b.repo.Lock(ctx, "join")
	if err != nil {
		return err
	}
	defer unlock()
	if !forward {
		if err := b.NoteReplay(b.Tip(), next.Tip()); err != nil {
			return err
		}
	}
	shards, err := b.ShardsBetween(ctx, next.Tip())
	if err != nil {
		return err
	}
	moves, err := b.MovesTo(ctx, next.Tip(), shards)
	if err != nil {
		return err
	}
	undo, err := b.keepDrafts(next.staged.drafts)
	if err != nil {
		return err
	}
	if err := b.repo.Move(ctx, slices.Concat(refs, moves)); err != nil {
		undo()
		return err
	}
	old := b.Tip()
	if err := b.SwitchTo(ctx, next.Ledger, !forward); err != nil {
		b.Notes = append(b.Notes, "the index is built again at the next command: "+err.Error())
	}
	b.NoteKeys(shards)
	if err := b.repo.Checkout(ctx, old, next.Tip()); err != nil {
		b.Notes = append(b.Notes, "the records are in order, but the work tree was not updated: "+
			err.Error())
	}
	return nil
}
