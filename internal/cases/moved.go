package cases

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"casefile/internal/record"
)

// Why an entry can't be recorded in another case as it stands.
var (
	ErrOwnCase   = errors.New("belongs to its own case")
	ErrLinksHere = errors.New("it links to entries of its own case")
)

// Movable refuses an entry that can't be recorded in another case as it stands: ErrOwnCase
// where an operation of its own brings its kind, and ErrLinksHere.
func (it *Item) Movable(kinds *record.Kinds) error {
	k, ok := kinds.Kind(it.Kind)
	switch {
	case it.Kind == record.KindConcern, it.Kind == record.KindAttachment:
	case !ok || !k.Adds():
		return fmt.Errorf("a %s %w", it.Kind, ErrOwnCase)
	}
	if len(it.Links) > 0 {
		return ErrLinksHere
	}
	return nil
}

// Moved is the text of an entry for the case that it belongs to: as the author wrote it,
// with when it happened, who told it, and that it was recorded elsewhere first. The other
// case is not named.
func (it *Item) Moved(zone *time.Location) []byte {
	first := it.Recorded.In(zone)
	text := record.SetFields(record.AuthorText(it.Text), [][2]string{
		{"occurred", first.Format("2006-01-02T15:04Z07:00")},
		{"for", it.Author},
	})
	return fmt.Appendf(
		text,
		"\n## Moved\nFirst recorded on %s by %s, in another case by mistake.\n",
		first.Format("2006-01-02"),
		strings.TrimSpace(it.Author),
	)
}
