package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A failure of the machine keeps its cause, whether the system reports it to us or to git.
func TestTroubles(t *testing.T) {
	file := func(n syscall.Errno) error {
		return fmt.Errorf("reading: %w", &fs.PathError{Op: "open", Path: "x", Err: n})
	}
	start := func(n syscall.Errno) error {
		return fmt.Errorf("running git: %w", &fs.PathError{Op: "fork/exec", Path: "git", Err: n})
	}
	git := func(code int, said string) error { return &gitError{"rev-parse", code, said} }
	for name, tt := range map[string]struct{ err, want error }{
		"a disk": {file(syscall.EIO), ErrDisk},
		"a disk, to git": {git(128, "fatal: could not open '/dev/null': Input/output error"),
			ErrDisk},
		"a disk, to cat-file": {&died{128, "error: unable to open x: Input/output error"},
			ErrDisk},
		"files":                {file(syscall.EMFILE), ErrManyFiles},
		"files of the machine": {file(syscall.ENFILE), ErrManyFiles},
		"files, to git":        {git(128, "fatal: x: Too many open files"), ErrManyFiles},
		"memory":               {file(syscall.ENOMEM), ErrNoMemory},
		"processes":            {file(syscall.EAGAIN), ErrNoMemory},
		"memory, to git": {
			git(128, "fatal: Out of memory, malloc failed (tried to allocate 9 bytes)"),
			ErrNoMemory},
		"a thread": {
			git(128, "fatal: unable to create thread: Resource temporarily unavailable"),
			ErrNoMemory},
		"a program replaced": {file(syscall.ETXTBSY), ErrReplaced},
		"a library": {git(127, "git: error while loading shared libraries: libz.so.1"),
			ErrGitBroken},
		"a library's disk": {
			git(127, "error while loading shared libraries: Input/output error"), ErrDisk},
		"a signal":             {git(-1, ""), ErrKilled},
		"a signal, by a shell": {git(137, "Killed"), ErrKilled},
		"a signal to cat-file": {&died{-1, ""}, ErrKilled},
		"no program's form":    {notFound(start(syscall.ENOEXEC)), ErrGitBroken},
		"no right to run it":   {notFound(start(syscall.EACCES)), ErrGitBroken},
		"no interpreter of it": {notFound(start(syscall.ENOENT)), ErrGitBroken},
		"no process for it":    {start(syscall.EAGAIN), ErrNoMemory},
		"nothing of it":        {git(128, "fatal: not a git repository"), nil},
		"damage":               {&died{128, "fatal: loose object is corrupt"}, nil},
		"no right":             {file(syscall.EACCES), nil},
		"no error":             {nil, nil},
	} {
		if got := TroubleOf(tt.err); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

// Why a git can't be started says nothing of the records' files.
func TestUnstarted(t *testing.T) {
	err := notFound(&fs.PathError{Op: "fork/exec", Path: "/usr/bin/git", Err: syscall.EACCES})
	if !errors.Is(err, ErrGitBroken) || errors.Is(err, fs.ErrPermission) {
		t.Errorf("%v", err)
	}
	if err := notFound(&fs.PathError{Op: "chdir", Path: "x", Err: syscall.EACCES}); err != nil {
		t.Errorf("a folder that nobody may go to is taken for a broken git: %v", err)
	}
}

// A folder that nobody may enter is named, not the program that was to run in it.
func TestNoRightToEnter(t *testing.T) {
	start := &fs.PathError{Op: "fork/exec", Path: "/usr/bin/git", Err: syscall.EACCES}
	open, shut := t.TempDir(), filepath.Join(t.TempDir(), "shut")
	if err := os.Mkdir(shut, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"nowhere": "", "a folder that is open": open} {
		if err := notFound(entering(dir, start)); !errors.Is(err, ErrGitBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if os.Geteuid() == 0 {
		t.Skip("root may enter every folder")
	}
	refused, ok := errors.AsType[*Refusal](entering(shut, start))
	if !ok || refused.Means != ErrNoRight || refused.Said != shut {
		t.Errorf("a folder that is shut: %v", refused)
	}
}

// Programs that are called git and are none, or an old one: it is never said that there are no
// records.
func TestOtherGit(t *testing.T) {
	dir := newRepo(t).GitDir()
	for script, want := range map[string]error{
		"echo git version 2.20.1":       ErrOldGit,
		"exit 0":                        ErrGitBroken,
		"echo hello":                    ErrGitBroken,
		"kill -9 $$":                    ErrKilled,
		"echo no such thing >&2; false": ErrGitBroken,
	} {
		bin := t.TempDir()
		must(t, os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\n"+script+"\n"), 0o700))
		t.Setenv("PATH", bin+string(filepath.ListSeparator)+"/bin")
		if _, err := Open(t.Context(), dir); !errors.Is(err, want) ||
			errors.Is(err, ErrNotRepository) {
			t.Errorf("%s: %v, want %v", script, err, want)
		}
	}
}

// A git that the machine failed has not said that there are no records.
func TestTroubleIsNoRefusal(t *testing.T) {
	for said, want := range map[string]error{
		"git: error while loading shared libraries: libz.so.1":                         ErrGitBroken,
		"warning: unable to access 'config': Input/output error\nfatal: unknown error": ErrDisk,
		"fatal: not a git repository (or any of the parent directories): .git":         ErrNotRepository,
	} {
		err := refused(t.TempDir(), &gitError{"rev-parse", 128, said})
		if !errors.Is(err, want) || (want != ErrNotRepository) == errors.Is(err, ErrNotRepository) {
			t.Errorf("%s: %v", said, err)
		}
	}
}

// Of an object in a file that git could not read, the file says why.
func TestUnreadable(t *testing.T) {
	r := newRepo(t)
	c := commitFiles(t, r, "", files{"a": "a"}, nil)
	path := filepath.Join(r.objects, c.ID[:2], c.ID[2:])
	if err := unreadable(path, c.ID); err != ErrMoment {
		t.Errorf("a whole one: %v", err)
	}
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Chmod(path, 0o600))
	data[len(data)/2] ^= 1
	must(t, os.WriteFile(path, data, 0o600))
	if err := unreadable(path, c.ID); err != ErrDamaged {
		t.Errorf("a flipped bit: %v", err)
	}
	must(t, os.Remove(path))
	must(t, os.Mkdir(path, 0o700))
	if err := unreadable(path, c.ID); err != ErrDamaged {
		t.Errorf("a folder: %v", err)
	}
}
