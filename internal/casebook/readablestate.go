package casebook

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/record"
)

// readableState returns a text that changes whenever what I can read of a case does: its entries,
// or my keys.
func (b *Book) readableState(ctx context.Context, d *record.Docket, me string) (string, error) {
	e, _, err := b.repo.Lookup(ctx, b.Tip(), record.CaseFolder(d.Case))
	if err != nil {
		return "", err
	}
	keys := make([]string, len(d.Keys))
	for i, epoch := range d.Keys {
		keys[i] = fmt.Sprintf("%.8s", epoch[me])
	}
	return fmt.Sprintf("%s %s %s %s", string(d.Case), e.ID, me, strings.Join(keys, ",")), nil
}
