package casebook

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Granted is the result of a grant.
type Granted struct {
	*Done
	Members []string // let in by this grant
	Already []string // had every key before that I could give
	Missing []int    // epochs without their key, as I lack it
}

// Grant lets members into a case: it wraps the key of every epoch that I hold for each of them. It
// replaces a key that is wrapped to a recipient which its member has since given up.
func (b *Book) Grant(ctx context.Context, id record.ID, members []string) (*Granted, error) {
	members = slices.Compact(slices.Sorted(slices.Values(members)))
	var g Granted
	done, err := b.onCaseBy(ctx, team.OpGrant, id, func(d *record.Docket) string {
		return GrantRight(d, members)
	}, func(p *parent, d record.Docket) (*CaseChange, error) {
		if err := p.mayLetIn(members); err != nil {
			return nil, err
		}
		// Keys are unwrapped again for each parent, as a faster process may have begun an epoch.
		keys, err := b.heldKeys(ctx, &d)
		if err != nil {
			return nil, err
		}
		additions, err := p.additions(&d, keys, members)
		if err != nil {
			return nil, err
		}
		if g = granted(&d, keys, additions, members); len(g.Members) == 0 {
			return nil, fmt.Errorf("%w: %s can read %s already", ErrState,
				strings.Join(members, ", "), id)
		}
		return &CaseChange{Docket: verify.AfterGrant(d, additions)}, nil
	})
	g.Done = done
	return &g, err
}

// additions wraps each key for the members who lack a useful key of its epoch.
func (p *parent) additions(d *record.Docket, keys []*seal.Identity, members []string) (
	[]record.Epoch, error,
) {
	facts, err := p.book.keyFacts(p.ctx, d)
	if err != nil {
		return nil, err
	}
	t := p.book.Team()
	out := make([]record.Epoch, len(keys))
	for i, key := range keys {
		if key == nil {
			continue
		}
		lacking := slices.DeleteFunc(slices.Clone(members), func(id string) bool {
			m, _ := t.Member(id)
			blob, has := d.Keys[i][id]
			return has && !facts.Outdated(blob, m.Recipient)
		})
		if out[i], err = p.wrap(key, lacking); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// granted returns the members whom additions let in, and the epochs that could not be handed on. An
// erasure leaves epochs without keys. They don't count: no text of them is left.
func granted(d *record.Docket, keys []*seal.Identity, additions []record.Epoch,
	members []string,
) Granted {
	var g Granted
	for _, m := range members {
		if slices.ContainsFunc(additions, func(e record.Epoch) bool { return e[m] != "" }) {
			g.Members = append(g.Members, m)
		} else {
			g.Already = append(g.Already, m)
		}
	}
	for i, key := range keys {
		if key == nil && len(d.Keys[i]) > 0 {
			g.Missing = append(g.Missing, i+1)
		}
	}
	return g
}

// mayLetIn returns why one of the members may not be given a case key.
func (p *parent) mayLetIn(members []string) error {
	for _, id := range members {
		m, ok := p.book.Team().Member(id)
		switch {
		case !ok:
			return fmt.Errorf("%w: there is no member %s", ErrNotFound, id)
		case !m.Active():
			return fmt.Errorf("%w: %s left on %s", ErrState, id, m.Left.Format(time.DateOnly))
		case m.Has(team.Recovery) && !p.book.Team().MayRead(id):
			return fmt.Errorf("%w: %s is a recovery key that no second senior has confirmed; one "+
				"does: "+
				"casefile team confirm %s", ErrState, id, id)
		case !p.book.Team().MayRead(id):
			return fmt.Errorf("%w: %s has no role that reads cases", ErrState, id)
		}
	}
	return nil
}

// heldKeys returns the case keys that I hold, epoch 1 first, nil for a key that I lack. It returns
// ErrNoKey if I lack the newest one.
func (b *Book) heldKeys(ctx context.Context, d *record.Docket) ([]*seal.Identity, error) {
	mine, bad, err := b.myKeys(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(bad) > 0 && bad[0].Epoch == d.Newest() {
		return nil, bad[0].Err
	}
	out := make([]*seal.Identity, d.Newest())
	for i := range out {
		pub, err := b.epochFile(ctx, d.Case, i+1)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(mine, func(k *seal.Identity) bool {
			return k.Recipient()+"\n" == string(pub)
		})
		if at >= 0 {
			out[i] = mine[at]
		}
	}
	if out[len(out)-1] == nil {
		return nil, fmt.Errorf("%w: the newest epoch of %s", ErrNoKey, d.Case)
	}
	return out, nil
}
