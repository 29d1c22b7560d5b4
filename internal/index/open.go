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

// wait is how long another process may keep an index.
const wait = 2 * time.Second

// Options say whose index is opened, and where.
type Options struct {
	Dir    string // the common git directory of a copy
	Member string // the ID in the roster
	// Identity is the member's own; nil where it can't be had. Whoever calls has compared it
	// with the roster: an index of another identity is made anew.
	Identity *seal.Identity
	// Mark is a secret of the account, for the indexes of these records. Nobody else's index is
	// believed or written to.
	Mark     []byte
	ReadOnly bool // nothing is made or written
	// Fold gives the words of a text, as Entry.Folded has them.
	Fold func(text string) string
}

// DB is one member's index. It is for one goroutine at a time.
type DB struct {
	conn     *sqlite3.Conn
	folder   string
	keyFrom  // of the file that stood there when it was opened
	owner    owner
	fold     func(string) string
	mac      digester
	read     State // as it was when this process last looked, for Write
	made     *Why
	broken   bool // SQLite panicked, or the index is closed
	readOnly bool
}

// folderOf is where a member's index lies.
func folderOf(dir, member string) string { return filepath.Join(Lists(dir), member) }

// Lists is the folder of the indexes of a copy, by its common git directory.
func Lists(dir string) string { return filepath.Join(dir, "casefile", "lists") }

// ownPlace refuses the folder of an index, or of all of them, where it is a link or lies behind
// one. A copy that came from somebody else would have files written and removed wherever that
// leads.
func ownPlace(folder string) error {
	lists := filepath.Dir(folder)
	for _, at := range []string{filepath.Dir(lists), lists, folder} {
		if info, err := os.Lstat(at); err == nil && !info.IsDir() {
			return &Fault{Why: Linked}
		}
	}
	return nil
}

// Open opens the member's index in a git directory, or makes it. Whatever hinders that is a
// *Fault.
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

// anew says whether an index with this fault is nobody's, so that a new one takes its place.
func (f *Fault) anew() bool {
	return slices.Contains([]Why{Damaged, Foreign, Unmarked, Missing, Older}, f.Why)
}

// Remade says why an index that was there had to be made anew by Open; ok is false where it
// was not.
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
		_ = strike(folder, from.key) // it is tried again
	}
	return db, nil
}

func (o Options) owner() owner { return owner{o.Identity, o.Mark} }

// keyOf gives the key of an index, and makes one where there is none.
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

// connect opens the database of the key, and makes its tables where it is new.
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

// plain refuses a database of which a file is no file: SQLite would wait for ever at a pipe, and
// write to wherever a link leads.
func plain(path string) error {
	for _, of := range []string{"", "-wal", "-shm", "-journal"} {
		info, err := os.Lstat(path + of)
		if err == nil && !info.Mode().IsRegular() {
			return &Fault{Why: Damaged}
		}
	}
	return nil
}

// claim makes the files of a database with their mode, those of them that are not there.
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

// connection opens a database with its key and the settings of each connection.
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

// address is the URI of a database. SQLite gives its log the mode of the database by modeof.
func address(path string, with url.Values) string {
	with.Set("vfs", "adiantum")
	with.Set("modeof", path)
	uri := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path),
		RawQuery: strings.ReplaceAll(with.Encode(), "+", "%20")} // a plus is none for SQLite
	return uri.String()
}

// settings are those of a connection.
const settings = `
	PRAGMA temp_store = memory;
	PRAGMA secure_delete = on;
	PRAGMA trusted_schema = off;
	PRAGMA cell_size_check = on;`

// reserve has a database that is empty still begin with checksums and with a write-ahead log.
// With a rollback journal the page that somebody reads would keep all others from writing, and
// a short write took three times as long.
func reserve(conn *sqlite3.Conn) error {
	_, err := conn.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES, pageChecksum)
	if err != nil {
		return err
	}
	return conn.Exec("PRAGMA journal_mode = wal; PRAGMA synchronous = normal;")
}

// Close ends the work with the index. What was written is there.
func (db *DB) Close() error {
	if db == nil || db.conn == nil {
		return nil
	}
	conn := db.conn
	db.conn, db.broken = nil, true
	return faultOf(context.Background(), aside.Err(conn.Close))
}
