package disclose

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// FirstTexts returns the ID of each entry's first version, by the entry's ID.
func FirstTexts(items []cases.Item) map[record.ID]record.ID {
	var read []cases.Item
	for _, it := range items {
		if it.Entry != nil && it.Fault == "" {
			read = append(read, it)
		}
	}
	return groupsOf(read)
}

// PassageAt returns the passage of the bytes from and to of a text. The text begins on line line of
// an entry, in a field of its front matter or, without one, in its body.
func PassageAt(it *cases.Item, field string, line int, text string, from, to int) Passage {
	at := Passage{Entry: it.Ref(), Kind: it.Kind, Field: field,
		Line: line + strings.Count(text[:from], "\n")}
	at.Before, at.Words, at.After = wordsAt(text, from, to)
	return at
}
