package index

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// Whoever is killed while pages of the log go into the database leaves some of them there. With
// the log all is as it was written; where the log lost a piece besides, no answer is of two states.
func TestCutOffWhileMoving(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	var changes []Change
	for n := range 40 {
		changes = append(changes, change(idOf(int64(n)<<20+1<<39), fmt.Sprint("data ", n),
			"kettle "+fmt.Sprint("w", n), fmt.Sprint("wood and a door ", n), "a longer text"))
	}
	db := opened(t, o)
	written(t, db, changes[:30]...)
	db.Close()
	db = opened(t, o)
	written(t, db, changes[30:35]...)
	written(t, db, changes[35:]...)
	want, err := answers(db)
	if err != nil {
		t.Fatal(err)
	}
	logged, name := saved(t, db.folder), db.file()
	pages := len(logged[name+"-wal"]) / (4096 + 24)
	db.Close()
	moved := saved(t, db.folder)[name]
	seed := rand.Uint64()
	for round := range 12 {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		mixed := append(bytes.Clone(logged[name]), moved[len(logged[name]):]...)
		for at := 0; at < len(mixed); at += 4096 {
			if r.IntN(3) > 0 {
				copy(mixed[at:at+4096], moved[at:])
			}
		}
		files := map[string][]byte{keyFile: logged[keyFile], name: mixed, name + "-wal": logged[name+"-wal"],
			movingFile: fmt.Appendf(nil, "%s %d\n", name, pages)}
		if got := asked(t, o, files); got == nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("seed %d, round %d: with the log it is not as it was written", seed, round)
		}
		files[name+"-wal"] = logged[name+"-wal"][:r.IntN(pages)*(4096+24)]
		if got := asked(t, o, files); got != nil && !reflect.DeepEqual(*got, want) {
			t.Errorf("seed %d, round %d: between two states", seed, round)
		}
	}
}

// A log that is long goes into the database with no note left, and so does any at the end; not
// where there is a note of others.
func TestCheckpoint(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	note := filepath.Join(db.folder, movingFile)
	if err := os.WriteFile(note, []byte("db-another 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db.Close()
	log := filepath.Join(db.folder, db.file()+"-wal")
	if info, err := os.Stat(log); err != nil || info.Size() == 0 {
		t.Errorf("beside a note of others the log went: %v", err)
	}
	db = opened(t, o) // the note is of no database that is there
	if got := found(t, db, "kettle"); !reflect.DeepEqual(got, []string{"kettle"}) {
		t.Errorf("%q", got)
	}
	if err := db.checkpoint(1); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(note); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the note is there: %v", err)
	}
	db.Close()
	if _, err := os.Stat(log); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the log is there after the last: %v", err)
	}
}

// laid opens an index of these files; nil where what is there is not used.
func laid(t *testing.T, o Options, files map[string][]byte) *DB {
	t.Helper()
	folder := folderOf(o.Dir, o.Member)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, data := range files {
		if err := os.WriteFile(filepath.Join(folder, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db := opened(t, o)
	if _, anew := db.Remade(); anew {
		return nil
	}
	return db
}

// asked are the answers of an index with these files; nil where it refuses them.
func asked(t *testing.T, o Options, files map[string][]byte) *[3][]string {
	t.Helper()
	o.Dir = t.TempDir()
	db := laid(t, o, files)
	if db == nil {
		return nil
	}
	got, err := answers(db)
	if err != nil {
		return nil
	}
	return &got
}
