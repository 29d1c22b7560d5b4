package access

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// A decision keeps what it was about when it was recorded. The person who decides saw the entries
// when they were asked, which may be days before. So a draft and a template note for each item in
// which entries its question came up. An answer is not recorded if its question has come up in
// another entry since.

// shownLength is the number of hex digits that tell one set of entries from another: by chance two
// sets are taken for the same once in four thousand million.
const shownLength = 8

// ShownOf sums up the entries in which a question comes up.
func ShownOf(o disclose.Question) string {
	ids := []string{string(o.Entry.Entry)}
	for _, p := range o.Passages {
		ids = append(ids, string(p.Entry.Entry))
	}
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(ids), " ")))
	return hex.EncodeToString(sum[:])[:shownLength]
}

const shown = "Shown: "

// shownNote returns the note of it, which stands above an item; "" for nothing known.
func shownNote(sum string) string {
	if sum == "" {
		return ""
	}
	return record.NoteLines(shown + sum)
}

// shownIn reads such a note.
func shownIn(line string) (sum string, ok bool) {
	return strings.CutPrefix(line, strings.TrimSuffix(record.NoteLines(shown), "\n"))
}

// Unseen returns the items of a text whose questions come up by now where they had not been shown,
// in words. Of an item without a note nobody knows, and it is none.
func (m CopyMaker) Unseen(text []byte) ([]string, error) {
	w, _ := WalkedSoFar(text)
	if len(w.shown) == 0 {
		return nil, nil
	}
	open, _, err := m.Questions()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range open {
		item := ItemOf(o).Decision
		if sum, ok := w.shown[item]; ok && sum != ShownOf(o) {
			out = append(out, itemWords(item))
		}
	}
	return out, nil
}

// itemWords name what a decision is about.
func itemWords(d disclose.Decision) string {
	if d.Name != "" {
		return "“" + d.Name + "”"
	}
	return "the entry " + d.Entry.String()
}
