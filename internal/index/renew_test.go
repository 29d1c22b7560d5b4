package index

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// A renewed index answers as before, under another key in another file, and the old file is gone.
// Its pages have checksums, and are more than SQLite keeps in memory.
func TestRenew(t *testing.T) {
	ctx := context.Background()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	build(t, db, 100)
	before, err := answers(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := MarkForRenewal(o.Dir); err != nil || !db.RenewalDue() {
		t.Fatalf("it is not marked: %v", err)
	}
	old, sealed := db.key, db.sealed
	if err := db.Renew(ctx); err != nil {
		t.Fatal(err, whyIs(err))
	}
	if bytes.Equal(db.key, old) || bytes.Equal(db.sealed, sealed) || db.RenewalDue() {
		t.Error("it is under its old key, or marked still")
	}
	for range 2 {
		if after, err := answers(db); err != nil || !reflect.DeepEqual(after, before) {
			t.Errorf("it answers otherwise: %v", err)
		}
		for pragma, want := range map[string]string{
			"PRAGMA integrity_check": "ok", "PRAGMA journal_mode": "wal",
			"PRAGMA checksum_verification": "1",
		} {
			_ = each(db.conn, pragma, nil, func(s *sqlite3.Stmt) error {
				if got := s.ColumnText(0); got != want {
					t.Errorf("%s: %s", pragma, got)
				}
				return nil
			})
		}
		written(t, db, change("K3F927QM", "one", "kettle"))
		db.Close()
		db = opened(t, o)
		if _, made := db.Remade(); made {
			t.Error("it was made anew")
		}
		if before, err = answers(db); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(db.folder, "*"))
	for _, name := range names {
		base := filepath.Base(name)
		if base != keyFile && !strings.HasPrefix(base, db.file()) {
			t.Errorf("%s is there", base)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// If the new file can't be made, the index is unchanged, and stays marked.
func TestRenewFails(t *testing.T) {
	ctx := context.Background()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	if err := MarkForRenewal(o.Dir); err != nil {
		t.Fatal(err)
	}
	other := opened(t, o)
	k := newKey()
	if err := os.Mkdir(filepath.Join(db.folder, k.file()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := db.renew(ctx, k); whyIs(err) != Failed || !db.RenewalDue() {
		t.Errorf("%v", err)
	}
	if n := databases(t, db.folder); n != 1 {
		t.Errorf("%d databases are there", n)
	}
	if got := found(t, db, "kettle"); len(got) != 1 {
		t.Errorf("%q", got)
	}
	if err := db.Renew(ctx); err != nil || db.RenewalDue() {
		t.Errorf("retried: %v", err)
	}
	// A process that has the old file open can't renew it again, and writes to no file of others.
	if err := MarkForRenewal(o.Dir); err != nil {
		t.Fatal(err)
	}
	if err := other.Renew(ctx); whyIs(err) != Moved || !db.RenewalDue() {
		t.Errorf("%v", err)
	}
}

// A process killed between the old key and the new one has deleted the index, and no mark is left.
func TestRenewCut(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	if err := MarkForRenewal(o.Dir); err != nil {
		t.Fatal(err)
	}
	if err := db.takeKey(); err != nil {
		t.Fatal(err)
	}
	old := db.file()
	db.Close()
	db = opened(t, o)
	if got := found(t, db, "kettle"); got != nil || db.RenewalDue() {
		t.Errorf("%q", got)
	}
	if _, err := os.Stat(filepath.Join(db.folder, old)); err == nil {
		t.Error("the old file is there")
	}
	if mark, err := MembersToRenew(o.Dir); err != nil || mark != nil {
		t.Errorf("%v, %v", mark, err)
	}
}

// A mark made while an index is renewed stays.
func TestSettle(t *testing.T) {
	dir := t.TempDir()
	opened(t, Options{Dir: dir, Member: "asha", Identity: asha(t), Mark: testMark})
	folder := folderOf(dir, "asha")
	if err := MarkForRenewal(dir); err != nil {
		t.Fatal(err)
	}
	first := renewalMark(folder)
	if err := MarkForRenewal(dir); err != nil {
		t.Fatal(err)
	}
	if err := dropRenewalMark(folder, first); err != nil || renewalMark(folder) == nil {
		t.Errorf("the later mark is gone: %v", err)
	}
	if err := dropRenewalMark(folder, renewalMark(folder)); err != nil ||
		renewalMark(folder) != nil {
		t.Errorf("the mark is there: %v", err)
	}
	if err := Remove(dir, "asha"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(Lists(dir)); err == nil {
		t.Error("something is left")
	}
}
