package cli

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// coverEnded lists whom cover had let in that is over. Nobody is taken away by
// itself: cover is often made longer, and a revoke begins a new epoch.
func coverEnded(b *casebook.Book, c *cases.Case) []cases.Ended {
	usual := b.Team().DefaultReaders(c.Docket.KeyWorker)
	return slices.DeleteFunc(slices.Clone(c.Allocation.Ended), func(e cases.Ended) bool { return slices.Contains(usual, e.Member) })
}

func coverWords(e cases.Ended) string {
	return fmt.Sprintf("the cover of %s ended on %s, and they can read it still", e.Member, e.On)
}

func revokeCommand(id record.ID, member string) string {
	return fmt.Sprintf("casefile readers %s revoke %s", id, member)
}

// coverLines are what a review says of cover, as far as whoever asks can read the
// cases; the review itself needs no key.
func coverLines(ctx context.Context, b *casebook.Book, r casebook.Reviewed) []string {
	me, err := b.Me()
	if err != nil || len(r.Beyond) == 0 || !r.Reads(me.ID) {
		return nil
	}
	c, err := b.Case(ctx, r.Case)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range coverEnded(b, c) {
		out = append(out, coverWords(e)+": "+revokeCommand(r.Case, e.Member))
	}
	return out
}
