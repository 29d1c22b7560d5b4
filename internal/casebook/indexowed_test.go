package casebook

import (
	"reflect"
	"testing"

	"casefile/internal/index"
	"casefile/internal/ledger"
)

// What is destroyed is owed by each index of the copy, once: nothing asks for more while a copy
// of a key is held fast somewhere.
func TestDestructionIsOwedByIndexes(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	dir := b.repo.CommonDir()
	owing := func(want ...string) {
		t.Helper()
		if got := must(b.IndexesOwing()); !reflect.DeepEqual(got, want) {
			t.Errorf("it is owed by %v, want %v", got, want)
		}
	}
	for _, who := range []string{"vera", "asha"} {
		identity := must(o.as(who).person.Identity())
		db := must(index.Open(o.ctx, index.Options{Dir: dir, Member: who, Identity: identity}))
		o.must(db.Close())
	}
	owing()
	o.git("update-ref", "refs/heads/saved", ledger.KeysPrefix+id.Shard())
	must(b.dispose(o.ctx, id))
	owing() // the keys are there still
	b = o.as("vera")
	if e := must(b.PurgeDue(o.ctx)); len(e.Left) == 0 {
		t.Error("nothing holds a key fast")
	}
	owing("asha", "vera")
	if !b.IndexOwes() {
		t.Error("mine is not among them")
	}
	for _, who := range []string{"vera", "asha"} {
		identity := must(o.as(who).person.Identity())
		db := must(index.Open(o.ctx, index.Options{Dir: dir, Member: who, Identity: identity}))
		o.must(db.Renew(o.ctx))
		o.must(db.Close())
	}
	if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) == 0 {
		t.Error("it was not looked at again")
	}
	owing()
}
