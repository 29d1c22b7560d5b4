package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestDrawSample(t *testing.T) {
	ids := []record.ID{"K3F927QM", "P4W83XKM", "A2B3C4D5", "R4D95XYZ", "M2T67WKP"}
	backward := slices.Clone(ids)
	slices.Reverse(backward)
	one := drawSample(ids, 3, 7)
	if again := drawSample(backward, 3, 7); len(one) != 3 || !slices.Equal(one, again) {
		t.Errorf("the same seed drew %v and %v", one, again)
	}
	if all := drawSample(ids, 9, 7); len(all) != len(ids) {
		t.Errorf("of %d cases it drew %v", len(ids), all)
	}
	drawn := map[record.ID]bool{}
	for seed := range uint64(64) {
		drawn[drawSample(ids, 1, seed)[0]] = true
	}
	if len(drawn) != len(ids) {
		t.Errorf("64 seeds drew %v only", drawn)
	}
}

// Of all that may be read, intakes and destroyed cases are never drawn, nor counted.
func TestAuditSample(t *testing.T) {
	all := []record.Status{record.Intake, record.Open, record.Closing, record.Closed,
		record.Disposing, record.Transferred, record.Destroyed}
	ids := []record.ID{"K3F927QM", "P4W83XKM", "A2B3C4D5", "R4D95XYZ", "M2T67WKP", "C7D8E9F2",
		"H4J5K6M7"}
	var dockets []*record.Docket
	for i, status := range all {
		dockets = append(dockets, &record.Docket{Case: ids[i], Status: status})
	}
	for _, c := range []struct{ n, want int }{{0, 0}, {1, 1}, {3, 3}, {5, 5}, {9, 5}} {
		drawn, of := AuditSample(dockets, c.n, 7)
		again, _ := AuditSample(dockets, c.n, 7)
		if len(drawn) != c.want || of != 5 || !slices.Equal(drawn, again) {
			t.Errorf("%d drawn are %v and %v, of %d", c.n, drawn, again, of)
		}
		if slices.Contains(drawn, ids[0]) || slices.Contains(drawn, ids[6]) {
			t.Errorf("%v has a case with no file", drawn)
		}
	}
	if drawn, of := AuditSample(nil, 3, 7); len(drawn) != 0 || of != 0 {
		t.Errorf("of no case it drew %v, of %d", drawn, of)
	}
}
