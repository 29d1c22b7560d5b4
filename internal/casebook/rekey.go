package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// CasesToRekey lists the cases with a key of mine that is wrapped to a recipient which I have since
// given up.
func (b *Book) CasesToRekey(ctx context.Context) ([]record.ID, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	var out []record.ID
	for _, d := range dockets {
		old, err := b.outdatedOf(ctx, d, me.ID, me.Recipient)
		if err != nil {
			return nil, err
		}
		if len(old) > 0 {
			out = append(out, d.Case)
		}
	}
	return out, nil
}

// outdatedOf returns, by epoch, the blobs of a member's keys that are wrapped to an earlier
// recipient only.
func (b *Book) outdatedOf(ctx context.Context, d *record.Docket, member, recipient string) (
	map[int]string, error,
) {
	var out map[int]string
	for i, e := range d.Keys {
		blob := e[member]
		if blob == "" {
			continue
		}
		facts, err := b.keyFacts(ctx, d)
		if err != nil {
			return nil, err
		}
		if facts.Outdated(blob, recipient) {
			if out == nil {
				out = map[int]string{}
			}
			out[i+1] = blob
		}
	}
	return out, nil
}

// Rekey wraps my keys of many cases to my present recipient. old is the identity that opens them.
// Cases done before an interruption stay as they are.
func (b *Book) Rekey(ctx context.Context, ids []record.ID, old *seal.Identity, tell Tell) (
	*Many, error,
) {
	return b.inMany(ctx, team.OpRekey, team.OpRekey, ids, tell,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			return p.replaceOwnKeys(d, func(n int, blob string) (string, error) {
				key, err := b.unwrapByOld(ctx, old, d.Case, n, blob)
				if err != nil {
					return "", err
				}
				again, err := p.wrap(key, []string{p.me.ID})
				return again[p.me.ID], err
			})
		})
}

// unwrapByOld opens a key with an old identity, or with one that an earlier change kept. After two
// changes before the card was taken, only the first identity opens some keys.
func (b *Book) unwrapByOld(
	ctx context.Context, old *seal.Identity, id record.ID, epoch int, blob string,
) (*seal.Identity, error) {
	key, err := b.unwrap(ctx, old, id, epoch, blob)
	if err == nil {
		return key, nil
	}
	return byFormer(b.person, err, func(k *seal.Identity) (*seal.Identity, error) {
		return b.unwrap(ctx, k, id, epoch, blob)
	})
}

// replaceOwnKeys replaces my outdated keys, and returns nil if I have none. again returns "" for a
// key that stays.
func (p *parent) replaceOwnKeys(d record.Docket,
	again func(epoch int, blob string) (string, error)) (
	*CaseChange, error,
) {
	outdated, err := p.book.outdatedOf(p.ctx, &d, p.me.ID, p.me.Recipient)
	if err != nil {
		return nil, err
	}
	next := make([]record.Epoch, d.Newest())
	changed := false
	for n, blob := range outdated {
		now, err := again(n, blob)
		if err != nil {
			return nil, fmt.Errorf("%w: your old identity does not open your key of epoch %d: %w",
				ErrNoKey, n, err)
		}
		if now != "" {
			next[n-1], changed = record.Epoch{p.me.ID: now}, true
		}
	}
	if !changed {
		return nil, nil
	}
	return &CaseChange{Docket: verify.AfterGrant(d, next)}, nil
}

// CanGrant names the active members who may and can let somebody into a case: readers of its newest
// epoch, without the member who asks.
func (b *Book) CanGrant(d *record.Docket, asks string) []string {
	var out []string
	for _, id := range d.Readers() {
		if id != asks && b.Team().May(GrantRight(d, []string{asks}), id, stanceOf(d, id)) == nil {
			out = append(out, id)
		}
	}
	return out
}
