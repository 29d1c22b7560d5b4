package store

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestListedRefs lists refs from their files as git does, and leaves to git what is not plain.
func TestListedRefs(t *testing.T) {
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 40)
	const head = "# pack-refs with: peeled fully-peeled sorted \n"
	for name, c := range map[string]struct {
		files map[string]string // below the git directory
		toGit bool
	}{
		"nothing": {},
		"loose": {
			files: files{"refs/heads/main": a + "\n", "refs/casefile/keys/K3": b + "\n"}},
		"packed": {
			files: files{"packed-refs": head + a + " refs/casefile/keys/K3\n" + b +
				" refs/heads/main\n"}},
		"both, loose is newer": {
			files: files{"refs/heads/main": a + "\n", "packed-refs": head + b +
				" refs/heads/main\n" + b + " refs/heads/other\n"}},
		"a tag peeled": {
			files: files{"packed-refs": head + a + " refs/tags/x\n^" + b + "\n"}},
		"a lock": {
			files: files{"refs/heads/main": a + "\n", "refs/heads/main.lock": b + "\n"}},
		"a folder of a lock": {files: files{"refs/heads/x.lock/y": b + "\n"}},
		"a longer name": {
			files: files{"refs/casefile/keys/K3": b + "\n", "refs/casefile/keysmore": a + "\n"}},

		"symbolic": {files: files{"refs/heads/alias": "ref: refs/heads/main\n",
			"refs/heads/main": a + "\n"}, toGit: true},
		"empty": {files: files{"refs/heads/main": ""}, toGit: true},
		"zeros": {files: files{"refs/heads/main": strings.Repeat("0", 40) + "\n"},
			toGit: true},
		"no line feed":        {files: files{"refs/heads/main": a}, toGit: true},
		"more after the id":   {files: files{"refs/heads/main": a + " x\n"}, toGit: true},
		"a name with a space": {files: files{"refs/heads/a b": a + "\n"}, toGit: true},
		"a name with a dot":   {files: files{"refs/heads/.a": a + "\n"}, toGit: true},
		"a packed name of none": {files: files{"packed-refs": head + a + " refs/heads/a..b\n"},
			toGit: true},
		"packed, no id": {
			files: files{"packed-refs": head + "x" + a[1:] + " refs/heads/main\n"}, toGit: true},
		"packed, cut off": {files: files{"packed-refs": head + a + " refs/heads/ma"},
			toGit: true},
		"another form of refs": {files: files{"reftable/tables.list": ""}, toGit: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			for at, text := range c.files {
				path := filepath.Join(r.GitDir(), filepath.FromSlash(at))
				must(t, os.MkdirAll(filepath.Dir(path), 0o700))
				must(t, os.WriteFile(path, []byte(text), 0o600))
			}
			for _, below := range []string{".", "refs/heads", "refs/heads/main",
				"refs/casefile/keys"} {
				got, ok := r.listed(below)
				if below == "." && ok == c.toGit {
					t.Errorf("left to git: %v, want %v", !ok, c.toGit)
				}
				if !ok {
					continue
				}
				if want, err := r.list(t.Context(), below); err != nil || !maps.Equal(got, want) {
					t.Errorf("%s: %v, and git has %v, %v", below, got, want, err)
				}
			}
		})
	}
}

// TestListedRefsOfLinkedTree leaves a linked work tree to git: it has some refs of its own.
func TestListedRefsOfLinkedTree(t *testing.T) {
	r := newRepo(t)
	must(t, r.Move(t.Context(), []Move{{main, "", commitFiles(t, r, "", files{"a": "a"}, nil).ID}}))
	beside := filepath.Join(t.TempDir(), "beside")
	stock(t, r.WorkDir(), "", "worktree", "add", "-q", "-b", "other", beside, "main")
	linked, err := Open(t.Context(), beside)
	must(t, err)
	defer linked.Close()
	if refs, ok := linked.listed("."); ok {
		t.Errorf("listed without git: %v", refs)
	}
}
