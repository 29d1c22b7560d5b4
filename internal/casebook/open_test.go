package casebook

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// The case begins with one entry, and the others keep their order.
func TestBeginWith(t *testing.T) {
	note := &Prepared{Entry: &record.Entry{ID: "7K2M9QXH", Kind: record.KindNote}}
	profile := &Prepared{Entry: &record.Entry{ID: "9QXH7K2M", Kind: record.KindProfile}}
	risk := &Prepared{Entry: &record.Entry{ID: "3XJ9V3N8", Kind: record.KindRisk}}
	all := []*Prepared{note, profile, risk}
	for _, tt := range []struct {
		name         string
		id           record.ID
		begin, other []*Prepared
	}{
		{"in the middle", "9QXH7K2M", []*Prepared{profile}, []*Prepared{note, risk}},
		{"the first", "7K2M9QXH", []*Prepared{note}, []*Prepared{profile, risk}},
		{"the last", "3XJ9V3N8", []*Prepared{risk}, []*Prepared{note, profile}},
		{"none", "", nil, all},
	} {
		o := OpenOrder{Case: "K3F927QM", Entries: []*Prepared{risk}}
		others := o.BeginWith(all, tt.id)
		if !slices.Equal(o.Entries, tt.begin) || !slices.Equal(others, tt.other) {
			t.Errorf("%s: begins with %v, others %v", tt.name, o.Entries, others)
		}
		if !slices.Equal(all, []*Prepared{note, profile, risk}) {
			t.Fatalf("%s: the list itself was changed", tt.name)
		}
	}
}
