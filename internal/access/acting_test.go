package access

import (
	"slices"
	"testing"
)

// TestActing: a member is kept unasked for what an ID says that they did, and not for a name.
func TestActing(t *testing.T) {
	r := recorded(t)
	note := r.add("asha", "note", "headline: Mina Hall was there\n", "With Femi Bello.\n")
	r.endorse("judith", "line", "endorsed", note)
	r.add("asha", "intervention", "delivered_by: kofi\n", "")
	r.add("asha", "contact", "with: [lena]\n", "")
	members := []Member{{ID: "asha", Name: "Asha Rao"}, {ID: "mina", Name: "Mina Hall"},
		{ID: "judith", Name: "Judith Pryce"}, {ID: "kofi", Name: "Kofi Mensah"},
		{ID: "lena", Name: "Lena Holt"}}
	want := []string{"Asha Rao", "Judith Pryce", "Kofi Mensah"}
	if got := acting(r.items, members); !slices.Equal(got, want) {
		t.Errorf("acting are %q", got)
	}
	r.items[0].Fault = "refused"
	r.items[0].Signer = "mina"
	if got := acting(r.items, members); slices.Contains(got, "Mina Hall") {
		t.Errorf("a refused entry has a signer who is kept: %q", got)
	}
}
