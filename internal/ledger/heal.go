package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/aside"
	"casefile/internal/store"
)

// healPatience is the longest wait, while records are opened, for a lock that keeps the refs from
// being corrected. Reading does not depend on them, and a process that moves main corrects them
// first.
const healPatience = 500 * time.Millisecond

// finishMoves completes an interrupted move of main and its keys refs. Where that is impossible
// now, it returns a note: readers see the refs as they will be, and nobody can move main before. A
// server has nobody to tell.
func finishMoves(ctx context.Context, repo *store.Repo) (note []string, err error) {
	err = repo.FinishMoves(ctx, healPatience)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if locked, ok := errors.AsType[*store.LockedError](err); ok {
		note = []string{
			fmt.Sprintf("a move of the refs that was cut off is not ended yet (%s: %s); what you "+
				"read is as it was judged", locked.Path, locked.Why)}
	}
	if errors.Is(err, store.ErrIntent) {
		note = []string{err.Error() + "; what you read is as main says. " + MendIntent}
	}
	return note, nil
}

// IntentPath names, in faults, the file that lists the refs to be moved together.
const IntentPath = "casefile/intent"

// MendIntent says how to repair a damaged intent file.
const MendIntent = "casefile doctor --fix puts it aside, and the refs beside main right"

// DropLooseKeys removes the keys refs without a case on main. An interrupted operation that opened
// the first case of a shard leaves such a ref.
func (l *Ledger) DropLooseKeys(ctx context.Context) error {
	shards, err := l.List(ctx, "cases")
	if err != nil {
		return err
	}
	refs, err := l.repo.Refs(ctx, KeysPrefix)
	if err != nil {
		return err
	}
	for _, s := range shards {
		delete(refs, KeysPrefix+s.Name)
	}
	moves := []store.Move{{Ref: MainRef, Old: l.tip, New: l.tip}}
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		moves = append(moves, store.Move{Ref: ref, Old: refs[ref]})
	}
	if len(moves) == 1 {
		return nil
	}
	return l.repo.Move(ctx, moves)
}

// Heal corrects the keys refs that differ from what main says, after a crash between two refs or a
// move by another program. It computes the shards that were just judged, and those whose ref is not
// where it was last found right.
func (l *Ledger) Heal(ctx context.Context) error { return l.heal(ctx, l.askKeysRefs(ctx)) }

// heal does the work of Heal for a caller that has already asked for the refs.
func (l *Ledger) heal(ctx context.Context, ask func() (map[string]string, error)) error {
	if !l.pinned || l.stuck {
		return nil
	}
	refs, err := ask()
	if err != nil {
		return err
	}
	suspects, err := l.suspects(ctx, refs)
	l.touched, l.late = nil, nil
	if err != nil || len(suspects) == 0 {
		return err
	}
	batch := l.repo.NewBatch()
	// From the map: where refs are packed, each single read is a process.
	now := func(_ context.Context, name string) (string, error) { return refs[name], nil }
	moves, late, err := shardMoves(ctx, batch, l.tip, suspects, now)
	if err != nil {
		return err
	}
	l.late = late
	if len(moves) > 0 {
		// The first move keeps main where it is: it makes git refuse the others once main has
		// moved.
		still := store.Move{Ref: MainRef, Old: l.tip, New: l.tip}
		err := batch.Write(ctx)
		if err == nil {
			err = l.repo.MoveWithin(ctx, append([]store.Move{still}, moves...), healPatience)
		}
		switch {
		case errors.Is(err, store.ErrRaced):
			return nil // the faster process corrected them, or the next will
		case err != nil && ctx.Err() == nil: // a reader need not be able to write
			l.Notes = append(l.Notes, "the refs of wrapped keys could not be put right: "+
				err.Error())
			return nil
		case err != nil:
			return err
		}
	}
	for _, m := range moves {
		refs[m.Ref] = m.New
	}
	isLate := func(shard string) bool { return slices.Contains(late, shard) }
	l.noteRight(slices.DeleteFunc(suspects, isLate), refs)
	return nil
}

// askKeysRefs asks git for the keys refs, concurrently with the judging. If another process then
// moves them, a right shard looks wrong, and git refuses the move that would correct it.
func (l *Ledger) askKeysRefs(ctx context.Context) func() (map[string]string, error) {
	if !l.pinned {
		return nil
	}
	var refs map[string]string
	var err error
	wait := aside.Go(func() { refs, err = l.repo.Refs(ctx, KeysPrefix) })
	return func() (map[string]string, error) {
		wait()
		return refs, err
	}
}

// noteUnsure notes shards that later processes check again, unless this process corrects them
// first. These are the shards of commits judged just now, noted before the index says so, and
// shards whose keys have not all come.
func (l *Ledger) noteUnsure(shards []string) {
	var moves []store.Move
	for _, shard := range shards {
		moves = append(moves, store.Move{Ref: KeysPrefix + shard, New: "?"})
	}
	l.index.noteKeys(moves)
}

// suspects returns the shards that must be computed again.
func (l *Ledger) suspects(ctx context.Context, refs map[string]string) ([]string, error) {
	known := l.index.keys()
	shards, err := l.List(ctx, "cases")
	if err != nil {
		return nil, err
	}
	suspect := maps.Clone(l.touched)
	if suspect == nil {
		suspect = map[string]bool{}
	}
	for _, s := range shards {
		if id := refs[KeysPrefix+s.Name]; id == "" || known[s.Name] != id {
			suspect[s.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(suspect)), nil
}

// noteRight notes where the corrected keys refs are.
func (l *Ledger) noteRight(shards []string, refs map[string]string) {
	var right []store.Move
	for _, s := range shards {
		right = append(right, store.Move{Ref: KeysPrefix + s, New: refs[KeysPrefix+s]})
	}
	l.index.noteKeys(right)
}

// keysFile of the index notes where each shard's keys ref was last found right.
const keysFile = "keys"

// keys returns the noted commits by shard; none where the file can't be read.
func (x *index) keys() map[string]string {
	known := map[string]string{}
	lines, _ := x.files.notes(keysFile)
	for _, line := range lines {
		if shard, id, ok := strings.Cut(line, " "); ok {
			known[shard] = id
		}
	}
	return known
}

// noteKeys appends to the file. A lost or wrong note only costs computing the shard again.
func (x *index) noteKeys(moves []store.Move) {
	var lines []string
	for _, m := range moves {
		lines = append(lines, strings.TrimPrefix(m.Ref, KeysPrefix)+" "+m.New)
	}
	x.files.note(keysFile, lines)
}
