package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/team"
)

// HoldAfterDeath puts the hold on that the death of the subject asks for, until a senior
// releases it; nil where nothing is left to do: somebody else died, or a hold is on.
func (b *Book) HoldAfterDeath(ctx context.Context, death *record.Entry) (*Done, error) {
	d, err := b.Docket(ctx, death.Case)
	if err != nil || death.Str("who") != "subject" || d.Blocked(record.BlockHold) {
		return nil, err
	}
	text := deathHold(b.Policy().Version, death.ID)
	w := Writing{Case: death.Case, Kind: record.KindHold, File: "hold", Text: text}
	p, err := b.prepareMade(ctx, w)
	if err != nil {
		return nil, err
	}
	return b.Append(ctx, team.OpHold, death.Case, p)
}

func deathHold(policyVersion int, death record.ID) []byte {
	return fmt.Appendf(nil, `---
reason: the subject has died
basis: the agency's policy on the death of a child
authority: policy, version %d
links: {related: %s}
---
`, policyVersion, string(death))
}
