//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe or a device in place of any file is named, and nothing waits for it. (Each row was
// seen to hang, or to read without end, before there was such a look.)
func TestPipesInPlaceOfFiles(t *testing.T) {
	for _, name := range []string{"HEAD", "config", "packed-refs", "index", "refs/heads/main",
		"refs/casefile/verified", "refs/casefile/keys/K3", "logs/HEAD",
		"info/exclude", "objects/info/alternates", "objects/pack/pack-1.idx", "objects/4b/825d"} {
		r := newRepo(t)
		commitFiles(t, r, "", files{"a": "a"}, nil)
		path := filepath.Join(r.GitDir(), name)
		must(t, os.RemoveAll(path))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, syscall.Mkfifo(path, 0o600))
		isNamed(t, r.WorkDir(), name)
		must(t, os.Remove(path))
		must(t, os.Symlink("/dev/zero", path))
		isNamed(t, r.WorkDir(), name)
	}
}

// isNamed wants Open to refuse a folder in a moment, and to name a file of it.
func isNamed(t *testing.T, dir, name string) {
	t.Helper()
	begin := time.Now()
	r, err := Open(t.Context(), dir)
	if !errors.Is(err, ErrBrokenFolder) || !strings.Contains(err.Error(), name) {
		t.Errorf("%s: %v", name, err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("%s: it took %v", name, took)
	}
	if r != nil {
		must(t, r.Close())
	}
}

func TestPipeInPlaceOfTheFileOfALinkedTree(t *testing.T) {
	r := newRepo(t)
	stock(t, r.WorkDir(), "", "commit", "-q", "--allow-empty", "-m", "x")
	linked := filepath.Join(t.TempDir(), "linked")
	stock(t, r.WorkDir(), "", "worktree", "add", "-q", linked)
	pipe := filepath.Join(r.GitDir(), "refs", "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	isNamed(t, linked, "refs/pipe")
	must(t, os.Remove(pipe))
	must(t, os.Remove(filepath.Join(linked, ".git")))
	must(t, syscall.Mkfifo(filepath.Join(linked, ".git"), 0o600))
	isNamed(t, linked, ".git")
}

// Git's own monitor has a socket there, which nobody opens as a file.
func TestSocketsArePassedBy(t *testing.T) {
	r := newRepo(t)
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	must(t, err)
	defer syscall.Close(fd)
	t.Chdir(r.GitDir())
	must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: "fsmonitor--daemon.ipc"}))
	again, err := Open(t.Context(), r.WorkDir())
	must(t, err)
	must(t, again.Close())
}

// A hook passes by the objects that have a file each, and by nothing else.
func TestPipesOnAServer(t *testing.T) {
	for name, passed := range map[string]bool{"objects/4b/825d": true,
		"objects/pack/pack-1.idx": false,
		"objects/info/alternates": false, "packed-refs": false, "refs/heads/main": false,
		"HEAD": false} {
		r := newRepo(t)
		path := filepath.Join(r.GitDir(), name)
		must(t, os.RemoveAll(path))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, syscall.Mkfifo(path, 0o600))
		hook, err := OpenInHook(t.Context(), r.WorkDir())
		if (err == nil) != passed {
			t.Errorf("%s: %v", name, err)
		}
		if hook != nil {
			must(t, hook.Close())
		}
	}
}
