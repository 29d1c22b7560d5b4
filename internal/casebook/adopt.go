package casebook

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/team"
	"casefile/internal/verify"
)

// AdoptPrefix is where what a member who left had recorded is fetched to.
const AdoptPrefix = "refs/casefile/adopt/"

// Adopt takes over what members who left had recorded and not sent: from what
// was fetched below AdoptPrefix, and from what waits in this copy. Each
// operation must bear the good signature of the member who left; it is done
// again in my name, with that member as its author.
func (b *Book) Adopt(ctx context.Context) (*Joined, error) {
	if !b.pinned {
		return nil, ErrUntrusted
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	if err := b.Team().May(verify.OpAdopt, me.ID, team.Stance{}); err != nil {
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
	next, err := b.apart(ctx, b.tip, b.tip)
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
	return j, b.moveOn(ctx, next, true, nil)
}

// orphans are the operations of members who left that main lacks, oldest first.
func (b *Book) orphans(ctx context.Context) ([]original, error) {
	tips := map[string]bool{}
	for _, prefix := range []string{AdoptPrefix, UnsentPrefix, ConflictsPrefix} {
		refs, err := b.repo.Refs(ctx, prefix)
		if err != nil {
			return nil, err
		}
		for name, id := range refs {
			if !strings.HasPrefix(name, AdoptPrefix+"keys/") {
				tips[id] = true
			}
		}
	}
	found := map[string]original{}
	for _, tip := range slices.Sorted(maps.Keys(tips)) {
		line, err := b.originalsBeyond(ctx, tip)
		if err != nil {
			return nil, err
		}
		for i, o := range line {
			o.place = i
			if m, ok := b.Team().Member(o.signer); ok && !m.Active() && m.Email == o.Author.Email && verify.Adoptable(o.op()) {
				found[o.ID] = o
			}
		}
	}
	list := slices.Collect(maps.Values(found))
	slices.SortFunc(list, func(x, y original) int {
		return cmp.Or(x.Committer.When.Compare(y.Committer.When), cmp.Compare(x.place, y.place), cmp.Compare(x.ID, y.ID))
	})
	return list, nil
}

// AdoptedRefs are those to fetch from the copy of a member who left.
func AdoptedRefs() []string {
	return []string{
		"+" + MainRef + ":" + AdoptPrefix + "main",
		"+" + ConflictsPrefix + "*:" + AdoptPrefix + "conflicts/*",
		"+" + UnsentPrefix + "*:" + AdoptPrefix + "unsent/*",
		"+" + keysPrefix + "*:" + AdoptPrefix + "keys/*",
	}
}
