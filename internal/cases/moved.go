package cases

import (
	"errors"
	"fmt"
	"slices"
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

// Moved makes the text of an entry for the case that the entry belongs to. The author's words and
// who told them stay as they are. The origin says when and by whom the entry was first recorded, so
// clocks count from then. The event keeps its own time. The other case is not named.
func (it *Item) Moved(zone *time.Location) []byte {
	first := it.FirstRecorded()
	text := record.SetFields(record.AuthorText(it.Text), [][2]string{{"for", it.Author}})
	text, err := record.WithOrigin(text,
		record.Origin{Kind: it.Kind, Recorded: first, By: it.Author})
	if err != nil { // the check of the text reports the fault, and its place
		text = record.AuthorText(it.Text)
	}
	return fmt.Appendf(
		text,
		"\n## Moved\nFirst recorded on %s by %s, in another case by mistake.\n",
		first.In(zone).Format("2006-01-02"),
		strings.TrimSpace(it.Author),
	)
}

// RecordedBefore lists the members who recorded an entry in other cases of the agency before it was
// moved here. Nothing confirms these names. They give nobody a right, and can take one away.
func (it *Item) RecordedBefore() []string {
	var out []string
	for _, o := range it.Origin {
		if o.Agency == "" && o.File == "" && o.By != "" {
			out = append(out, o.By)
		}
	}
	return out
}

// WrittenBy reports whether a text is a member's own: recorded by them here, or in the case
// that it was moved from, or signed by them for somebody who left. Nobody endorses that.
func (it *Item) WrittenBy(member string) bool {
	return it.author() == member || it.Signer == member && it.Signer != "" ||
		slices.Contains(it.RecordedBefore(), member)
}

// Adopter returns the member who signed a text for its author, who had left; "" for nobody.
func (it *Item) Adopter() string {
	if it.Signer == it.author() {
		return ""
	}
	return it.Signer
}

// fromOthers reports whether an entry was first recorded outside the agency's own records:
// in another agency, or in a file that was read in.
func (it *Item) fromOthers() bool {
	return len(it.Origin) > 0 && (it.Origin[0].Agency != "" || it.Origin[0].File != "")
}
