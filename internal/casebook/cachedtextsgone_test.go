package casebook

import (
	"maps"
	"testing"

	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/team"
)

// openedIn counts what somebody's index has opened of a case, once they have looked at their list.
func (o *office) openedIn(who string, id record.ID) (n int) {
	o.Helper()
	o.listedBy(who, false)
	b := o.as(who)
	defer b.CloseLists()
	o.must(b.listsOpened(o.ctx, false).db.Opened(o.ctx, id, func(index.Entry) error {
		n++
		return nil
	}))
	return n
}

// What is opened of a case goes from the index of whoever loses access, and from all with what is
// erased or destroyed. Until then it is shown to nobody who may not read it.
func TestOpenedGoes(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Bell", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia")
	goes := o.note(o.as("asha"), id, "Of another family")
	all := o.openedIn("nia", id)
	if had := o.openedIn("asha", id); all < 2 || had != all {
		t.Fatalf("opened of the case are %d and %d entries", all, had)
	}
	if _, had := o.shownBy("nia", []record.ID{id}, false); had != all {
		t.Errorf("of %d the page took %d", all, had)
	}
	must(o.as("mina").Revoke(o.ctx, id, "nia"))
	if page, had := o.shownBy("nia", []record.ID{id}, false); had != 0 {
		t.Errorf("who may not read it any more is shown\n%s", page)
	}
	if left := o.openedIn("nia", id); left > 0 {
		t.Errorf("%d entries are left of who may not read them any more", left)
	}
	o.requestErasure(id, goes)
	o.endorsedAs("judith", "senior", id)
	before := o.openedIn("asha", id)
	o.reseals("mina", id, func(files []Resealed, _ string) []Resealed { return files })
	if _, had := o.shownBy("asha", []record.ID{id}, false); had != 0 {
		t.Errorf("of what was sealed again the page took %d", had)
	}
	if left := o.openedIn("asha", id); left < 1 || left != before-1 {
		t.Errorf("%d entries are left of %d, one of which is erased", left, before)
	}
}

// Of a destroyed case nothing is left.
func TestOpenedGoesWithTheCase(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	if n := o.openedIn("vera", id); n == 0 {
		t.Fatal("nothing is opened")
	}
	must(o.as("vera").dispose(o.ctx, id))
	if n := o.openedIn("vera", id); n > 0 {
		t.Errorf("%d entries are left", n)
	}
}

// What another version kept is kept anew, where somebody looks at their list.
func TestOpenedIsMadeAnew(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	all := o.openedIn("asha", id)
	b := o.as("asha")
	defer b.CloseLists()
	l := b.listsHere(o.ctx, false)
	change := must(l.change(id))
	change.Keep, change.Entries = false, b.readRow(o.ctx, id, rowFor{keeps: true}).texts
	for i := range change.Entries {
		change.Entries[i].Opened = nil
	}
	to := l.to
	if to.Versions["opened"] != decodedVersion() {
		t.Errorf("rows are good for any version of what is opened: %v", to.Versions)
	}
	to.Versions = maps.Clone(to.Versions)
	to.Versions["opened"] = "of another program"
	o.must(l.db.Write(o.ctx, to, []index.Change{change}))
	if n := o.openedIn("asha", id); n != all || all == 0 {
		t.Errorf("opened are %d entries, and were %d", n, all)
	}
}
