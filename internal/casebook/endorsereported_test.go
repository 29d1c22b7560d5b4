package casebook

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
)

// reports has mina record what a trustee has said of an entry.
func (o *office) reports(id, target record.ID) error {
	o.Helper()
	b := o.as("mina")
	facts, err := b.Facts(id)
	o.must(err)
	text := endorsementText(string(target), facts.Entries[target].SHA256, "line", "endorsed")
	text = strings.Replace(text, "comment:", "reported: {name: P. Osei, role: trustee, "+
		"at: 2026-03-06, how: telephone}\ncomment:", 1)
	_, err = b.Endorse(o.ctx, id, []*Prepared{b.prepared(o, id, "endorsement", text)})
	return err
}

// Endorsing itself refuses what was only reported of an entry that a docket waits for: the
// history would take it for a signature.
func TestEndorseReported(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	note := o.note(o.as("asha"), id, "Visit")
	o.must(o.reports(id, note))
	if list, err := o.as("asha").Endorsed(id, note); err != nil || len(list) != 1 {
		t.Errorf("of a note there are %v, %v", list, err)
	}
	o.close("asha", id)
	before := o.git("rev-parse", ledger.MainRef)
	err := o.reports(id, o.docket(id).Pending)
	if !errors.Is(err, cases.ErrUncounted) || !errors.Is(err, ErrDenied) {
		t.Errorf("of a closure: %v", err)
	}
	if got := o.git("rev-parse", ledger.MainRef); got != before ||
		o.docket(id).Status != record.Closing {
		t.Errorf("main is at %s, the case %s", got, o.docket(id).Status)
	}
	disposing := o.disposable()
	err = o.reports(disposing, o.docket(disposing).Pending)
	if !errors.Is(err, cases.ErrDestroys) || !errors.Is(err, ErrDenied) {
		t.Errorf("of a disposal: %v", err)
	}
}
