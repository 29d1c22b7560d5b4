package store

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever keeps git from a repository that is there, nobody is told that there is none.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(git string) error
		want error
		says string
	}{
		"a configuration cut off": {func(git string) error {
			return os.WriteFile(filepath.Join(git, "config"), []byte("[core\n"), 0o600)
		}, ErrConfiguration, "bad config line 1"},
		"an extension of tomorrow": {func(git string) error {
			return os.WriteFile(filepath.Join(git, "config"),
				[]byte("[core]\nrepositoryformatversion = 1\n[extensions]\nfutureThing = true\n"),
				0o600)
		}, ErrExtension, "futurething"},
		"a format of tomorrow": {func(git string) error {
			return os.WriteFile(filepath.Join(git, "config"),
				[]byte("[core]\nrepositoryformatversion = 7\n"), 0o600)
		}, ErrExtension, "found 7"},
		"HEAD empty": {func(git string) error {
			return os.WriteFile(filepath.Join(git, "HEAD"), nil, 0o600)
		}, ErrBrokenFolder, "HEAD is empty"},
		"HEAD of zeros": {func(git string) error {
			return os.WriteFile(filepath.Join(git, "HEAD"), make([]byte, 512), 0o600)
		}, ErrBrokenFolder, "HEAD says nothing"},
		"no HEAD": {func(git string) error {
			return os.Remove(filepath.Join(git, "HEAD"))
		}, ErrBrokenFolder, "HEAD can't be read"},
		"no refs": {func(git string) error {
			return os.RemoveAll(filepath.Join(git, "refs"))
		}, ErrBrokenFolder, "refs is not a folder"},
		"no objects": {func(git string) error {
			return os.RemoveAll(filepath.Join(git, "objects"))
		}, ErrBrokenFolder, "objects is not a folder"},
		"leading nowhere": {func(git string) error {
			return errors.Join(os.RemoveAll(git),
				os.WriteFile(git, []byte("gitdir: /nowhere/at/all\n"), 0o600))
		}, ErrBrokenFolder, "/nowhere/at/all"},
		"nothing there": {os.RemoveAll, ErrNotRepository, ""},
	} {
		dir := t.TempDir()
		below := filepath.Join(dir, "cases", "K3")
		must(t, os.MkdirAll(below, 0o700))
		if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
		must(t, c.harm(filepath.Join(dir, ".git")))
		for _, at := range []string{dir, below} {
			_, err := Open(t.Context(), at)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %v: %s", name, err, c.want, c.says)
			}
			if errors.Is(err, ErrNotRepository) != errors.Is(c.want, ErrNotRepository) {
				t.Errorf("%s: is told as no repository: %v", name, err)
			}
		}
	}
}

// These refusals can't be staged everywhere: other owners, other rights, other versions of git.
func TestRefusalsByWords(t *testing.T) {
	for stderr, want := range map[string]error{
		"fatal: detected dubious ownership in repository at '/srv/r'\n" +
			"To add an exception for this directory, call:\n\n" +
			"\tgit config --global --add safe.directory /srv/r\n": ErrOwner,
		"fatal: unsafe repository ('/srv/r' is owned by someone else)\n": ErrOwner,
		"warning: unable to access '/home/a/.gitconfig': Permission denied\n" +
			"fatal: unable to access '/home/a/.gitconfig': Permission denied\n": ErrConfiguration,
		"fatal: unknown error occurred while reading the configuration files\n":                ErrConfiguration,
		"fatal: cannot use bare repository '/srv/r.git' (safe.bareRepository is 'explicit')\n": ErrBareUnnamed,
		"fatal: not a git repository (or any of the parent directories): .git\n":               ErrNotRepository,
	} {
		err := refused(t.TempDir(), &gitError{"rev-parse", 128, stderr})
		if !errors.Is(err, want) ||
			strings.Contains(err.Error(), "\n") && want != ErrNotRepository {
			t.Errorf("%q: %v, want %v", stderr, err, want)
		}
	}
	err := refused(t.TempDir(),
		&gitError{"rev-parse", 128, "fatal: detected dubious ownership in repository at " +
			"'/srv/r'\n"})
	if r, ok := errors.AsType[*Refusal](err); !ok || r.Folder != "/srv/r" {
		t.Errorf("the folder to name is not git's: %v", err)
	}
}

// Any damage of the file packed-refs is reported with its name, as damage of the folder.
func TestDamagedPackedRefs(t *testing.T) {
	r := newRepo(t)
	main := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	must(t, r.Move(t.Context(), []Move{{mainRef, "", main}}))
	path := filepath.Join(r.common, "packed-refs")
	for name, text := range map[string]string{"nonsense": "no such file",
		"a line cut off": main[:9],
		"another letter": "x" + main[1:] + " refs/heads/other\n"} {
		must(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := r.Refs(t.Context(), "")
		if !errors.Is(err, ErrBrokenFolder) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.Remove(path))
	must(t, os.Mkdir(path, 0o700))
	if _, err := r.Refs(t.Context(), ""); !errors.Is(err, ErrBrokenFolder) {
		t.Errorf("a folder: %v", err)
	}
	said := &gitError{"update-ref", 128, "fatal: unexpected line in " + path + ": x"}
	if !errors.Is(said, ErrBrokenFolder) || errors.Is(said, ErrNoRight) {
		t.Errorf("what any git says of it: %v", said)
	}
}

func TestNoRight(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := filepath.Join(t.TempDir(), "records")
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	for _, shut := range []string{filepath.Dir(dir), dir, filepath.Join(dir, ".git")} {
		must(t, os.Chmod(shut, 0))
		if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNoRight) {
			t.Errorf("%s shut: %v", shut, err)
		}
		must(t, os.Chmod(shut, 0o700))
	}
}
