package cli

import (
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// A pack must not reach what was recorded here before: its links name entries
// of the pack, or of cases that stay elsewhere.
func TestStrays(t *testing.T) {
	const theirs, ours, elsewhere = record.ID("K3F927QM"), record.ID("P4W827QM"), record.ID("M2T627QM")
	at := func(id record.ID, links ...record.Ref) cases.Item {
		return cases.Item{Entry: &record.Entry{ID: id, Case: theirs, Links: map[string][]record.Ref{"amends": links}}}
	}
	came := at("7K2M9QXH")
	for about, c := range map[string]struct {
		link record.Ref
		want bool
	}{
		"an entry that came with it":        {record.Ref{Case: theirs, Entry: "7K2M9QXH"}, false},
		"one that did not":                  {record.Ref{Case: theirs, Entry: "9QXH7K2M"}, true},
		"one of the case that it comes to":  {record.Ref{Case: ours, Entry: "9QXH7K2M"}, true},
		"the same, named like one it has":   {record.Ref{Case: ours, Entry: "7K2M9QXH"}, true},
		"one of a case that stays where it": {record.Ref{Case: elsewhere, Entry: "9QXH7K2M"}, false},
	} {
		it := at("3XJ9V3N8", c.link)
		in := arrival{pack: &exchange.Pack{Items: []cases.Item{came, it}}, opening: casebook.Opening{Case: ours}}
		if got := in.strays(it); got != c.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}
