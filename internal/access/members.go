package access

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// inTheirWork are the names of members whom the case itself names by their ID: who recorded
// or signed an entry, endorsed one, or delivers an intervention. Other members it may know
// as anybody is known: a neighbour can work for the agency.
func inTheirWork(items []cases.Item, members []Member) []string {
	ids := map[string]bool{}
	for i := range items {
		it := &items[i]
		if !readable(it) {
			continue
		}
		ids[it.By], ids[it.Author], ids[it.Signer] = true, true, true
		if it.Kind == record.KindIntervention {
			ids[it.Str("delivered_by")] = true
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
