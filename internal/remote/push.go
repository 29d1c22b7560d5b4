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

// pushWithoutFetch saves the fetch where the remote has not changed since the last sync. The push
// names the expected commit, and is refused otherwise. After a refusal it asks for a turn at once:
// the answer saves the list of refs, and nobody comes before the next push.
func (s *session) pushWithoutFetch(ctx context.Context) (sent bool, err error) {
	if s.book.AwaitsKeys() {
		return false, nil // the remote may have them now
	}
	last, err := s.repo.Ref(ctx, ledger.LastRef)
	if err != nil || last == "" {
		return false, err
	}
	if ahead, err := s.book.UnpushedAhead(ctx); err != nil || ahead {
		return false, err // such work is recorded again first
	}
	s.theirs = last
	line, err := s.repo.Since(ctx, last, s.book.Tip())
	if err != nil || len(line) == 0 {
		return false, nil // the ordinary way reports the problem
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

// send pushes what was judged and joined and the remote lacks.
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

// below returns the refs with a prefix, by the rest of their names.
func below(refs map[string]string, prefix string) map[string]string {
	out := map[string]string{}
	for name, id := range refs {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			out[rest] = id
		}
	}
	return out
}

// push sends main, if it has commits to send, and the shards that differ, all or nothing. It
// returns false where somebody was faster. from is the commit at which the remote's main must be;
// nil only requires a forward push. refs are this copy's, read at once: at 10,000 cases there are
// 2,000.
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

// overtaken reports whether another push came in while the server judged this one. The server's
// hook refuses what no longer fits, and git has one word for every refusal of a hook. Only the
// remote's present refs tell them apart. A server that corrects its keys refs first counts as
// another push.
func (s *session) overtaken(ctx context.Context) bool {
	before := len(s.brought)
	theirs, err := s.fetch(ctx)
	return err == nil && (theirs != s.theirs || len(s.brought) > before)
}

// putBack reports whether a refused push may succeed if repeated, at most once in a sync: a ref was
// already where the push was to move it. An earlier push of the same was interrupted on the server.
// git does not send such a ref again, and the hook has moved it back before judging.
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

// shards returns the updates that make the remote's keys refs those of the pushed tip. This copy's
// refs may be ahead of the tip: another process may be recording.
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

// shardUpdates returns the updates of the shards whose refs there are not right.
func shardUpdates(right, there map[string]string) (out []store.PushUpdate) {
	for _, shard := range slices.Sorted(maps.Keys(right)) {
		if was := there[shard]; was != right[shard] {
			out = append(out, store.PushUpdate{Ref: ledger.KeysPrefix + shard, New: right[shard],
				Lease: &was})
		}
	}
	return out
}

// pushed notes where the remote's keys refs are now. git has done so itself where casefile clone
// configured the remote.
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

// manyShards is the number of moved refs from which git works faster with all refs packed in one
// file.
const manyShards = 100
