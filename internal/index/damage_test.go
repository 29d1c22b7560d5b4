package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"casefile/internal/seal"
)

// answers returns the answers of an index to four questions, each the same list or a fault.
func answers(db *DB) ([4][]string, error) {
	ctx := context.Background()
	var out [4][]string
	if err := db.Rows(ctx, func(r Row) error {
		out[0] = append(out[0], fmt.Sprintf("%v", r))
		return nil
	}); err != nil {
		return out, err
	}
	for i, query := range []string{"kettle", "w*"} {
		if err := matching(ctx, db, query, func(e Entry) error {
			out[i+1] = append(out[i+1], fmt.Sprintf("%v", e))
			return nil
		}); err != nil {
			return out, err
		}
	}
	return out, db.Opened(ctx, idOf(1<<39), func(e Entry) error {
		out[3] = append(out[3], string(e.Opened))
		return nil
	})
}

// harms are the ways in which a file may be damaged.
var harms = map[string]func(*rand.Rand, []byte) []byte{
	"a bit": func(r *rand.Rand, b []byte) []byte {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		return b
	},
	"cut short": func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] },
	"a block": func(r *rand.Rand, b []byte) []byte {
		from := r.IntN(len(b)) &^ 4095
		copy(b[from:], make([]byte, min(4096, len(b)-from)))
		return b
	},
	"exchanged": func(r *rand.Rand, b []byte) []byte {
		blocks := len(b) / 4096
		if blocks == 0 {
			return b
		}
		one, other := r.IntN(blocks)*4096, r.IntN(blocks)*4096
		block := append([]byte(nil), b[one:one+4096]...)
		copy(b[one:one+4096], b[other:other+4096])
		copy(b[other:other+4096], block)
		return b
	},
}

// TestDamage harms each file of an index at random places. Afterwards the answers are the same as
// before, or come from a new index, or are a fault. They are never anything else.
func TestDamage(t *testing.T) {
	id, seed := asha(t), rand.Uint64()
	source := Options{Dir: t.TempDir(), Member: "asha", Identity: id, Mark: testMark}
	db := opened(t, source)
	var changes []Change
	for n := range 60 {
		c := change(idOf(int64(n)<<20+1<<39), fmt.Sprint("data ", n), "kettle "+fmt.Sprint("w", n),
			fmt.Sprint("wood and a door ", n), "a longer text"+string(make([]byte, 3000)))
		for i := range c.Entries {
			c.Entries[i].Opened = fmt.Appendf(nil, "opened %d", i)
		}
		changes = append(changes, c)
	}
	written(t, db, changes[:30]...)
	files := saved(t, db.folder) // with a write-ahead log
	part, err := answers(db)
	if err != nil {
		t.Fatal(err)
	}
	written(t, db, changes[30:]...)
	whole, err := answers(db)
	if err != nil {
		t.Fatal(err)
	}
	logged := saved(t, db.folder)
	db.Close()
	closed := saved(t, db.folder)
	mine := func(got [4][]string) bool {
		for _, want := range [][4][]string{whole, part, {}} {
			if reflect.DeepEqual(got, want) {
				return true
			}
		}
		return false
	}
	for i, state := range []map[string][]byte{files, logged, closed} {
		for name := range state {
			for what, harm := range harms {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				got := afterHarm(t, id, state, name, func(b []byte) []byte { return harm(r, b) })
				if got != nil && !mine(*got) {
					t.Errorf("state %d, %s, %s, seed %d: other answers", i, name, what, seed)
				}
			}
		}
	}
}

// saved returns the files of a folder.
func saved(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// afterHarm writes the files of an index, one of them harmed, and asks. It returns nil if the index
// refuses.
func afterHarm(t *testing.T, id *seal.Identity, files map[string][]byte, harmed string,
	harm func([]byte) []byte,
) *[4][]string {
	t.Helper()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: id, Mark: testMark}
	folder := folderOf(o.Dir, o.Member)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, data := range files {
		if file == harmed {
			data = harm(bytes.Clone(data))
		}
		if err := os.WriteFile(filepath.Join(folder, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Errorf("%v: %v", err, errors.Unwrap(err))
		return nil
	}
	defer db.Close()
	got, err := answers(db)
	if err == nil {
		return &got
	}
	if whyIs(err) != Damaged && whyIs(err) != Broken {
		t.Errorf("%v: %v", err, errors.Unwrap(err))
	}
	// The next process makes it again.
	if again, err := answers(opened(t, o)); err != nil || !reflect.DeepEqual(again, [4][]string{}) {
		t.Errorf("afterwards: %v", err)
	}
	return nil
}
