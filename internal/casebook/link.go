package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// ErrLinked says that two cases name each other already, with the same relation.
var ErrLinked = errors.New("the cases name each other already")

// Link amends the profiles of two cases, so that each names the other: in one commit, both
// or neither. One that names the other so already stays as it is; ErrLinked where both do.
// A case without a profile (cases.NoProfileError) and a text that may not stand
// (FindingsError) keep both from being amended. relation is one that schema/entry.json has.
func (b *Book) Link(ctx context.Context, one, other *cases.Case, relation string) (*Done, error) {
	var list []Addition
	for _, pair := range [][2]*cases.Case{{one, other}, {other, one}} {
		p, err := b.naming(ctx, pair[0], pair[1].ID, relation)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pair[0].ID, err)
		}
		if p != nil {
			list = append(list, Addition{Case: pair[0].ID, Entries: []*Prepared{p}})
		}
	}
	if len(list) == 0 {
		return nil, ErrLinked
	}
	return b.AddToCases(ctx, list)
}

// naming prepares the amendment of a case's profile that names the other case; nil where it
// does already.
func (b *Book) naming(ctx context.Context, c *cases.Case, other record.ID, relation string,
) (*Prepared, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	text, err := c.ProfileNaming(other, relation, me.ID)
	if err != nil || text == nil {
		return nil, err
	}
	return b.prepareMade(ctx, EntryText{Case: c.ID, Kind: record.KindProfile,
		File: c.Subject.Profile.Ref().String(), Text: text})
}
