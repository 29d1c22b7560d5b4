package verify

import (
	"testing"

	"casefile/internal/record"
)

// TestAddInSeveralCases: one visit to two sisters is one commit. Each case is judged as if it were
// alone.
func TestAddInSeveralCases(t *testing.T) {
	two := func(t testing.TB) *draft {
		s := opened(t)
		secondCase(s)
		s.land(grantBy(s, "asha")) // Carl reads the first case
		return plain("add")(s, "asha").entry(another, "7K2M0JJJ")
	}
	vary(t, two, []variation{
		{"as it must be", func(*draft) {}, ""},
		{"two entries in one of them", func(d *draft) { d.entry(another, "7K2M0KKK") }, ""},
		{"by one who reads the first only", func(d *draft) { d.by("carl") }, "role"},
		{"one case not named", func(d *draft) { d.msg.Cases = d.msg.Cases[:1] }, "trailers"},
		{"a case named that has nothing", func(d *draft) {
			d.remove(d.path(another, "7K2M0JJJ"))
			d.trailers(another).Entries = nil
		}, "trailers"},
		{"the entry of one under the other", func(d *draft) {
			d.trailers(theCase).Entries = append(d.trailers(theCase).Entries,
				d.trailers(another).Entries...)
		}, "trailers"},
		{"somebody let into one of them", func(d *draft) {
			d.on(another, func(k *record.Docket) { k.Keys[0]["vera"] = d.key() })
		}, "keys"},
		{"as a concern", func(d *draft) { d.msg.Op = "concern" }, "trailers"},
	})
}
