package remote

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

func TestClone(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.note(id, "Visit")
	o.first.sync()
	c := o.clone("asha")
	c.even()
	if got := c.headlines(id); !slices.Equal(got, []string{"Visit"}) {
		t.Errorf("asha reads %v", got)
	}
	full := filepath.Join(t.TempDir(), "work")
	b, err := Clone(o.ctx,
		CloneOptions{URL: o.server, Dir: full,
			Open: o.options("mina", o.intro+"@"+c.git(c.dir, "rev-parse", ledger.MainRef))})
	o.must(err)
	o.must(b.Repo().Close())
	if _, err := os.Stat(filepath.Join(full, "team.yaml")); err != nil {
		t.Errorf("the work tree is empty: %v", err)
	}
	empty := t.TempDir()
	b, err = Clone(o.ctx,
		CloneOptions{URL: o.server, Dir: empty, Bare: true, Open: o.options("mina", o.intro)})
	if err != nil {
		t.Fatalf("into an empty folder: %v", err)
	}
	o.must(b.Repo().Close())
}

// A failed clone leaves a folder as it was: missing, or empty.
func TestCloneLeavesNothingBehind(t *testing.T) {
	o := newOffice(t)
	o.first.newCase()
	o.first.sync()
	tip := o.git(o.server, "rev-parse", ledger.MainRef)
	wrong := strings.Repeat("1", 40)
	bare := filepath.Join(t.TempDir(), "empty.git")
	repo, err := store.Init(o.ctx, bare, store.InitOptions{Bare: true})
	o.must(err)
	o.must(repo.Close())
	foreign := filepath.Join(t.TempDir(), "foreign.git")
	o.git(o.server, "clone", "-q", "--mirror", o.server, foreign)
	stranger := o.git(foreign, "-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example",
		"commit-tree", "-p", tip, "-m", "hello", tip+"^{tree}")
	o.git(foreign, "update-ref", ledger.MainRef, stranger)
	for name, tt := range map[string]struct {
		url, trust string
		want       error
	}{
		"no such remote":         {filepath.Join(t.TempDir(), "nowhere"), o.intro, nil},
		"an option":              {"--upload-pack=x", o.intro, nil},
		"a program":              {"ext::sh -c true", o.intro, nil},
		"an empty remote":        {bare, o.intro, ErrEmpty},
		"no introduction":        {o.server, "", ledger.ErrFault},
		"another introduction":   {o.server, wrong, ledger.ErrFault},
		"a tip that it lacks":    {o.server, o.intro + "@" + wrong, ledger.ErrFault},
		"a stranger's commit on": {foreign, o.intro, ledger.ErrFault},
	} {
		for how, fresh := range map[string]bool{"a new folder": true, "an empty one": false} {
			dir := filepath.Join(t.TempDir(), "copy")
			if !fresh {
				o.must(os.Mkdir(dir, 0o700))
			}
			b, err := Clone(o.ctx,
				CloneOptions{URL: tt.url, Dir: dir, Bare: fresh, Open: o.options("asha", tt.trust)})
			if err == nil || b != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%s into %s: %v", name, how, err)
			}
			list, err := os.ReadDir(dir)
			if fresh && !errors.Is(err, os.ErrNotExist) || !fresh && (err != nil || len(list) > 0) {
				t.Errorf("%s into %s: left are %v, %v", name, how, list, err)
			}
		}
	}
}

// A clone removes nothing that was in the folder before.
func TestCloneIntoWhatIsThere(t *testing.T) {
	o := newOffice(t)
	o.first.sync()
	dir := t.TempDir()
	file := filepath.Join(dir, "letter.txt")
	o.must(os.WriteFile(file, []byte("Dear all."), 0o600))
	for _, into := range []string{dir, file} {
		if _, err := Clone(o.ctx,
			CloneOptions{URL: o.server, Dir: into, Open: o.options("asha", o.intro)}); err == nil {
			t.Errorf("cloned into %s", into)
		}
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "Dear all." {
		t.Errorf("the file is %q, %v", text, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("the folder has %v, %v", list, err)
	}
}

// A file saved in the folder while a clone runs stays, even if the clone fails.
func TestCloneLeavesWhatCameMeanwhile(t *testing.T) {
	for _, fresh := range []bool{true, false} {
		for _, saved := range []string{"letter.txt", "cases/letter.txt", "schema/notes/plan.md",
			"records.md"} {
			dir := filepath.Join(t.TempDir(), "copy")
			for _, made := range []string{".git/HEAD", "cases/K3/K3F927QM.yaml",
				"cases/K3/K3F927QM/epoch-1.pub",
				"schema/visit.json", "team.yaml", saved} {
				path := filepath.Join(dir, filepath.FromSlash(made))
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
					os.WriteFile(path, []byte(made), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			clear(dir, fresh)
			var left []string
			err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					left = append(left, path)
				}
				return err
			})
			if err != nil || len(left) != 1 ||
				left[0] != filepath.Join(dir, filepath.FromSlash(saved)) {
				t.Errorf("%s, fresh %v: left are %v, %v", saved, fresh, left, err)
			}
		}
	}
}

// A clone that was killed is cleared away whole, with the locks of the gits that it ran.
func TestClearTakesLocks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "stick")
	for _, made := range []string{"HEAD", "HEAD.lock", "config.lock", "packed-refs",
		"packed-refs.lock", "packed-refs.new", "shallow.lock", "refs/heads/main.lock",
		"objects/pack/tmp_pack_x", "casefile/backup"} {
		path := filepath.Join(dir, filepath.FromSlash(made))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	clear(dir, false)
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
		t.Errorf("left are %v, %v", list, err)
	}
}

// A clone that was killed before main was there is begun again. Once main was there, somebody may
// have recorded in the copy: nothing of it is removed.
func TestCloneBegunAgain(t *testing.T) {
	o := newOffice(t)
	o.first.sync()
	for name, tt := range map[string]struct {
		files []string // with the text of a ref
		bare  bool
		again bool
	}{
		"only the folders of the note": {[]string{".git/casefile/.casefile-1"}, false, true},
		"a pack that was never whole": {[]string{".git/casefile/cloning", ".git/HEAD",
			".git/config.lock", ".git/objects/pack/tmp_pack_x"}, false, true},
		"all of it fetched": {[]string{".git/casefile/cloning",
			".git/refs/casefile/incoming/main"}, false, true},
		"one that was killed while it was cleared away": {[]string{".git/casefile/cloning",
			".git/refs/casefile/incoming/x", ".git/casefile/index/y"}, false, true},
		"bare": {[]string{"casefile/cloning", "packed-refs.lock"}, true, true},
		"main": {[]string{".git/casefile/cloning", ".git/refs/heads/main"}, false, false},
		"main, before a disk lost it": {[]string{".git/casefile/cloning",
			".git/logs/refs/heads/main"}, false, false},
		"a letter":    {[]string{".git/casefile/cloning", "letter.txt"}, false, false},
		"no note":     {[]string{".git/HEAD", ".git/objects/pack/tmp_pack_x"}, false, false},
		"of the bare": {[]string{"casefile/cloning", "HEAD"}, false, false},
	} {
		dir := filepath.Join(t.TempDir(), "copy")
		for _, file := range tt.files {
			path := filepath.Join(dir, filepath.FromSlash(file))
			o.must(errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
				os.WriteFile(path, []byte(strings.Repeat("1", 40)+"\n"), 0o600)))
		}
		b, err := Clone(o.ctx, CloneOptions{URL: o.server, Dir: dir, Bare: tt.bare,
			Open: o.options("asha", o.intro)})
		if (err == nil) != tt.again || err != nil && !errors.Is(err, ErrOccupied) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			o.must(b.Repo().Close())
			if _, err := os.Lstat(cloningIn(dir, tt.bare)); err == nil {
				t.Errorf("%s: the note stays", name)
			}
			continue
		}
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(tt.files[1]))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A clone that is cleared away, and killed meanwhile, is known by its note to the end: whoever looks
// at any moment and misses the note finds nothing else either.
func TestClearKeepsTheNote(t *testing.T) {
	for _, bare := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "copy")
		home := gitDirOf(dir, bare)
		write := func(name string) {
			t.Helper()
			path := filepath.Join(home, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
				os.WriteFile(path, nil, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 3000 {
			write(fmt.Sprintf("refs/casefile/incoming/%d", i))
			write(fmt.Sprintf("casefile/index/%d", i))
		}
		write("casefile/cloning") // the newest file of a folder is often its first
		looks, early := 0, 0
		look := func() {
			_, gone := os.Lstat(cloningIn(dir, bare))
			_, index := os.Lstat(filepath.Join(home, "casefile", "index"))
			_, refs := os.Lstat(filepath.Join(home, "refs"))
			if gone != nil && (index == nil || refs == nil) {
				early++
			}
			looks++
		}
		ended := make(chan struct{})
		go func() { clear(dir, true); close(ended) }()
		for running := true; running; {
			look()
			select {
			case <-ended:
				running = false
			default:
			}
		}
		if early > 0 || looks < 10 {
			t.Errorf("bare %v: the note went early in %d of %d looks", bare, early, looks)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("bare %v: the folder stays", bare)
		}
	}
}
