//go:build unix

package store

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestReadAtMost(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.WriteFile(at("ten"), []byte("0123456789"), 0o600))
	must(t, os.WriteFile(at("sparse"), nil, 0o600))
	must(t, os.Truncate(at("sparse"), 5<<30))
	must(t, syscall.Mkfifo(at("pipe"), 0o600))
	must(t, os.Symlink(at("ten"), at("link")))
	must(t, os.Symlink("/dev/zero", at("zeros")))
	for name, try := range map[string]struct {
		most int64
		want error
	}{
		"ten": {10, nil}, "link": {10, nil}, "sparse": {1 << 20, ErrTooLarge},
		"pipe":  {10, ErrNoPlainFile},
		"zeros": {10, ErrNoPlainFile}, "absent": {10, os.ErrNotExist}, ".": {10, ErrNoPlainFile},
	} {
		data, err := ReadAtMost(at(name), try.most)
		if !errors.Is(err, try.want) || err == nil && string(data) != "0123456789" {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if _, err := ReadAtMost(at("ten"), 9); !errors.Is(err, ErrTooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
	if _, err := FileSigner(at("pipe"), nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("a key that is a pipe: %v", err)
	}
}

// A file that is not plain is neither waited for nor written to.
func TestOpenPlain(t *testing.T) {
	dir := t.TempDir()
	pipe, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "link")
	must(t, syscall.Mkfifo(pipe, 0o600))
	must(t, os.Symlink("/dev/null", link))
	for _, path := range []string{dir, pipe, link} {
		for _, flag := range []int{os.O_RDONLY, os.O_WRONLY, os.O_RDWR,
			os.O_APPEND | os.O_CREATE | os.O_WRONLY} {
			if f, err := OpenPlain(path, flag, 0o600); err == nil {
				t.Errorf("%s is opened with %x: %v", path, flag, f.Close())
			} else if path != dir && !errors.Is(err, ErrNoPlainFile) {
				t.Errorf("%s, %x: %v", path, flag, err)
			}
		}
	}
	f, err := OpenPlain(filepath.Join(dir, "new"), os.O_CREATE|os.O_WRONLY, 0o600)
	must(t, err)
	must(t, f.Close())
}

// TestLoggedIn: a reflog with a line longer than any buffer, whose middle looks like ids.
func TestLoggedIn(t *testing.T) {
	one, two, three := strings.Repeat("1", 40), strings.Repeat("2", 40), strings.Repeat("3", 40)
	path := filepath.Join(t.TempDir(), "main")
	long := strings.Repeat(three+" ", 10_000)
	none := strings.Repeat("0", 40)
	text := none + " " + one + " A <a> 1 +0000\tx " + long + "\n" + one + " " + two +
		" A <a> 2 +0000\tend"
	must(t, os.WriteFile(path, []byte(text), 0o600))
	ids, err := loggedIn(path)
	if got := strings.Join(ids, " "); err != nil || got != one+" "+one+" "+two {
		t.Errorf("%s, %v", got, err)
	}
}

func TestLooseIDOfNothing(t *testing.T) {
	if id, ok := looseID(bufio.NewReader(strings.NewReader(""))); id != "" || !ok {
		t.Errorf("an empty file: %q, %v", id, ok)
	}
	if _, ok := looseID(bufio.NewReader(strings.NewReader("x"))); ok {
		t.Error("what is no zlib stream is taken for an object")
	}
}

// TestFitsToLook: a file of zeros, or one larger than any disk, is copied nowhere.
func TestFitsToLook(t *testing.T) {
	at := filepath.Join(t.TempDir(), "tmp_pack_x")
	for name, try := range map[string]struct {
		text string
		size int64
		want error
	}{
		"a pack": {"PACK", 100, nil}, "zeros": {"", 5 << 30, errNoLook},
		"nothing":     {"", 0, errNoLook},
		"half a word": {"PA", 2, errNoLook}, "a pack of 4 TB": {"PACK", 4 << 40, errNoLook},
	} {
		must(t, os.WriteFile(at, []byte(try.text), 0o600))
		if err := os.Truncate(at, try.size); err != nil {
			continue // this disk takes no such file
		}
		if err := fitsToLook(at); !errors.Is(err, try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
