package keyring

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What lies in a person's folder under the name of a key may be anything.
func TestReadOwn(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, plant := range map[string]func(string) error{
		"folder": func(p string) error { return os.Mkdir(p, 0o700) },
		"large":  func(p string) error { return os.WriteFile(p, make([]byte, mostKeys+1), 0o600) },
		"device": func(p string) error { return os.Symlink("/dev/zero", p) },
	} {
		if err := plant(in(name)); err != nil {
			t.Fatal(err)
		}
		if data, err := readOwn(in(name)); !errors.Is(err, errNoKeyFile) || len(data) > 0 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	if _, err := readOwn(in("none")); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(in("key"), []byte("AGE-SECRET-KEY"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := readOwn(in("key")); err != nil || string(data) != "AGE-SECRET-KEY" {
		t.Errorf("a key: %q, %v", data, err)
	}
}

// cut is a Reader that reads no more than it may.
type cut struct{ got int64 }

var errCut = errors.New("too long")

func (c *cut) File(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return c.From(path, f, most)
}

func (c *cut) From(_ string, src io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(src, most+1))
	if c.got = int64(len(data)); c.got > most && err == nil {
		err = errCut
	}
	return data, err
}

// A command that prints for ever is stopped, and its output is no identity.
func TestIdentityCommandWithoutEnd(t *testing.T) {
	c := &cut{}
	k := Open(Options{Getenv: func(name string) string {
		return map[string]string{"CASEFILE_IDENTITY_CMD": "yes"}[name]
	}, Err: io.Discard, Reader: c})
	_, _, err := k.identityFile()
	if !errors.Is(err, ErrNoIdentity) || !errors.Is(err, errCut) || c.got > mostKeys+1 {
		t.Errorf("%d bytes were read, %v", c.got, err)
	}
	k.o.Getenv = func(name string) string {
		return map[string]string{"CASEFILE_IDENTITY_CMD": "echo key; exit 3"}[name]
	}
	if _, _, err := k.identityFile(); err == nil ||
		!strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("a command that fails: %v", err)
	}
	k.o.Getenv = func(name string) string {
		return map[string]string{"CASEFILE_IDENTITY_FILE": "/dev/zero"}[name]
	}
	if _, _, err := k.identityFile(); !errors.Is(err, ErrNoIdentity) || c.got > mostKeys+1 {
		t.Errorf("a file without end: %v", err)
	}
}
