package index

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// inClear returns the pages of a database as SQLite has them, free ones too.
func inClear(t *testing.T, db *DB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clear")
	if err := db.conn.Backup("main", path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// No page keeps anything of removed rows: neither the text, nor its words, nor the data of the row.
// The log is empty.
func TestNothingIsLeft(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	var changes []Change
	for n := range 40 {
		changes = append(changes, change(idOf(int64(n)<<20+1<<39), "plain", "a door", "a window",
			fmt.Sprint("house number ", n)))
	}
	secrets := []string{"zebracrossing", "quagmire", "xylophone", "jackdaw", "nightingale"}
	secret := change("K3F927QM", "a row of zebracrossing", "the quagmire of a door",
		"zebracrossing "+string(bytes.Repeat([]byte("xylophone and a window "), 400)))
	secret.Entries[1].Opened = []byte("a nightingale, opened")
	written(t, db, append(changes, secret)...)
	replaced := change("P4W8G2NB", "a row of jackdaw", "a jackdaw on the door")
	written(t, db, replaced)
	for _, word := range secrets {
		if !bytes.Contains(inClear(t, db), []byte(word)) {
			t.Fatalf("%s is not found where it is", word)
		}
	}
	written(t, db, Change{Row: Row{Case: "K3F927QM"}, Gone: true},
		change("P4W8G2NB", "a row of a robin", "a robin on the door"))
	for _, word := range secrets {
		if bytes.Contains(inClear(t, db), []byte(word)) {
			t.Errorf("%s is left", word)
		}
		// Terms are stored without the beginning that they share with the term before.
		if bytes.Contains(inClear(t, db), []byte(word[2:])) {
			t.Errorf("the end of %s is left", word)
		}
	}
	log, err := os.ReadFile(filepath.Join(db.folder, db.file()+"-wal"))
	if err != nil || len(log) != 0 {
		t.Errorf("the log has %d bytes: %v", len(log), err)
	}
}
