package casebook

import (
	"slices"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// All cores fold, and each case comes in its turn, once, as it comes by itself: also where the
// index that all of them ask is damaged or gone.
func TestEachCaseInTurn(t *testing.T) {
	o := newOffice(t)
	var ids []record.ID
	for range 9 {
		id := o.newCase()
		o.note(o.as("asha"), id, "came")
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for name, harm := range map[string]func(){
		"sound":   func() {},
		"damaged": func() { o.setIndex(ids[4].Shard(), []byte("1 E damaged\n")) },
		"gone":    func() { o.setIndex(ids[4].Shard(), nil) },
	} {
		b := o.as("asha")
		harm()
		var came []record.ID
		unread, err := b.EachCase(t.Context(), nil, func(c *cases.Case) error {
			if n := len(c.Threads(record.KindNote)); n != 1 || len(c.Faults) > 0 {
				t.Errorf("%s: %s has %d notes, and of faults %d", name, c.ID, n, len(c.Faults))
			}
			came = append(came, c.ID)
			return nil
		})
		if err != nil || len(unread) > 0 || !slices.Equal(came, ids) {
			t.Errorf("%s: came %v, of %v; not read %v, %v", name, came, ids, unread, err)
		}
	}
}
