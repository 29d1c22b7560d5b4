package remote

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// pushWithoutFetch spares the fetch where the remote is still where it was left: the
// push names that place, and is refused anywhere else. Who is refused asks for a turn at once:
// the answer spares them the list of the refs, and nobody comes before their next push.
func (s *session) pushWithoutFetch(ctx context.Context) (sent bool, err error) {
	if s.book.AwaitsKeys() {
		return false, nil // which the remote may have by now
	}
	last, err := s.repo.Ref(ctx, ledger.LastRef)
	if err != nil || last == "" {
		return false, err
	}
	if ahead, err := s.book.UnpushedAhead(ctx); err != nil || ahead {
		return false, err // it is recorded anew first
	}
	s.theirs = last
	line, err := s.repo.Since(ctx, last, s.book.Tip())
	if err != nil || len(line) == 0 {
		return false, nil // the usual way says what is amiss
	}
	refs, err := s.repo.Refs(ctx, oursPrefix)
	if err != nil || len(below(refs, ledger.UnpushedPrefix)) > 0 {
		return false, err
	}
	if sent, err = s.push(ctx, refs, &last, len(line)); err == nil && !sent {
		err = s.afterLostRace(ctx)
	}
	return sent, err
}

// send pushes what the remote lacks of what was judged and joined.
func (s *session) send(ctx context.Context) (sent bool, err error) {
	last, err := s.repo.Ref(ctx, ledger.LastRef)
	if err != nil {
		return false, err
	}
	line, err := s.repo.Since(ctx, last, s.book.Tip())
	if err != nil {
		return false, err
	}
	refs, err := s.repo.Refs(ctx, oursPrefix)
	if err != nil {
		return false, err
	}
	return s.push(ctx, refs, nil, len(line))
}

// below are the refs with a prefix, by the rest of their names.
func below(refs map[string]string, prefix string) map[string]string {
	out := map[string]string{}
	for name, id := range refs {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			out[rest] = id
		}
	}
	return out
}

// push sends main, where it has commits to send, and the shards that differ:
// all or nothing. It is false where somebody was faster. from is where main must
// be; nil leaves it at a forward push. refs are ours, all of them asked for at once:
// at 10,000 cases they are 2,000.
func (s *session) push(ctx context.Context, refs map[string]string, from *string, commits int) (
	sent bool, err error,
) {
	var p store.Push
	if commits > 0 {
		p.Updates = append(p.Updates,
			store.PushUpdate{Ref: ledger.MainRef, New: s.book.Tip(), Lease: from})
	}
	shards, err := s.shards(ctx, below(refs, ledger.KeysPrefix), below(refs, keysThere))
	if err != nil {
		return false, err
	}
	if p.Updates = append(p.Updates, shards...); len(p.Updates) == 0 {
		return true, nil
	}
	if ToBackup(ctx, s.repo) {
		return false, ErrToBackup
	}
	result, err := s.repo.Push(ctx, ledger.RemoteName, p)
	s.said = nil
	if said, ok := errors.AsType[*store.PushError](err); ok {
		s.said = said.Reasons
	}
	if casebook.SaidBackup(s.said) {
		return false, ErrToBackup
	}
	_, outrun := ledger.TurnSaid(s.said)
	if errors.Is(err, store.ErrBehind) || errors.Is(err, store.ErrRefused) &&
		(outrun || s.putBack(p, result) || s.overtaken(ctx)) {
		return false, nil
	}
	if err != nil {
		return false, s.aheadAnswered(ctx, err)
	}
	s.book.ServerTook()
	s.out.Sent += commits
	return true, s.pushed(ctx, shards)
}

// overtaken says whether somebody else's push landed while the server judged
// this one. Its hook refuses what no longer fits, and git has one word for every
// refusal of a hook: only where the remote is now tells them apart. A server that puts its
// keys refs right first is such a somebody.
func (s *session) overtaken(ctx context.Context) bool {
	before := len(s.brought)
	theirs, err := s.fetch(ctx)
	return err == nil && (theirs != s.theirs || len(s.brought) > before)
}

// putBack says whether a refused push may do better now, once in a sync: a ref was there
// already where the push was to take it. The server was cut off in an earlier push of the same;
// git sends no such ref again, and the hook has put it back to where main is before it judged.
func (s *session) putBack(p store.Push, result store.PushResult) bool {
	if s.wasBack {
		return false
	}
	s.wasBack = slices.ContainsFunc(p.Updates, func(u store.PushUpdate) bool {
		was := func(r store.PushedRef) bool { return r.Ref == u.Ref && r.Flag == '=' }
		return u.Lease != nil && *u.Lease != u.New && slices.ContainsFunc(result.Refs, was)
	})
	return s.wasBack
}

// shards are the updates that make the keys refs there those of the tip that is
// pushed. The refs here may be ahead of it: another process may be recording.
func (s *session) shards(ctx context.Context, here, there map[string]string) (
	[]store.PushUpdate, error,
) {
	differ := map[string]bool{}
	for shard, id := range here {
		differ[shard] = id != there[shard]
	}
	changed, err := s.book.ShardsSince(ctx, s.theirs)
	if err != nil {
		return nil, err
	}
	for _, shard := range changed {
		differ[shard] = true
	}
	maps.DeleteFunc(differ, func(_ string, yes bool) bool { return !yes })
	right, err := s.book.KeysRefs(ctx, slices.Sorted(maps.Keys(differ)))
	return shardUpdates(right, there), err
}

// shardUpdates are the updates of the shards that are not there as they should be.
func shardUpdates(right, there map[string]string) (out []store.PushUpdate) {
	for _, shard := range slices.Sorted(maps.Keys(right)) {
		if was := there[shard]; was != right[shard] {
			out = append(out, store.PushUpdate{Ref: ledger.KeysPrefix + shard, New: right[shard],
				Lease: &was})
		}
	}
	return out
}

// pushed notes where the remote's keys are now. git has done so itself where the
// remote is configured as casefile clone does it.
func (s *session) pushed(ctx context.Context, shards []store.PushUpdate) error {
	if len(shards) == 0 {
		return s.note(ctx, ledger.LastRef, s.book.Tip())
	}
	noted, err := s.repo.Refs(ctx, keysThere)
	if err != nil {
		return err
	}
	var moves []store.Move
	for _, u := range shards {
		name := keysThere + strings.TrimPrefix(u.Ref, ledger.KeysPrefix)
		if noted[name] != u.New {
			moves = append(moves, store.Move{Ref: name, Old: noted[name], New: u.New})
		}
	}
	if err := s.repo.Move(ctx, moves); !store.Moved(err) {
		return err
	}
	if len(shards) >= manyShards {
		if err := s.repo.PackRefs(ctx); err != nil {
			return err
		}
	}
	return s.note(ctx, ledger.LastRef, s.book.Tip())
}

// manyShards is when so many refs have moved at once that git is better off with
// all of them in one file.
const manyShards = 100
