package casebook

import (
	"context"
	"time"

	"casefile/internal/record"
)

// LookBack stands the book on the last commit that had arrived by an earlier instant.
// Whoever may read the case now may look back; what was judged stays judged.
func (b *Book) LookBack(ctx context.Context, at time.Time) error {
	if err := b.Ledger.LookBack(ctx, at); err != nil {
		return err
	}
	b.asked, b.clock.Now = b.clock.Now, at
	return nil
}

// Asked returns the time of the command, also while the book looks back.
func (b *Book) Asked() time.Time {
	if !b.LooksBack() {
		return b.clock.Now
	}
	return b.asked
}

// Readable returns the dockets of the cases that I can read, as MayRead decides.
func (b *Book) Readable(ctx context.Context, dockets []*record.Docket) ([]*record.Docket, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var out []*record.Docket
	for _, d := range dockets {
		mine, err := b.MayRead(ctx, d, me.ID)
		if err != nil {
			return nil, err
		}
		if mine {
			out = append(out, d)
		}
	}
	return out, nil
}
