package index

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	// The file system that seals what SQLite writes registers itself.
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum"

	"casefile/internal/aside"
	"casefile/internal/seal"
)

// wait is the longest wait for another process that locks an index.
const wait = 2 * time.Second

// Options says whose index to open, and where.
type Options struct {
	Dir    string // the common git directory of a copy
	Member string // the ID in the roster
	// Identity is the member's own; nil for none. The caller has compared it with the roster: an
	// index of another identity is made again.
	Identity *seal.Identity
	// Mark is a secret of the account, for the indexes of these records. An index with another mark
	// is neither believed nor written to.
	Mark     []byte
	ReadOnly bool // nothing is made or written
	// Fold returns the words of a text, as in Entry.Folded.
	Fold func(text string) string
}

// DB is one member's index. Only one goroutine may use it at a time.
type DB struct {
	conn     *sqlite3.Conn
	folder   string
	keyFrom  // of the key file at the opening
	owner    owner
	fold     func(string) string
	mac      digester
	read     State // as this process last read it; Write compares it
	made     *Why
	broken   bool // SQLite panicked, or the index is closed
	readOnly bool
}

// folderOf returns the folder of a member's index.
func folderOf(dir, member string) string { return filepath.Join(Lists(dir), member) }

// Lists returns the folder of all indexes of a copy, by its common git directory.
func Lists(dir string) string { return filepath.Join(dir, "casefile", "lists") }

// ownPlace refuses the folder of an index, or of all indexes, if it is a link or behind one. With a
// copy from somebody else, files could otherwise be written and removed wherever the link leads.
func ownPlace(folder string) error {
	lists := filepath.Dir(folder)
	for _, at := range []string{filepath.Dir(lists), lists, folder} {
		if info, err := os.Lstat(at); err == nil && !info.IsDir() {
			return &Fault{Why: Linked}
		}
	}
	return nil
}

// Open opens the member's index in a git directory, or makes it. Every error is a *Fault.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Identity == nil {
		return nil, &Fault{Why: NoPerson}
	}
	if len(o.Mark) == 0 {
		return nil, &Fault{Why: NoMark}
	}
	if !filepath.IsLocal(o.Member) || filepath.Base(o.Member) != o.Member {
		return nil, &Fault{Why: Failed}
	}
	folder := folderOf(o.Dir, o.Member)
	if err := ownPlace(folder); err != nil {
		return nil, err
	}
	db, err := open(ctx, o)
	var fault *Fault
	if err = faultIn(ctx, folder, o.ReadOnly, err); !o.ReadOnly && errors.As(err, &fault) &&
		fault.anew() {
		why := fault.Why
		if err = remove(folder); err == nil {
			db, err = open(ctx, o)
		}
		if err == nil && why != Missing {
			db.made = &why
		}
	}
	return db, faultIn(ctx, folder, o.ReadOnly, err)
}

// anew reports whether nobody can use an index with this fault, so that a new one replaces it.
func (f *Fault) anew() bool {
	return slices.Contains([]Why{Damaged, Foreign, Unmarked, Missing, Older}, f.Why)
}

// Remade says why Open had to make an existing index again; ok is false where it did not.
func (db *DB) Remade() (why Why, ok bool) {
	if db.made == nil {
		return 0, false
	}
	return *db.made, true
}

func open(ctx context.Context, o Options) (*DB, error) {
	folder, err := filepath.Abs(folderOf(o.Dir, o.Member))
	if err != nil {
		return nil, err
	}
	from, err := keyOf(folder, o)
	if err != nil {
		return nil, err
	}
	db := &DB{folder: folder, keyFrom: from, owner: o.owner(), fold: o.Fold,
		readOnly: o.ReadOnly}
	err = aside.Err(func() error { return db.connect(ctx) })
	if err != nil {
		db.Close()
		return nil, err
	}
	if !o.ReadOnly {
		_ = strike(folder, from.key) // the next process tries again
	}
	return db, nil
}

func (o Options) owner() owner { return owner{o.Identity, o.Mark} }

// keyOf returns the key of an index, and makes one if there is none.
func keyOf(folder string, o Options) (keyFrom, error) {
	from, err := readKey(folder, o.owner())
	if !errors.Is(err, fs.ErrNotExist) {
		return from, err
	}
	if o.ReadOnly {
		return from, &Fault{Why: Missing}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return from, err
	}
	return makeKey(folder, o.owner())
}

// connect opens the database of the key, and makes its tables if it is new.
func (db *DB) connect(ctx context.Context) (err error) {
	path := filepath.Join(db.folder, db.file())
	if err := plain(path); err != nil {
		return err
	}
	if db.readOnly {
		db.conn, err = connection(path, db.key, sqlite3.OPEN_READONLY)
	} else if err = claim(path); err == nil {
		db.conn, err = connection(path, db.key, sqlite3.OPEN_READWRITE)
	}
	if err != nil {
		return err
	}
	db.conn.SetInterrupt(ctx)
	if err := db.makeTables(); err != nil {
		return err
	}
	db.read, err = db.state()
	return err
}

// plain refuses a database with a file that is no plain file: SQLite would wait for ever at a pipe,
// and write wherever a link leads.
func plain(path string) error {
	for _, of := range []string{"", "-wal", "-shm", "-journal"} {
		info, err := os.Lstat(path + of)
		if err == nil && !info.Mode().IsRegular() {
			return &Fault{Why: Damaged}
		}
	}
	return nil
}

// claim makes the missing files of a database, with their mode.
func claim(path string) error {
	for _, of := range []string{"", "-shm"} {
		f, err := os.OpenFile(path+of, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// connection opens a database with its key and the settings of every connection.
func connection(path string, k key, flags sqlite3.OpenFlag) (*sqlite3.Conn, error) {
	conn, err := sqlite3.OpenFlags(address(path, url.Values{}), flags|sqlite3.OPEN_URI)
	if err != nil {
		return nil, err
	}
	err = errors.Join(conn.Exec("PRAGMA hexkey='"+k.hex()+"'"), conn.BusyTimeout(wait),
		fts5.Register(conn))
	if err == nil {
		err = conn.Exec(settings)
	}
	if err == nil && flags&sqlite3.OPEN_READWRITE != 0 {
		err = reserve(conn)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// address returns the URI of a database. By modeof, SQLite gives the log the mode of the database.
func address(path string, with url.Values) string {
	with.Set("vfs", "adiantum")
	with.Set("modeof", path)
	uri := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path),
		RawQuery: strings.ReplaceAll(with.Encode(), "+", "%20")} // SQLite does not decode a plus
	return uri.String()
}

// settings apply to every connection.
const settings = `
	PRAGMA temp_store = memory;
	PRAGMA secure_delete = on;
	PRAGMA trusted_schema = off;
	PRAGMA cell_size_check = on;`

// reserve makes an empty database begin with checksums and a write-ahead log. With a rollback
// journal, one reader would keep all others from writing, and a short write took three times as
// long.
func reserve(conn *sqlite3.Conn) error {
	_, err := conn.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES, pageChecksum)
	if err != nil {
		return err
	}
	return conn.Exec("PRAGMA journal_mode = wal; PRAGMA synchronous = normal;")
}

// Close ends the work with the index. Everything written stays.
func (db *DB) Close() error {
	if db == nil || db.conn == nil {
		return nil
	}
	conn := db.conn
	db.conn, db.broken = nil, true
	return faultOf(context.Background(), aside.Err(conn.Close))
}
