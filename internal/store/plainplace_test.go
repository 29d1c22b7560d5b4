//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Wherever a place is taken for plain, git finds the same one; and it is taken for plain
// where Init or a clone made it.
func TestPlainPlace(t *testing.T) {
	head := func(text string) func(*testing.T, *Repo) {
		return func(t *testing.T, r *Repo) {
			must(t, os.WriteFile(filepath.Join(r.GitDir(), "HEAD"), []byte(text), 0o600))
		}
	}
	config := func(lines string) func(*testing.T, *Repo) {
		return func(t *testing.T, r *Repo) {
			f, err := os.OpenFile(filepath.Join(r.GitDir(), "config"), os.O_APPEND|os.O_WRONLY, 0)
			must(t, err)
			_, err = f.WriteString(lines)
			must(t, err)
			must(t, f.Close())
		}
	}
	instead := func(text string) func(*testing.T, *Repo) {
		return func(t *testing.T, r *Repo) {
			must(t, os.WriteFile(filepath.Join(r.GitDir(), "config"), []byte(text), 0o600))
		}
	}
	sparse := func(lines string) func(*testing.T, *Repo) {
		return func(t *testing.T, r *Repo) {
			config("[extensions]\n\tworktreeConfig = true\n")(t, r)
			path := filepath.Join(r.GitDir(), "config.worktree")
			must(t, os.WriteFile(path, []byte(lines), 0o600))
		}
	}
	for name, test := range map[string]struct {
		does       func(*testing.T, *Repo)
		tree, bare bool // whether it is plain
	}{
		"as made":         {func(*testing.T, *Repo) {}, true, true},
		"a remote":        {config("[remote \"origin\"]\n\turl = /srv/records.git\n"), true, true},
		"a commit":        {head(strings.Repeat("1", 40) + "\n"), true, true},
		"no end of HEAD":  {head("ref: refs/heads/main"), false, false},
		"another HEAD":    {head("ref: elsewhere\n"), false, false},
		"no HEAD":         {head(""), false, false},
		"core.worktree":   {config("[core]\n\tworktree = /tmp\n"), false, false},
		"in capitals":     {config("[CORE]\n\tWorkTree = /tmp\n"), false, false},
		"on one line":     {config("[core] worktree = /tmp\n"), false, false},
		"in a comment":    {config("[core]\n\t# worktree = /tmp\n"), false, false},
		"quoted":          {config("[core]\n\t\"worktree\" = /tmp\n"), false, false},
		"goes on":         {config("[remote \"origin\"]\n\turl = a\\\n[core]\n"), false, false},
		"an include":      {config("[include]\n\tpath = more\n"), false, false},
		"conditionally":   {config("[includeIf \"gitdir:/\"]\n\tpath = more\n"), false, false},
		"a key alone":     {config("[core]\n\tbare\n"), false, false},
		"bare at the end": {config("[core]\n\tbare = true\n"), false, true},
		"bare as a word":  {config("[core]\n\tbare = yes\n"), false, false},
		"no bool":         {config("[core]\n\tfilemode = perhaps\n"), false, false},
		"format 1":        {config("[core]\n\trepositoryformatversion = 1\n"), false, false},
		"an extension":    {config("[extensions]\n\tobjectFormat = sha1\n"), false, false},
		"a person":        {config("[user]\n\tname = Asha Rao\n"), true, true},
		"a branch":        {config("[branch \"main\"]\n\tremote = origin\n"), true, true},
		"of all branches": {config("[branch]\n\tsort = perhaps\n"), false, false},
		"not known":       {config("[user]\n\tuseConfigOnly = perhaps\n"), false, false},
		"damaged":         {config("[core\n"), false, false},
		"zero bytes":      {config("\x00\x00\x00"), false, false},
		"empty":           {instead(""), false, false},
		"not said":        {instead("[core]\n\trepositoryformatversion = 0\n"), false, false},
		"sparse": {sparse("[core]\n\tsparseCheckout = true\n\tsparseCheckoutCone = true\n" +
			"[index]\n\tsparse = true\n"), true, true},
		"sparse, and bare":      {sparse("[core]\n\tbare = true\n"), false, false},
		"sparse, and elsewhere": {sparse("[core]\n\tworktree = /tmp\n"), false, false},
		"sparse, and more":      {sparse("[include]\n\tpath = more\n"), false, false},
		"another index":         {config("[index]\n\tsparse = perhaps\n"), false, false},
		"commondir": {func(t *testing.T, r *Repo) {
			must(t, os.WriteFile(filepath.Join(r.GitDir(), "commondir"), []byte(".\n"), 0o600))
		}, false, false},
		"no refs": {func(t *testing.T, r *Repo) {
			must(t, os.RemoveAll(filepath.Join(r.GitDir(), "refs")))
		}, false, false},
		"objects elsewhere": {func(t *testing.T, r *Repo) {
			at := filepath.Join(r.GitDir(), "objects")
			must(t, os.Rename(at, at+"-away"))
			must(t, os.Symlink(at+"-away", at))
		}, false, false},
		".git elsewhere": {func(t *testing.T, r *Repo) {
			if at := r.GitDir(); !r.Bare() {
				must(t, os.Rename(at, at+"-away"))
				must(t, os.Symlink(at+"-away", at))
			}
		}, false, true},
	} {
		for _, bare := range []bool{false, true} {
			r := initRepo(t, InitOptions{Bare: bare})
			test.does(t, r)
			dir, plain := r.WorkDir(), test.tree
			if bare {
				dir, plain = r.GitDir(), test.bare
			}
			asGitFindsIt(t, name, dir, plain)
			deep := filepath.Join(dir, "cases", "K3")
			must(t, os.MkdirAll(deep, 0o700))
			asGitFindsIt(t, name+", in a folder", deep, plain && !bare)
		}
	}
}

// Git judges a repository that belongs to somebody else, or that is opened in somebody else's name.
func TestPlainPlaceOfOthers(t *testing.T) {
	r := newRepo(t)
	linked := filepath.Join(t.TempDir(), "linked")
	stock(t, r.WorkDir(), "", "commit", "-q", "--allow-empty", "-m", "x")
	stock(t, r.WorkDir(), "", "worktree", "add", "-q", linked)
	asGitFindsIt(t, "a linked work tree", linked, false)
	asGitFindsIt(t, "in .git", filepath.Join(r.GitDir(), "refs"), false)
	t.Run("sudo", func(t *testing.T) {
		t.Setenv("SUDO_UID", "1000")
		asGitFindsIt(t, "as root for another", r.WorkDir(), false)
	})
	if os.Geteuid() != 0 {
		t.Skip("only root gives folders away")
	}
	for _, path := range []string{r.WorkDir(), r.GitDir()} {
		must(t, os.Chown(path, 1000, -1))
		asGitFindsIt(t, "of another", r.WorkDir(), false)
		must(t, os.Chown(path, 0, -1))
	}
	asGitFindsIt(t, "our own again", r.WorkDir(), true)
}

// asGitFindsIt compares what is taken for plain with git's answer.
func asGitFindsIt(t *testing.T, name, dir string, plain bool) {
	t.Helper()
	got, known := plainPlace(dir)
	if known != plain {
		t.Errorf("%s: %s is plain: %v", name, dir, known)
	}
	if !known {
		return
	}
	want, err := askPlace(t.Context(), dir, dir)
	if err != nil || got != want {
		t.Errorf("%s: %s: %+v, and git says %+v, %v", name, dir, got, want, err)
	}
}
