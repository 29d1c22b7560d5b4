package remote

import (
	"context"
	"errors"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/pattern"
	"casefile/internal/store"
)

// shardRef matches a keys ref. It ends with two symbols of the alphabet of IDs.
var shardRef = pattern.Of(`^refs/casefile/keys/[0-9A-HJKMNP-TV-Z]{2}$`)

// fetch brings main and the keys refs, each by its exact name, where this copy lacks them. It
// returns main; "" where the remote has none. Other refs of a remote with such beginnings may hold
// anything, even destroyed keys, and are not fetched.
func (s *session) fetch(ctx context.Context) (theirs string, err error) {
	here, err := s.repo.Refs(ctx, oursPrefix)
	if err != nil {
		return "", err
	}
	if there := s.listed(here); there != nil {
		theirs, err = s.bring(ctx, here, there)
		if err != nil || theirs == there[ledger.MainRef] {
			return theirs, err
		}
		if here, err = s.repo.Refs(ctx, oursPrefix); err != nil { // somebody has pushed since
			return "", err
		}
	}
	there, err := s.repo.RemoteRefs(ctx, ledger.RemoteName, ledger.MainRef, ledger.KeysPrefix+"*")
	if err != nil {
		return "", err
	}
	return s.bring(ctx, here, there)
}

// bring fetches the listed refs that this copy lacks, and returns main.
func (s *session) bring(ctx context.Context, here, there map[string]string) (
	theirs string, err error,
) {
	want := map[string]string{incoming: there[ledger.MainRef]}
	for ref, id := range there {
		if shardRef().MatchString(ref) {
			want[keysThere+strings.TrimPrefix(ref, ledger.KeysPrefix)] = id
		}
	}
	if err := s.forget(ctx, here, want); err != nil {
		return "", err
	}
	specs := s.specs(here, want)
	if len(specs) > 0 {
		if err := s.repo.Fetch(ctx, ledger.RemoteName, specs); err != nil {
			return "", err
		}
	}
	for ref, id := range want {
		if shard, ok := strings.CutPrefix(ref, keysThere); ok && here[ref] != id {
			s.brought = append(s.brought, broughtShard{shard, id})
		}
	}
	return s.repo.Ref(ctx, incoming)
}

// broughtShard is a fetched keys commit.
type broughtShard struct{ shard, commit string }

// dropGivenBack removes destroyed keys that came again with keys commits that differ from what main
// says. A refused or killed sync may have left such a commit; its note is still there.
func (s *session) dropGivenBack(ctx context.Context) error {
	left, err := s.unlikeMain(ctx)
	for _, b := range append(s.brought, left...) {
		back, dropErr := s.book.DropGivenBack(ctx, b.shard, b.commit)
		s.out.GivenBack, err = append(s.out.GivenBack, back...), errors.Join(err, dropErr)
	}
	s.brought = nil
	return err
}

// unlikeMain returns the remote's noted keys commits that differ from those of main here.
func (s *session) unlikeMain(ctx context.Context) (out []broughtShard, err error) {
	refs, err := s.repo.Refs(ctx, oursPrefix)
	here := below(refs, ledger.KeysPrefix)
	for shard, commit := range below(refs, keysThere) {
		if here[shard] != commit {
			out = append(out, broughtShard{shard, commit})
		}
	}
	return out, err
}

// refused drops what a failed sync has brought: a refused server may have keys that were destroyed
// here.
func (s *session) refused(ctx context.Context, err error) error {
	if s.book == nil || ctx.Err() != nil { // the next sync finds the notes
		return err
	}
	if dropErr := s.dropGivenBack(ctx); dropErr != nil {
		return errors.Join(err, dropErr)
	}
	return err
}

// forget drops the notes of refs that the remote no longer has.
func (s *session) forget(ctx context.Context, here, want map[string]string) error {
	var moves []store.Move
	for ref, id := range here {
		if (ref == incoming || strings.HasPrefix(ref, keysThere)) && want[ref] == "" {
			moves = append(moves, store.Move{Ref: ref, Old: id})
		}
	}
	return s.repo.Move(ctx, moves)
}

// specs returns the refspecs of the refs that are not where they should be.
func (s *session) specs(here, want map[string]string) (out []string) {
	for ref, id := range want {
		if id == "" || here[ref] == id {
			continue
		}
		from := ledger.MainRef
		if shard, ok := strings.CutPrefix(ref, keysThere); ok {
			from = ledger.KeysPrefix + shard
		}
		out = append(out, "+"+from+":"+ref)
	}
	slices.Sort(out)
	return out
}
