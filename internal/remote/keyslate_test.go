package remote

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// beside opens a case whose wrapped keys lie in the same keys ref as another's.
func (c *copied) beside(id record.ID) record.ID {
	c.Helper()
	last := "7"
	if id[7] == '7' {
		last = "8"
	}
	next := id[:7] + record.ID(last)
	b := c.book()
	_, err := b.OpenCase(c.ctx, casebook.OpenOrder{Case: next, KeyWorker: "asha",
		Entries: []*casebook.Prepared{c.prepared(b, next, "profile", profileText)}})
	c.must(err)
	return next
}

// lacksKeysOf compares the cases whose keys have not come with those expected.
func (c *copied) lacksKeysOf(want ...record.ID) {
	c.Helper()
	got, err := c.book().AwaitedKeys(c.ctx)
	c.must(err)
	if !slices.Equal(got, want) {
		c.Errorf("the keys of %v are yet to come, want %v", got, want)
	}
}

// sees returns the error of reading a case.
func (c *copied) sees(id record.ID) error {
	c.Helper()
	_, err := c.book().Case(c.ctx, id)
	return err
}

// A server's keys ref may be behind its main. A key that it does not list has not come. A listed
// key that is missing is damage. A copy's ref is corrected when the keys come.
func TestKeysRefBehindMain(t *testing.T) {
	o := newOffice(t)
	o.first.sync()
	asha := o.clone("asha")
	first := asha.newCase()
	asha.sync()
	mina := o.clone("mina")
	ref := ledger.KeysPrefix + first.Shard()
	before := o.git(o.server, "rev-parse", ref)
	second := asha.beside(first)
	asha.sync()
	o.git(o.server, "update-ref", ref, before)

	for range 2 {
		mina.sync()
		mina.lacksKeysOf(second)
		if err := mina.sees(second); !errors.Is(err, casebook.ErrKeysMissing) {
			t.Errorf("what has not come: %v", err)
		}
		if err := mina.sees(first); err != nil {
			t.Errorf("what has come: %v", err)
		}
		repo := mina.book().Repo()
		x, err := casebook.Examine(t.Context(), repo, mina.options("mina", ""),
			casebook.ExamineOptions{})
		if err != nil || len(x.Faults) > 0 || len(x.Notes) != 1 {
			t.Errorf("what is yet to come is a fault: %v, %v", x.Faults, err)
		}
	}
	mina.note(first, "Visit") // she may send while she waits
	mina.sync()
	asha.sync()
	mina.note(first, "Call")
	mina.sync()
	mina.lacksKeysOf()
	mina.even()
	if err := mina.sees(second); err != nil {
		t.Error(err)
	}
	o.loses(mina, second)
	if err := mina.sees(second); !store.IsDamage(err) || errors.Is(err, casebook.ErrKeysMissing) {
		t.Errorf("a key that a keys ref lists is gone: %v", err)
	}
}

// loses removes the wrapped keys of a case from the objects of a copy.
func (o *office) loses(c *copied, id record.ID) {
	o.Helper()
	d, err := c.book().Docket(o.ctx, id)
	o.must(err)
	packs, err := filepath.Glob(filepath.Join(c.dir, "objects", "pack", "*.pack"))
	o.must(err)
	for _, pack := range packs { // no object may lie in two places
		aside := filepath.Join(o.TempDir(), "pack")
		o.must(os.Rename(pack, aside))
		unpack := exec.Command("git", "--git-dir", c.dir, "unpack-objects", "-q")
		unpack.Stdin, err = os.Open(aside)
		o.must(err)
		o.must(unpack.Run())
	}
	for _, blob := range d.Keys[0] {
		o.must(os.Remove(filepath.Join(c.dir, "objects", blob[:2], blob[2:])))
	}
}
