package casebook

import (
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// A text that says it was filed is another's words only where something binds them: its
// SHA-256, or a signer who may triage. A forged client has neither.
func TestConfirmFiled(t *testing.T) {
	o := newOffice(t)
	from := o.twoConcerns()
	to := o.newCase()
	original := o.folded("mina", from).Concerns[0].Entry.Item
	origin := filedFrom(original, original)
	for name, tt := range map[string]struct {
		change func(*record.Origin)
		as     string
		want   bool
	}{
		"by a lead, links changed": {func(*record.Origin) {}, "lead", true},
		"by a caseworker":          {func(*record.Origin) {}, "", false},
		"under another's name":     {func(f *record.Origin) { f.By = "mina" }, "lead", false},
		"at another time": {func(f *record.Origin) {
			f.Recorded = f.Recorded.Add(1)
		}, "lead", false},
		"with a SHA-256, other words": {func(f *record.Origin) {
			f.Nonce, f.SHA256 = original.Nonce, original.SHA256
		}, "lead", false},
	} {
		from := origin
		tt.change(&from)
		items := []cases.Item{{Triagers: cases.Triagers{As: tt.as},
			Entry: &record.Entry{Case: to, Kind: original.Kind, Origin: []record.Origin{from}}}}
		if err := o.as("mina").confirmFiled(items); err != nil || items[0].Filed != tt.want {
			t.Errorf("%s: filed %t, %v", name, items[0].Filed, err)
		}
	}
}
