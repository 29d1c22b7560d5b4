package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
)

// withFollows writes into a text the newest entries about the same thing that this copy has. A
// person who can't read the case doesn't know them. Then nothing is written, and dates decide. The
// first profile of a case that is being opened has no earlier one.
func (b *Book) withFollows(ctx context.Context, id record.ID, text []byte) (
	[]byte, record.Findings, error,
) {
	on, err := b.follows(ctx, id, text)
	if err != nil {
		return nil, nil, err
	}
	out, found := record.WithFollows(text, on)
	return out, found, nil
}

func (b *Book) follows(ctx context.Context, id record.ID, text []byte) ([]record.ID, error) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	e, err := kinds.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("the text can't be read back: %w", err)
	}
	if !tellsOfMore(e) {
		return nil, nil
	}
	c, err := b.Case(ctx, id)
	if unopenable(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c.Follows(e), nil
}

// tellsOfMore reports whether an entry may be about a thing that earlier entries are about.
func tellsOfMore(e *record.Entry) bool {
	_, amends := e.Link("amends")
	return amends || e.Kind == record.KindProfile ||
		e.Kind == record.KindRisk && len(e.Links) > 0 ||
		e.Kind == record.KindProgress && len(e.Links) > 0
}
