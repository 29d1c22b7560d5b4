package access

import (
	"strings"
	"testing"

	"casefile/internal/cases"
)

// TestInTheirWork: only whom the case names by their ID is known to be in it as a member.
func TestInTheirWork(t *testing.T) {
	members := []Member{{ID: "asha", Name: "Asha Rao"}, {ID: "mina", Name: "Mina Hall"},
		{ID: "ben", Name: "Ben Ito"}, {ID: "judith", Name: "Judith Pryce"}, {ID: "lee", Name: "Lee Marsh"}}
	r := recorded(t)
	call := r.add("asha", "note", "sources: [{who: Lee Marsh}]\n", "Ben Ito came.\n")
	r.endorse("mina", "line", "endorsed", call)
	r.add("asha", "intervention", "delivered_by: judith\n", "")
	refused := r.add("lee", "note", "", "")
	refused.Fault = "signed by nobody"
	r.items[3] = refused
	got := strings.Join(inTheirWork(append(r.items, cases.Item{}), members), ", ")
	if got != "Asha Rao, Mina Hall, Judith Pryce" {
		t.Errorf("in their work are %s", got)
	}
}
