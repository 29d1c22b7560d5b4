package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// archive is a repository with a line of main and, in one keys commit, a secret
// that is to go and a neighbour that is to stay.
type archive struct {
	t                 testing.TB
	repo              *Repo
	git               string // its git directory
	secret, neighbour string // blobs
	keys, clean       string // keys commits: with both, and with the neighbour alone
}

func newArchive(t testing.TB) *archive {
	t.Helper()
	r := newRepo(t)
	a := &archive{t: t, repo: r, git: r.GitDir()}
	a.stock("config", "--unset", preciousKey) // as copies of before, and git's own clones
	c := commitFiles(t, r, "", files{"a.md": "first"}, nil)
	must(t, r.Move(context.Background(), []Move{{Ref: mainRef, New: c.ID}}))
	a.stock("read-tree", "-m", "-u", "main")
	k := commitFiles(t, r, "",
		files{"K3F927QM/1/asha.age": "wrapped for asha\n", "K7XX27QM/1/asha.age": "another case\n"},
		nil)
	a.keys = k.ID
	a.clean = commitFiles(t, r, "", files{"K7XX27QM/1/asha.age": "another case\n"}, nil).ID
	a.secret = a.stock("rev-parse", a.keys+":K3F927QM/1/asha.age")
	a.neighbour = a.stock("rev-parse", a.keys+":K7XX27QM/1/asha.age")
	a.stock("update-ref", "refs/casefile/keys/K3", a.keys)
	return a
}

func (a *archive) stock(args ...string) string {
	a.t.Helper()
	return stock(a.t, a.repo.WorkDir(), "", args...)
}

// moveKeysRef moves the keys ref on: nothing reaches the secret any more.
func (a *archive) moveKeysRef() { a.stock("update-ref", "refs/casefile/keys/K3", a.clean) }

func (a *archive) trace() []Place {
	a.t.Helper()
	places, err := a.repo.Trace(context.Background(), []string{a.secret})
	must(a.t, err)
	return places
}

func (a *archive) loose() string {
	return filepath.Join(a.git, "objects", a.secret[:2], a.secret[2:])
}

// purgeable lists the ways in which a repository may keep a copy that nothing reaches.
var purgeable = map[string]struct {
	what string
	make func(a *archive)
}{
	"loose":  {"a loose object", func(a *archive) { a.moveKeysRef() }},
	"packed": {"in a pack", func(a *archive) { a.stock("repack", "-a", "-d", "-q"); a.moveKeysRef() }},
	"cruft": {"in a pack", func(a *archive) {
		a.moveKeysRef()
		a.stock("repack", "--cruft", "-d", "-q")
	}},
	"many packs, one index": {"in a pack", func(a *archive) {
		a.stock("repack", "-a", "-d", "-q")
		a.stock("commit", "--allow-empty", "-q", "-m", "x")
		a.stock("repack", "-d", "-q")
		a.stock("multi-pack-index", "write", "--bitmap")
		a.moveKeysRef()
	}},
	"packed and bitmap": {"in a pack", func(a *archive) {
		a.stock("repack", "-a", "-d", "-q", "--write-bitmap-index")
		a.moveKeysRef()
	}},
	"temporary file": {"a temporary file that was left", func(a *archive) {
		a.moveKeysRef()
		must(a.t, os.Rename(a.loose(), filepath.Join(filepath.Dir(a.loose()), "tmp_obj_abc123")))
	}},
	"quarantine": {"a temporary file that was left", func(a *archive) {
		a.moveKeysRef()
		dir := filepath.Join(a.git, "objects", "tmp_objdir-incoming-x1", a.secret[:2])
		must(a.t, os.MkdirAll(dir, 0o700))
		must(a.t, os.Rename(a.loose(), filepath.Join(dir, a.secret[2:])))
	}},
	"pack in quarantine": {"a temporary file that was left", func(a *archive) {
		dir := filepath.Join(a.git, "objects", "incoming-x1", "pack")
		must(a.t, os.MkdirAll(dir, 0o700))
		stock(a.t, a.repo.WorkDir(), a.secret+"\n", "pack-objects", "-q",
			filepath.Join(dir, "pack"))
		must(a.t, os.Remove(a.loose()))
		a.moveKeysRef()
	}},
	"pack without index": {"in a pack that has no index", func(a *archive) {
		a.moveKeysRef()
		name := stock(a.t, a.repo.WorkDir(), a.secret+"\n", "pack-objects", "-q",
			filepath.Join(a.git, "objects", "pack", "pack"))
		must(a.t, os.Remove(filepath.Join(a.git, "objects", "pack", "pack-"+name+".idx")))
		must(a.t, os.Remove(a.loose()))
	}},
	"reflog": {"a reflog that reaches it", func(a *archive) {
		a.moveKeysRef()
		a.stock("update-ref", "--create-reflog", "refs/heads/saved", a.keys)
		a.stock("update-ref", "refs/heads/saved", a.clean)
	}},
}

func TestPurge(t *testing.T) {
	for name, c := range purgeable {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.make(a)
			said := func(p Place) bool { return p.What == c.what && p.ID == a.secret }
			if found := a.trace(); !slices.ContainsFunc(found, said) {
				t.Errorf("before: %+v, wanted %s", found, c.what)
			}
			must(t, a.repo.Purge(context.Background(), []string{a.secret}))
			if found := a.trace(); len(found) > 0 {
				t.Errorf("after: %+v", found)
			}
			a.soundWithout()
		})
	}
}

// soundWithout asks stock git: the secret is in no object, all else is.
func (a *archive) soundWithout() {
	a.t.Helper()
	if out := a.stock("fsck", "--strict", "--no-dangling"); out != "" {
		a.t.Errorf("git fsck: %s", out)
	}
	all := a.stock("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
	if strings.Contains(all, a.secret) {
		a.t.Error("the secret is still there")
	}
	for _, id := range []string{a.neighbour, a.clean, a.stock("rev-parse", "main^{tree}")} {
		if !strings.Contains(all, id) {
			a.t.Errorf("%s is gone too", id)
		}
	}
	if _, err := a.repo.Blob(context.Background(), a.neighbour, mostTest); err != nil {
		a.t.Error(err)
	}
	if _, err := a.repo.Blob(context.Background(), a.secret, mostTest); err == nil {
		a.t.Error("an open process still gives the secret")
	}
}

// keptWhere are the ways in which a copy is held that Purge must not break.
var keptWhere = map[string]struct {
	what string
	make func(a *archive)
}{
	"a second ref": {"a ref that reaches it", func(a *archive) {
		a.moveKeysRef()
		a.stock("branch", "saved", a.keys)
	}},
	"the keys ref itself": {"a ref that reaches it", func(*archive) {}},
	"a tag": {"a ref that reaches it", func(a *archive) {
		a.moveKeysRef()
		a.stock("tag", "-a", "-m", "x", "saved", a.keys)
	}},
	"another work tree": {"a ref that reaches it", func(a *archive) {
		a.moveKeysRef()
		a.stock("worktree", "add", "-q", "--detach", filepath.Join(a.t.TempDir(), "other"), a.keys)
	}},
	"main": {"a ref that reaches it", func(a *archive) {
		a.moveKeysRef()
		a.stock("update-index", "--add", "--cacheinfo", "100644,"+a.secret+",saved.age")
		a.stock("commit", "-q", "-m", "x")
	}},
	"the index": {"a file that git's index names", func(a *archive) {
		a.moveKeysRef()
		a.stock("update-index", "--add", "--cacheinfo", "100644,"+a.secret+",saved.age")
	}},
	"a pack with .keep": {"in a pack with .keep, which is not touched", func(a *archive) {
		a.moveKeysRef()
		pack := filepath.Join(a.git, "objects", "pack", "pack")
		name := stock(a.t, a.repo.WorkDir(), a.secret+"\n", "pack-objects", "-q", pack)
		must(a.t, os.WriteFile(pack+"-"+name+".keep", nil, 0o600))
	}},
	"an alternate": {"in an alternate, another repository's folder, which is not touched",
		func(a *archive) {
			a.moveKeysRef()
			other := filepath.Join(a.t.TempDir(), "other.git")
			a.stock("clone", "-q", "--bare", "--no-local", a.git, other)
			stock(a.t, other, "wrapped for asha\n", "hash-object", "-w", "--stdin")
			must(a.t, os.WriteFile(filepath.Join(a.git, "objects", "info", "alternates"),
				[]byte("# shared\n"+other+"/objects\n"), 0o600))
		}},
	"a file in the work tree": {"a file in the work tree", func(a *archive) {
		a.moveKeysRef()
		must(a.t, os.WriteFile(filepath.Join(a.repo.WorkDir(), "saved.age"),
			[]byte("wrapped for asha\n"), 0o600))
	}},
	"a file that git ignores": {"a file in the work tree", func(a *archive) {
		a.moveKeysRef()
		must(a.t, os.MkdirAll(filepath.Join(a.git, "info"), 0o700))
		must(a.t, os.WriteFile(filepath.Join(a.git, "info", "exclude"), []byte("*.age\n"), 0o600))
		must(a.t, os.WriteFile(filepath.Join(a.repo.WorkDir(), "saved.age"),
			[]byte("wrapped for asha\n"), 0o600))
	}},
}

func TestPurgeKeepsWhatIsHeld(t *testing.T) {
	for name, c := range keptWhere {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.make(a)
			for _, when := range []string{"before", "after"} {
				said := func(p Place) bool {
					return p.What == c.what && p.ID == a.secret && p.Where != ""
				}
				if found := a.trace(); !slices.ContainsFunc(found, said) {
					t.Errorf("%s: %+v, wanted %s", when, found, c.what)
				}
				must(t, a.repo.Purge(context.Background(), []string{a.secret}))
			}
			if out := a.stock("fsck", "--strict", "--no-dangling"); out != "" {
				t.Errorf("git fsck: %s", out)
			}
		})
	}
}

// A pack that was not written to its end can't be looked into: it may hold
// anything, and Trace says so.
func TestTraceOfWhatCannotBeRead(t *testing.T) {
	a := newArchive(t)
	a.moveKeysRef()
	must(t, a.repo.Purge(context.Background(), []string{a.secret}))
	for _, name := range []string{"pack/tmp_pack_x1y2z3", "12/tmp_obj_x1y2z3"} {
		path := filepath.Join(a.git, "objects", filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte("PACK half of it"), 0o600))
		want := Place{Where: path,
			What: "a file that can't be looked into, and may hold it"}
		if found := a.trace(); !slices.Equal(found, []Place{want}) {
			t.Errorf("%s: %+v", name, found)
		}
		must(t, a.repo.Purge(context.Background(), []string{a.secret}))
		must(t, os.Remove(path)) // still there
	}
}

func TestPurgeOfNothing(t *testing.T) {
	a := newArchive(t)
	ctx := context.Background()
	must(t, a.repo.Purge(ctx, nil))
	must(t, a.repo.Purge(ctx, []string{strings.Repeat("1", 40)}))
	if err := a.repo.Purge(ctx, []string{"../../config"}); err == nil {
		t.Error("a path was taken for an id")
	}
	if got := a.stock("rev-parse", "refs/casefile/keys/K3"); got != a.keys {
		t.Errorf("the keys ref is at %s", got)
	}
}
