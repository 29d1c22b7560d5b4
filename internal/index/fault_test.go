package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/seal"
)

// whyIs returns the reason of a fault; -1 for none.
func whyIs(err error) Why {
	var fault *Fault
	if !errors.As(err, &fault) {
		return -1
	}
	return fault.Why
}

// Each error of SQLite and the disk has one reason, and no message shows what was read.
func TestWhy(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Why
	}{
		{sqlite3.NOTADB, Damaged}, {sqlite3.CORRUPT_VTAB, Damaged}, {sqlite3.IOERR_DATA, Damaged},
		{sqlite3.BUSY_SNAPSHOT, Locked}, {sqlite3.PROTOCOL, Locked}, {sqlite3.FULL, Full},
		{sqlite3.READONLY, Sealed},
		{fmt.Errorf("x: %w", &fs.PathError{Op: "open", Path: "p", Err: syscall.EROFS}), Sealed},
		{&fs.PathError{Op: "open", Path: "p", Err: syscall.EACCES}, Sealed},
		{&fs.PathError{Op: "write", Path: "p", Err: syscall.ENOSPC}, Full},
		{seal.ErrNoMatch, Foreign}, {seal.ErrHeader, Damaged}, {errors.New("anything"), Failed},
	} {
		err := faultOf(context.Background(), c.err)
		if whyIs(err) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%v: %v", c.err, err)
		}
		if strings.Contains(err.Error(), c.err.Error()) {
			t.Errorf("%v is shown as it is", c.err)
		}
	}
}

// A panic in SQLite is a fault, and so is every later question.
func TestPanic(t *testing.T) {
	ctx := context.Background()
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	err := db.guard(ctx, func() error { panic("the red kettle") })
	if whyIs(err) != Broken || strings.Contains(err.Error(), "kettle") {
		t.Errorf("%v", err)
	}
	if _, err := db.State(ctx); whyIs(err) != Broken {
		t.Errorf("%v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if got := found(t, opened(t, o), "kettle"); got != nil {
		t.Errorf("what broke SQLite is used again: %q", got)
	}
}

// Errors and panics of the caller's own function are passed on.
func TestCaller(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	written(t, db, change("K3F927QM", "one", "kettle"))
	mine := errors.New("enough")
	if err := db.Rows(ctx, func(Row) error { return mine }); err != mine {
		t.Errorf("%v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the caller's panic is lost")
			}
		}()
		_ = matching(ctx, db, "kettle", func(Entry) error { panic("the caller's") })
	}()
	if _, err := db.State(ctx); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if err := db.Rows(ended, func(Row) error { return nil }); err != context.Canceled {
		t.Errorf("%v", err)
	}
}

// instead puts something else in the place of a file of the database.
func instead(of string, lay func(path string) error) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, dbOf(t, folder)+of)
		if err := errors.Join(os.RemoveAll(path), lay(path)); err != nil {
			t.Fatal(err)
		}
	}
}

func pipe(path string) error { return syscall.Mkfifo(path, 0o600) }

func away(path string) error { return os.Symlink(filepath.Join(os.TempDir(), "nothing"), path) }

func full(path string) error { return os.MkdirAll(filepath.Join(path, "more"), 0o700) }

// An index that nobody of this identity can use is made again, and that is reported. Others are
// left as they are.
func TestMadeAnew(t *testing.T) {
	mine, other := asha(t), asha(t)
	put := func(name string, data []byte) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if name == "db" {
				name = dbOf(t, folder)
			}
			if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	foreign, err := seal.SealOwn(other.Recipient(), newKey())
	planted := func(content []byte) []byte {
		sealed, err := seal.SealOwn(mine.Recipient(), content)
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	if err != nil {
		t.Fatal(err)
	}
	theirs := owner{mine, []byte("a mark of another account's")}
	forged := newKey()
	marked := append(slices.Clone(forged), theirs.markOf(forged)...)
	for name, c := range map[string]struct {
		harm func(*testing.T, string)
		want Why // of Open; -1 where it succeeds
		made Why // -1 if nothing is reported
	}{
		"as it was":      {func(*testing.T, string) {}, -1, -1},
		"key lost":       {lost(keyFile), -1, -1},
		"database lost":  {lost("db"), -1, -1},
		"all lost":       {lost(""), -1, -1},
		"foreign key":    {put(keyFile, foreign), -1, Foreign},
		"key of nothing": {put(keyFile, nil), -1, Damaged},
		"no key":         {put(keyFile, []byte("anything at all")), -1, Damaged},
		"short key":      {put(keyFile, planted([]byte("short"))), -1, Damaged},
		"bare key":       {put(keyFile, planted(forged)), -1, Older},
		"planted key":    {put(keyFile, planted(make([]byte, 64))), -1, Unmarked},
		"another's key":  {put(keyFile, planted(marked)), -1, Unmarked},
		"huge key":       {put(keyFile, make([]byte, 1<<20)), -1, Damaged},
		"in clear":       {put("db", unsealed(t)), -1, Damaged},
		"noise":          {put("db", noise(40960)), -1, Damaged},
		"a pipe":         {instead("", pipe), -1, Damaged},
		"a log's pipe":   {instead("-journal", pipe), -1, Damaged},
		"a link":         {instead("", away), -1, Damaged},
		"a folder":       {instead("", full), -1, Damaged},
		"newer":          {version(mine, format+1), Newer, -1},
		"older":          {version(mine, format-1), -1, Older},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Dir: t.TempDir(), Member: "asha", Identity: mine, Fold: asRead,
				Mark: testMark}
			db := opened(t, o)
			written(t, db, change("K3F927QM", "one", "kettle"))
			db.Close()
			c.harm(t, db.folder)
			again, err := Open(context.Background(), o)
			if whyIs(err) != c.want {
				t.Fatalf("%v", err)
			}
			if err != nil {
				return
			}
			defer again.Close()
			made := Why(-1)
			if why, ok := again.Remade(); ok {
				made = why
			}
			if made != c.made {
				t.Errorf("said: %v", made)
			}
			want := []string(nil)
			if name == "as it was" {
				want = []string{"kettle"}
			}
			if got := found(t, again, "kettle"); !reflect.DeepEqual(got, want) {
				t.Errorf("%q", got)
			}
			written(t, again, change("K3F927QM", "one", "door"))
			if n := databases(t, db.folder); n != 1 {
				t.Errorf("%d databases are there", n)
			}
		})
	}
}

// lost removes a file of an index: "db" for the database, "" for all files.
func lost(name string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		if name == "db" {
			name = dbOf(t, folder)
		}
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// version gives a database the number of another format.
func version(id *seal.Identity, number int) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		from, err := readKey(folder, owner{id, testMark})
		if err != nil {
			t.Fatal(err)
		}
		conn, err := connection(filepath.Join(folder, from.file()), from.key,
			sqlite3.OPEN_READWRITE)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := conn.Exec(fmt.Sprintf("PRAGMA user_version = %d", number)); err != nil {
			t.Fatal(err)
		}
	}
}

// unsealed returns a database in clear.
func unsealed(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clear")
	conn, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(conn.Exec("CREATE TABLE cases (id)"), conn.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(5, 6))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// dbOf returns the name of the database in a folder.
func dbOf(t testing.TB, folder string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, dbPrefix+"*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	return filepath.Base(names[0])
}

func databases(t *testing.T, folder string) (n int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, dbPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.Contains(filepath.Base(name)[len(dbPrefix):], "-") {
			n++
		}
	}
	return n
}

// Without an identity or a mark, or read-only without an index, there is no index, and none is
// made.
func TestNoIndex(t *testing.T) {
	dir := t.TempDir()
	for why, o := range map[Why]Options{
		NoPerson: {Dir: dir, Member: "asha", Mark: testMark},
		NoMark:   {Dir: dir, Member: "asha", Identity: asha(t)},
		Missing:  {Dir: dir, Member: "asha", Identity: asha(t), ReadOnly: true, Mark: testMark},
		Failed:   {Dir: dir, Member: "../asha", Identity: asha(t), Mark: testMark},
	} {
		if _, err := Open(context.Background(), o); whyIs(err) != why {
			t.Errorf("%v: %v", why, err)
		}
	}
	far, err := seal.AgentIdentity(asha(t).Recipient(), func([][]byte) ([][]byte, error) {
		return nil, errors.New("nobody answers")
	})
	if err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
	o := Options{Dir: dir, Member: "asha", Identity: far, Mark: testMark}
	if _, err := Open(context.Background(), o); err != nil {
		t.Fatalf("making one asks nobody: %v", err)
	}
	before, _ := os.ReadFile(filepath.Join(folderOf(dir, "asha"), keyFile))
	if _, err := Open(context.Background(), o); whyIs(err) != NotOpened {
		t.Errorf("the agent is away: %v", err)
	}
	after, _ := os.ReadFile(filepath.Join(folderOf(dir, "asha"), keyFile))
	if !bytes.Equal(before, after) {
		t.Error("the key was replaced, though the agent was only away")
	}
}

// A row or an entry that somebody else wrote into the database is not believed.
func TestForgedRows(t *testing.T) {
	ctx := context.Background()
	for _, sql := range []string{
		"UPDATE cases SET data = x'74776f'", "UPDATE cases SET id = id + 1",
		"UPDATE cases SET until = 1",
		"UPDATE texts SET text = 'the red door'", "UPDATE entries SET of = of + 1",
		"UPDATE entries SET kind = 'note', author = 'asha' || author",
		"UPDATE meta SET state = x'7b7d'",
	} {
		o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
		db := opened(t, o)
		written(t, db, change("K3F927QM", "one", "the red kettle"))
		if err := db.conn.Exec(sql); err != nil {
			t.Fatal(err)
		}
		_, err := db.State(ctx)
		err = errors.Join(err, db.Rows(ctx, func(Row) error { return nil }))
		err = errors.Join(err, matching(ctx, db, "red", func(Entry) error { return nil }))
		if whyIs(err) != Damaged {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// On a full disk nothing of a transaction is stored, and everything before it stays.
func TestFull(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	if err := db.conn.Exec("PRAGMA max_page_count = 1"); err != nil { // it stays at what is there
		t.Fatal(err)
	}
	err := db.Write(context.Background(), State{Tip: "abd"},
		[]Change{change("A2G9ZZZZ", "two", strings.Repeat("a door and ", 10000))})
	if whyIs(err) != Full {
		t.Errorf("%v", err)
	}
	for range 2 {
		if got := found(t, db, "kettle OR door"); !reflect.DeepEqual(got, []string{"kettle"}) {
			t.Errorf("%q", got)
		}
		if s, err := db.State(context.Background()); err != nil || s.Tip != "abc" {
			t.Errorf("%+v, %v", s, err)
		}
		db.Close()
		db = opened(t, o)
	}
}
