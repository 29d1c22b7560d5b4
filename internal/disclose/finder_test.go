package disclose

import (
	"slices"
	"testing"

	"casefile/internal/cases"
)

func TestUnused(t *testing.T) {
	k := builtin(t)
	items := []cases.Item{profile(t, k, neighbour), sealedItem(t, k, 1, "note", "", "Ann Lind came.\n")}
	d := Decisions{Items: []Decision{{Name: "Ann Lynd", Do: DoRemove},
		{Name: "Ann Lind", Do: DoRemove}, {Name: "Bea", Do: DoKeep}, {Do: DoRemove}}}
	if got := Unused(items, k, d); !slices.Equal(got, []string{"Ann Lynd"}) {
		t.Errorf("unused are %q", got)
	}
}
