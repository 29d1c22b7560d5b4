package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// What another copy or key would open is not read; what was read and refused is.
func TestNotRead(t *testing.T) {
	entry := func(id record.ID) *record.Entry { return &record.Entry{ID: id} }
	c := &Case{ID: caseID, Faults: []Item{
		{Entry: entry("7K2M9QXH"), Fault: "missing in this copy", Rule: "damaged", Lost: true},
		{Entry: entry("9QXH7K2M"), Fault: "not the text that was declared", Rule: "entry-text"},
		{Entry: entry("3DCS4CTC"), Fault: "no key"},
		{Entry: entry("4CTC6DCS"), Fault: "damaged in this copy", Rule: "damaged", Lost: true},
	}}
	got := c.NotRead()
	if len(got) != 2 || got[0].Case != caseID || got[0].Why != lostHere || got[1].Why != noKeyFor ||
		!slices.Equal(got[0].Entries, []record.ID{"7K2M9QXH", "4CTC6DCS"}) ||
		!slices.Equal(got[1].Entries, []record.ID{"3DCS4CTC"}) {
		t.Errorf("not read: %+v", got)
	}
	if c.AllRead() || !(&Case{Faults: c.Faults[1:2]}).AllRead() {
		t.Error("a refused entry was read, and a damaged one was not")
	}
}
