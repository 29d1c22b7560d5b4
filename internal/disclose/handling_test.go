package disclose

import (
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Whatever kind of entry subject access has: one about somebody else's request is no
// part of a copy, and one about this request is, except for what says that a copy went.
func TestEntriesAboutRequestsAreNoPartOfACopy(t *testing.T) {
	const mine, others = record.ID("7K2M9QXH"), record.ID("9QXH7K2M")
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, kind := range kinds.Names() {
		if !strings.HasPrefix(kind, "access-") {
			continue
		}
		found++
		about := func(request record.ID) bool {
			links := map[string][]record.Ref{"request": {{Case: "K3F927QM", Entry: request}}}
			r := redactor{d: Decisions{Request: []record.ID{mine}}}
			e := &record.Entry{ID: "3XJ9V3N8", Case: "K3F927QM", Kind: kind, Links: links}
			return r.handling(&cases.Item{Entry: e})
		}
		if !about(others) {
			t.Errorf("%s of another request would go into the copy", kind)
		}
		if got, want := about(mine), kind == record.KindAccessDisclosure; got != want {
			t.Errorf("%s of this request is left out: %v", kind, got)
		}
	}
	if found < 4 {
		t.Errorf("%d kinds are about requests, which are four at least", found)
	}
}
