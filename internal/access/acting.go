package access

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// acting returns the names of members whom the case names by their ID: who recorded or signed an
// entry, endorsed one, or delivers what was agreed. They did so in their work, and are kept without
// being asked about.
func acting(items []cases.Item, members []Member) []string {
	ids := map[string]bool{}
	for i := range items {
		if it := &items[i]; readable(it) {
			ids[it.By], ids[it.Author], ids[it.Signer] = true, true, true
			for _, who := range it.Strs("delivered_by") {
				ids[who] = it.Kind == record.KindIntervention || ids[who]
			}
		}
	}
	var out []string
	for _, m := range members {
		if ids[m.ID] && !slices.Contains(out, m.Name) {
			out = append(out, m.Name)
		}
	}
	return out
}
