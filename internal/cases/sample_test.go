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
	one := DrawSample(ids, 3, 7)
	if again := DrawSample(backward, 3, 7); len(one) != 3 || !slices.Equal(one, again) {
		t.Errorf("the same seed drew %v and %v", one, again)
	}
	if all := DrawSample(ids, 9, 7); len(all) != len(ids) {
		t.Errorf("of %d cases it drew %v", len(ids), all)
	}
	drawn := map[record.ID]bool{}
	for seed := range uint64(64) {
		drawn[DrawSample(ids, 1, seed)[0]] = true
	}
	if len(drawn) != len(ids) {
		t.Errorf("64 seeds drew %v only", drawn)
	}
}
