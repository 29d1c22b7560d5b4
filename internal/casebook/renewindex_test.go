package casebook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"casefile/internal/index"
	"casefile/internal/ledger"
	"casefile/internal/record"
)

// A destruction marks each index of the copy once. While something holds a copy of a key, nothing
// is marked again.
func TestDestructionMarksIndexes(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	dir := b.repo.CommonDir()
	toRenew := func(want ...string) {
		t.Helper()
		if got := must(b.IndexesToRenew()); !reflect.DeepEqual(got, want) {
			t.Errorf("the indexes of %v are marked, want %v", got, want)
		}
	}
	for _, who := range []string{"vera", "asha"} {
		identity := must(o.as(who).person.Identity())
		db := must(index.Open(o.ctx, index.Options{Dir: dir, Member: who, Identity: identity,
			Mark: b.MarkFor("lists")}))
		o.must(db.Close())
	}
	toRenew()
	o.git("update-ref", "refs/heads/saved", ledger.KeysPrefix+id.Shard())
	must(b.dispose(o.ctx, id))
	toRenew() // the keys are still there
	b = o.as("vera")
	if e := must(b.PurgeDue(o.ctx)); len(e.Left) == 0 {
		t.Error("nothing holds a key fast")
	}
	toRenew("asha", "vera")
	if !b.IndexToRenew() {
		t.Error("mine is not among them")
	}
	for _, who := range []string{"vera", "asha"} {
		identity := must(o.as(who).person.Identity())
		db := must(index.Open(o.ctx, index.Options{Dir: dir, Member: who, Identity: identity,
			Mark: b.MarkFor("lists")}))
		o.must(db.Renew(o.ctx))
		o.must(db.Close())
	}
	if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) == 0 {
		t.Error("it was not looked at again")
	}
	toRenew()
}

// The index of a member who left is deleted by the next command in the copy, whoever gives it.
func TestIndexOfWhoLeftGoes(t *testing.T) {
	o := newOffice(t)
	b := o.as("mina")
	dir := b.repo.CommonDir()
	for _, who := range []string{"asha", "mina"} {
		identity := must(o.as(who).person.Identity())
		db := must(index.Open(o.ctx, index.Options{Dir: dir, Member: who, Identity: identity,
			Mark: b.MarkFor("lists")}))
		o.must(db.Close())
	}
	o.as("mina").DropLeft()
	if got := must(index.Members(dir)); !reflect.DeepEqual(got, []string{"asha", "mina"}) {
		t.Fatalf("there are indexes of %v", got)
	}
	o.alter("asha", leaves)
	o.as("mina").DropLeft()
	if got := must(index.Members(dir)); !reflect.DeepEqual(got, []string{"mina"}) {
		t.Errorf("there are indexes of %v", got)
	}
}

// A renewed index has nothing of the case, everything else, and another key.
func TestRenewIndex(t *testing.T) {
	o := newOffice(t)
	gone, stays := o.disposable(), o.newCase()
	b := o.as("vera")
	l := b.listsHere(o.ctx, true)
	if l == nil {
		t.Fatal("there is no index")
	}
	var changes []index.Change
	for _, id := range []record.ID{gone, stays} {
		change := must(l.change(id))
		change.Entries = []index.Entry{{ID: id, Text: "the red kettle", Folded: "the red kettle"}}
		changes = append(changes, change)
	}
	o.must(l.db.Write(o.ctx, l.to, changes))
	key := filepath.Join(index.Lists(b.repo.CommonDir()), "vera", "key.age")
	before := must(os.ReadFile(key))
	must(b.dispose(o.ctx, gone))
	b = o.as("vera")
	must(b.PurgeDue(o.ctx))
	if !b.IndexToRenew() {
		t.Fatal("it owes nothing")
	}
	b.RenewIndex(o.ctx)
	if b.IndexToRenew() || bytes.Equal(before, must(os.ReadFile(key))) {
		t.Errorf("it owes still: %q", b.Notes)
	}
	var found []record.ID
	caseOf := func(e *index.Entry) (record.ID, bool, error) { return e.Case, true, nil }
	by := index.Filter[record.ID]{Entry: caseOf}
	o.must(index.Search(o.ctx, b.listsHere(o.ctx, false).db, "kettle", by, func(id record.ID) error {
		found = append(found, id)
		return nil
	}))
	if !reflect.DeepEqual(found, []record.ID{stays}) {
		t.Errorf("found in %v, want %v", found, stays)
	}
}
