package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// adoptedKeys are the keys refs of that copy.
const adoptedKeys = ledger.AdoptPrefix + "keys/"

// Adopt takes over operations that members who left had recorded and not sent. They come from refs
// below ledger.AdoptPrefix, from this copy, or from a half of the records that the server lost.
// Each operation must bear the good signature of the member who left. It is replayed in my name,
// with that member as its author.
func (b *Book) Adopt(ctx context.Context) (*Joined, error) {
	if err := b.MayWrite(); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		j, err := b.adoptOnce(ctx)
		if !errors.Is(err, store.ErrRaced) || try == maxTries {
			return j, err
		}
		if err := b.JudgeMain(ctx); err != nil {
			return nil, err
		}
	}
}

func (b *Book) adoptOnce(ctx context.Context) (*Joined, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	if err := b.Team().May(team.OpAdopt, me.ID, team.Stance{}); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDenied, err)
	}
	list, err := b.orphans(ctx)
	if err != nil {
		return nil, err
	}
	j := &Joined{}
	if len(list) == 0 {
		return j, nil
	}
	next, err := b.stagingBook(ctx, b.Tip(), b.Tip())
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		next.adopting = o.signer
		err := next.replay(ctx, b, o, j)
		next.adopting = ""
		if err != nil {
			return nil, err
		}
	}
	var keep []store.Move // the next copy that is fetched takes the place of this one
	for _, c := range j.Conflicts {
		keep = append(keep, store.Move{Ref: c.Ref, New: c.Commit})
	}
	if keep, err = b.notThere(ctx, keep); err != nil {
		return nil, err
	}
	return j, b.moveOn(ctx, next, true, keep)
}

// orphans returns the operations of members who left that main lacks, oldest first.
func (b *Book) orphans(ctx context.Context) ([]original, error) {
	tips := map[string]bool{}
	for _, prefix := range []string{ledger.AdoptPrefix, ledger.UnpushedPrefix,
		ledger.ConflictsPrefix, ledger.LostPrefix} {
		refs, err := b.repo.Refs(ctx, prefix)
		if err != nil {
			return nil, err
		}
		for name, id := range refs {
			if !strings.HasPrefix(name, adoptedKeys) {
				tips[id] = true
			}
		}
	}
	found := map[string]original{}
	for _, tip := range slices.Sorted(maps.Keys(tips)) {
		sound, err := b.soundBeyond(ctx, tip)
		if err != nil {
			return nil, err
		}
		line, err := b.originals(ctx, sound)
		if err != nil {
			return nil, err
		}
		for i, o := range line {
			o.place = i
			if m, ok := b.Team().Member(o.signer); ok && !m.Active() && m.Email == o.Author.Email &&
				verify.Adoptable(o.op()) {
				found[o.ID] = o
			}
		}
	}
	list := slices.Collect(maps.Values(found))
	slices.SortFunc(list, func(x, y original) int {
		return cmp.Or(x.Committer.When.Compare(y.Committer.When), cmp.Compare(x.place, y.place),
			cmp.Compare(x.ID, y.ID))
	})
	return list, nil
}

// BringOrphanKeys brings from somebody's own copy the wrapped keys of cases that they opened and
// never sent. No ref of that copy names them once a sync there has put the opening aside.
func (b *Book) BringOrphanKeys(ctx context.Context, from *store.Repo) error {
	notes := len(b.Notes)
	list, err := b.orphans(ctx)
	b.Notes = b.Notes[:min(notes, len(b.Notes))] // Adopt says them
	if err != nil {
		return err
	}
	return b.bringKeys(ctx, from, list)
}

// soundBeyond returns the commits of another line that main lacks, up to the first that breaks a
// rule. A copy that is fetched to be adopted may hold any bytes, and only operations as this
// program writes them are replayed.
func (b *Book) soundBeyond(ctx context.Context, tip string) ([]string, error) {
	base, err := b.repo.MergeBase(ctx, b.Tip(), tip)
	if err != nil || base == "" {
		return nil, err
	}
	place, err := b.PlaceOf(ctx, base)
	if err != nil {
		return nil, err
	}
	line, err := b.repo.Since(ctx, base, tip)
	if err != nil {
		return nil, err
	}
	judge, err := b.ResumeJudge(ctx, base, place)
	if err != nil {
		return nil, err
	}
	for i, id := range line {
		v, err := judge.Commit(id)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		if len(v.Faults) > 0 {
			err = v.Faults[0]
		}
		if err != nil {
			b.Notes = append(b.Notes,
				fmt.Sprintf("from the commit %.12s on, that copy can't be adopted: %v", id, err))
			return line[:i], nil
		}
	}
	return line, nil
}

// AdoptedRefs returns the refspecs for a fetch from the copy of a member who left.
func AdoptedRefs() []string {
	return []string{
		"+" + ledger.MainRef + ":" + ledger.AdoptPrefix + "main",
		"+" + ledger.ConflictsPrefix + "*:" + ledger.AdoptPrefix + "conflicts/*",
		"+" + ledger.UnpushedPrefix + "*:" + ledger.AdoptPrefix + "unsent/*",
		"+" + ledger.KeysPrefix + "*:" + adoptedKeys + "*",
	}
}
