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

// healPatience is how long whoever opens records waits for a lock in the way of putting refs
// right. What is read does not depend on them, and whoever moves main does it first.
const healPatience = 500 * time.Millisecond

// takeUp ends a move of main with its keys refs that was cut off. What can't be done now is
// left, with a note: whoever only reads sees the refs as they will be, and nobody moves main
// before it. A server has nobody to tell.
func takeUp(ctx context.Context, repo *store.Repo) (note []string, err error) {
	err = repo.TakeUp(ctx, healPatience)
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

// IntentPath is the file of what is to move together, as faults name it.
const IntentPath = "casefile/intent"

// MendIntent is what helps with a damaged file of what is to move together.
const MendIntent = "casefile doctor --fix puts it aside, and the refs beside main right"

// DropLooseKeys removes the keys refs that no case of main belongs to, as they are left by an
// act which opened the first case of a shard and was cut off.
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

// Heal rewrites the keys refs that differ from what main says: a crash
// between two refs left them behind, or another program moved them. Shards
// that commits judged just now have touched are computed anew, and those whose
// ref is not where it was last found right.
func (l *Ledger) Heal(ctx context.Context) error { return l.heal(ctx, l.askKeysRefs(ctx)) }

// heal is Heal for a caller who has asked before where the refs are.
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
	// All at once: where refs are packed, each by itself is a process.
	now := func(_ context.Context, name string) (string, error) { return refs[name], nil }
	moves, late, err := shardMoves(ctx, batch, l.tip, suspects, now)
	if err != nil {
		return err
	}
	l.late = late
	if len(moves) > 0 {
		// The first move stays in place: it refuses the others once main is ahead.
		still := store.Move{Ref: MainRef, Old: l.tip, New: l.tip}
		err := batch.Write(ctx)
		if err == nil {
			err = l.repo.MoveWithin(ctx, append([]store.Move{still}, moves...), healPatience)
		}
		switch {
		case errors.Is(err, store.ErrRaced):
			return nil // the faster process has seen to it, or the next will
		case err != nil && ctx.Err() == nil: // whoever reads need not be able to write
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

// askKeysRefs asks git where the keys refs are, side by side with the judging.
// Where another process then moves them, a shard looks wrong that is right, and
// the move that would mend it is refused.
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

// noteUnsure notes shards that whoever comes later looks at again, unless this process comes to
// put them right: those that commits judged just now have touched, before the index says that
// these were judged, and those whose keys have not all come.
func (l *Ledger) noteUnsure(shards []string) {
	var moves []store.Move
	for _, shard := range shards {
		moves = append(moves, store.Move{Ref: KeysPrefix + shard, New: "?"})
	}
	l.index.noteKeys(moves)
}

// suspects are the shards to compute anew.
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

// noteRight remembers where the refs of shards are, now that they are right.
func (l *Ledger) noteRight(shards []string, refs map[string]string) {
	var right []store.Move
	for _, s := range shards {
		right = append(right, store.Move{Ref: KeysPrefix + s, New: refs[KeysPrefix+s]})
	}
	l.index.noteKeys(right)
}

// keysFile of the index notes where each shard's keys ref was last found right.
const keysFile = "keys"

// keys tells where that was; nothing where the file can't be read.
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

// noteKeys appends to it. A note that is lost or wrong costs no more than
// computing the shard again.
func (x *index) noteKeys(moves []store.Move) {
	var lines []string
	for _, m := range moves {
		lines = append(lines, strings.TrimPrefix(m.Ref, KeysPrefix)+" "+m.New)
	}
	x.files.note(keysFile, lines)
}
