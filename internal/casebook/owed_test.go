package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// What holds the keys of a destroyed case keeps them owed, at each look, until it is gone.
func TestKeysStayOwed(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	shard := ledger.KeysPrefix + id.Shard()
	lock := func(b *Book) string {
		return filepath.Join(b.repo.CommonDir(), filepath.FromSlash(shard)+".lock")
	}
	for _, tt := range []struct {
		name    string
		hold    func(o *office, b *Book, keys string)
		release func(o *office, b *Book)
	}{
		{"a tag", func(o *office, _ *Book, keys string) { o.git("tag", "saved", keys) },
			func(o *office, _ *Book) { o.git("tag", "-d", "saved") }},
		{"a ref below casefile's own",
			func(o *office, _ *Book, keys string) { o.git("update-ref", "refs/casefile/keys-of-old", keys) },
			func(o *office, _ *Book) { o.git("update-ref", "-d", "refs/casefile/keys-of-old") }},
		{"a shard that main went ahead of, and that something keeps locked",
			func(o *office, b *Book, keys string) {
				o.git("update-ref", shard, keys)
				o.must(os.WriteFile(lock(b), []byte("no lock of git's\n"), 0o600))
			},
			func(o *office, b *Book) { o.must(os.Remove(lock(b))) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			b := o.as("vera")
			keys := must(b.repo.Ref(o.ctx, shard))
			must(b.dispose(o.ctx, id))
			tt.hold(o, b, keys)
			for range 2 {
				if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) == 0 {
					t.Error("nothing is said to be left")
				}
				if owed := must(o.as("vera").Owed()); !slices.Equal(owed, []record.ID{id}) {
					t.Errorf("owed: %v", owed)
				}
			}
			tt.release(o, b)
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) > 0 || len(e.IDs) != 4 {
				t.Errorf("%d keys went, left: %v", len(e.IDs), e.Left)
			}
			if owed := must(o.as("vera").Owed()); len(owed) > 0 || o.wrappedHere() > 0 {
				t.Errorf("owed: %v, %d keys are here", owed, o.wrappedHere())
			}
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.IDs) > 0 {
				t.Errorf("it is told again: %v", e.IDs)
			}
		})
	}
}

// A loss of power between main and the shard leaves keys that a ref holds: the purge puts the
// shard right first, whoever opened the copy before.
func TestShardBehindMain(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	shard := ledger.KeysPrefix + id.Shard()
	keys := must(b.repo.Ref(o.ctx, shard))
	must(b.dispose(o.ctx, id))
	o.git("update-ref", shard, keys)
	if e := must(b.PurgeDue(o.ctx)); len(e.Left) > 0 || o.wrappedHere() > 0 {
		t.Errorf("left: %v, %d keys", e.Left, o.wrappedHere())
	}
}

// The file of what is owed says what it says by itself, and nonsense in it says nothing.
func TestOwes(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	blob := strings.Repeat("a1", 20)
	o.must(os.MkdirAll(b.besideRefs(owedFolder), 0o700))
	for _, tt := range []struct {
		name, text, settled string
		ids                 int
	}{
		{"an empty one", "", "", 0},
		{"before the act", "-\n" + blob + "\n", "", 1},
		{"a destroyed case", "destroyed\n" + blob + "\n", "destroyed", 1},
		{"lines that are no id", "destroyed\nHEAD\n" + blob + "0\n\n" + blob, "destroyed", 1},
	} {
		o.must(os.WriteFile(b.owed(id), []byte(tt.text), 0o600))
		got, owed, err := b.owes(id)
		if err != nil || !owed || got.settled != tt.settled || len(got.ids) != tt.ids {
			t.Errorf("%s: %+v, %t, %v", tt.name, got, owed, err)
		}
	}
	o.must(os.Remove(b.owed(id)))
	o.must(os.Mkdir(b.owed(id), 0o700))
	if _, owed, err := b.owes(id); err != nil || owed {
		t.Errorf("a folder: %t, %v", owed, err)
	}
}

// An act that comes to nothing leaves what was owed of the case before.
func TestOweIsTakenBack(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	drop, err := b.owe(id)
	o.must(err)
	if got, owed, err := b.owes(id); err != nil || !owed || got.settled != "" || len(got.ids) != 3 {
		t.Errorf("the keys of the case were to be listed: %+v, %v", got, err)
	}
	o.must(drop())
	if _, owed, _ := b.owes(id); owed {
		t.Error("it is owed still")
	}
	blob := strings.Repeat("b2", 20)
	o.must(b.noteOwed(id, owing{"destroyed", []string{blob}}))
	drop, err = b.owe(id)
	o.must(err)
	o.must(drop())
	got, _, err := b.owes(id)
	if err != nil || got.settled != "destroyed" || !slices.Equal(got.ids, []string{blob}) {
		t.Errorf("what was owed before: %+v, %v", got, err)
	}
}
