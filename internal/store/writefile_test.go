package store_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"casefile/internal/store"
)

// holds lists a folder as "name(mode)=content …".
func holds(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		out = append(out, fmt.Sprintf("%s(%o)=%s", e.Name(), info.Mode().Perm(), data))
	}
	return strings.Join(out, " ")
}

var errDiskFull = errors.New("no space left on device")

// half writes a content of which the disk takes only the beginning.
func half(w io.Writer) error {
	if _, err := io.WriteString(w, "ne"); err != nil {
		return err
	}
	return errDiskFull
}

// The path has the whole old file or the whole new one, and no other file is left beside it.
func TestWriteFile(t *testing.T) {
	whole := store.Content([]byte("new"))
	for _, c := range []struct {
		name    string
		before  string // what is at the path: a file's text, "" for none, "/" for a folder
		mode    fs.FileMode
		content func(io.Writer) error
		want    string // of the folder afterwards
		err     error  // nil where the file is written
	}{
		{"where none was", "", 0o600, whole, "card(600)=new", nil},
		{"over an old one, with a mode of its own", "old", 0o755, whole, "card(755)=new", nil},
		{"a content that fails", "old", 0o600, half, "card(644)=old", errDiskFull},
		{"a content that fails where none was", "", 0o600, half, "", errDiskFull},
		{"over a folder", "/", 0o600, whole, "card(700)=", fs.ErrExist},
	} {
		for kind, write := range map[string]func(string, fs.FileMode, func(io.Writer) error) error{
			"WriteFile": store.WriteFile, "WriteCache": store.WriteCache,
			"WriteAnswer": store.WriteAnswer,
		} {
			dir := t.TempDir()
			path := filepath.Join(dir, "card")
			switch c.before {
			case "":
			case "/":
				if err := os.MkdirAll(filepath.Join(path, "kept"), 0o700); err != nil {
					t.Fatal(err)
				}
			default:
				if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(path, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := write(path, c.mode, c.content); !errors.Is(err, c.err) {
				t.Errorf("%s, %s: %v", kind, c.name, err)
			}
			if got := holds(t, dir); got != c.want {
				t.Errorf("%s, %s: the folder holds %q, want %q", kind, c.name, got, c.want)
			}
		}
	}
}

// A refusal names the file itself, not a temporary one.
func TestWriteFileWithoutAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "card")
	err := store.WriteFile(path, 0o600, store.Content(nil))
	if !errors.Is(err, fs.ErrNotExist) ||
		!strings.HasPrefix(err.Error(), path+" can't be written: ") {
		t.Errorf("%v", err)
	}
}

// A process that is killed while it writes an answer leaves nothing of it: the file has no name
// yet.
func TestAnswerHasNoNameBeforeItIsWhole(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has files without a name")
	}
	for before, want := range map[string]string{"": "", "old": "page(600)=old"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "page")
		if before != "" {
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		err := store.WriteAnswer(path, 0o600, func(w io.Writer) error {
			if got := holds(t, dir); got != want {
				t.Errorf("while it is written the folder holds %q", got)
			}
			_, err := io.WriteString(w, "new")
			return err
		})
		if got := holds(t, dir); err != nil || got != "page(600)=new" {
			t.Errorf("the folder holds %q, %v", got, err)
		}
	}
}

// Several files stand beside their places until each is put in.
func TestWriteBesideAndPutInPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "signing")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	temp, err := store.WriteBeside(path, 0o600, store.Content([]byte("new")))
	if err != nil {
		t.Fatal(err)
	}
	want := filepath.Base(temp) + "(600)=new signing(600)=old"
	if got := holds(t, dir); got != want {
		t.Errorf("beside: %s", got)
	}
	if err := store.PutInPlace(temp, path); err != nil {
		t.Fatal(err)
	}
	if got := holds(t, dir); got != "signing(600)=new" {
		t.Errorf("in place: %s", got)
	}
}

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "identity.age")
	if err := store.WriteNew(path, 0o600, store.Content([]byte("first"))); err != nil {
		t.Fatal(err)
	}
	err := store.WriteNew(path, 0o600, store.Content([]byte("second")))
	if !errors.Is(err, fs.ErrExist) || err.Error() != "open "+path+": file exists" {
		t.Errorf("a file that was there: %v", err)
	}
	if got := holds(t, dir); got != "identity.age(600)=first" {
		t.Errorf("the folder holds %s", got)
	}
}

// A new file is there whole, or not at all, and takes no place that was taken meanwhile.
func TestWriteNewWholeOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		name    string
		content func(path string) func(io.Writer) error
		want    string // of the folder afterwards
		err     error
	}{
		{"whole", func(string) func(io.Writer) error { return store.Content([]byte("new")) },
			"pack(640)=new", nil},
		{"a disk that is full", func(string) func(io.Writer) error {
			return half
		}, "", errDiskFull},
		{"another one came first", func(path string) func(io.Writer) error {
			return func(w io.Writer) error {
				_, err := io.WriteString(w, "new")
				return errors.Join(err, os.WriteFile(path, []byte("theirs"), 0o600))
			}
		}, "pack(600)=theirs", fs.ErrExist},
		{"a link to nowhere came first", func(path string) func(io.Writer) error {
			return func(io.Writer) error { return os.Symlink("nowhere", path) }
		}, "pack(777)=", fs.ErrExist},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "pack")
		if err := store.WriteNew(path, 0o640, c.content(path)); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := holds(t, dir); got != c.want {
			t.Errorf("%s: the folder holds %q, want %q", c.name, got, c.want)
		}
	}
	path := filepath.Join(t.TempDir(), "missing", "pack")
	err := store.WriteNew(path, 0o600, store.Content(nil))
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "open "+path+": ") {
		t.Errorf("without a folder: %v", err)
	}
}

// Something in the way is an error. A folder that is there already is left as it is.
func TestMakeFolder(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		ok   bool
	}{
		{"one", true}, {"one/two/three", true}, {"one/two/three", true}, {"one/two", true},
		{"file/below", false},
	} {
		path := filepath.Join(root, filepath.FromSlash(tt.path))
		if err := store.MakeFolder(path, 0o700); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.path, err)
		}
		if info, err := os.Stat(path); tt.ok && (err != nil || !info.IsDir()) {
			t.Errorf("%s is no folder: %v", tt.path, err)
		}
	}
}
