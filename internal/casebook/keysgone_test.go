package casebook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// A wrapped key that the records list and this copy has lost is told of each time somebody
// asks, also after a time when it was there.
func TestLostKeyIsToldEachTime(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	if before := o.examined("asha", ExamineOptions{}); len(before.Faults) > 0 {
		t.Fatal(before.Faults)
	}
	d, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	blob := d.Keys[0]["mina"]
	o.must(os.Remove(filepath.Join(o.dir, "objects", blob[:2], blob[2:])))
	for _, scratch := range []bool{false, false, true, false} {
		x := o.examined("asha", ExamineOptions{FromScratch: scratch})
		if len(x.Faults) != 1 || x.Faults[0].Rule != verify.RuleDamaged ||
			!strings.Contains(x.Faults[0].Means, string(id)+"/1/mina.age") {
			t.Errorf("from scratch %t: %v", scratch, x.Faults)
		}
	}
}
