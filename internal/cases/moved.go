package cases

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/record"
)

// Moved is the text of an entry for the case that it belongs to: as the author wrote it,
// with when it happened, who told it, and that it was recorded elsewhere first. The other
// case is not named.
func (it *Item) Moved(zone *time.Location) []byte {
	first := it.Recorded.In(zone)
	text := record.SetFields(record.Unstamp(it.Text), [][2]string{
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
