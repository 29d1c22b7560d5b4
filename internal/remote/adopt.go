package remote

import (
	"context"

	"casefile/internal/casebook"
)

// Adopt takes over what a member who left had recorded and not sent. from is their copy of
// the records, a path or URL, which is fetched first; with "", what waits in this copy is
// taken ([casebook.Book.Adopt]).
func Adopt(ctx context.Context, b *casebook.Book, from string) (*casebook.Joined, error) {
	if from != "" {
		if err := b.NoteAdopted(ctx); err != nil { // before another copy takes the place
			return nil, err
		}
		if err := b.Repo().Fetch(ctx, Absolute(from), casebook.AdoptedRefs()); err != nil {
			return nil, err
		}
	}
	return b.Adopt(ctx)
}
