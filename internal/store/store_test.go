package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stock runs the stock git program.
func stock(t testing.TB, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=Asha", "GIT_AUTHOR_EMAIL=asha@example.org",
		"GIT_COMMITTER_NAME=Asha", "GIT_COMMITTER_EMAIL=asha@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimRight(string(out), "\n")
}

func newRepo(t testing.TB) *Repo {
	t.Helper()
	return initRepo(t, InitOptions{})
}

func initRepo(t testing.TB, o InitOptions) *Repo {
	t.Helper()
	r, err := Init(context.Background(), filepath.Join(t.TempDir(), "records"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newSigner(t testing.TB) Signer {
	t.Helper()
	private, _, err := NewSigningKey("asha", nil)
	must(t, err)
	path := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(path, private, 0o600))
	s, err := FileSigner(path, nil)
	must(t, err)
	return s
}

func asha(unix int64) Ident {
	return Ident{Name: "Asha Rao", Email: "asha@example.org", When: time.Unix(unix, 0)}
}

// mostTest is more than any file of a test has.
const mostTest = 8 << 20

// files maps paths to contents; writing them as a commit is the usual start.
type files map[string]string

// commitFiles adds a durable commit with the edits of fs ("" removes).
func commitFiles(t testing.TB, r *Repo, parent string, fs files, s Signer) Commit {
	t.Helper()
	ctx := context.Background()
	b := r.NewBatch()
	base, when := "", int64(1_700_000_000)
	var parents []string
	if parent != "" {
		p, err := r.Commit(ctx, parent)
		must(t, err)
		base, parents, when = p.Tree, []string{parent}, p.Committer.When.Unix()+60
	}
	var edits []Edit
	for path, text := range fs {
		e := Edit{Path: path}
		if text != "" {
			e.Mode, e.ID = "100644", b.Blob([]byte(text))
		}
		edits = append(edits, e)
	}
	tree, err := b.Tree(ctx, base, edits)
	must(t, err)
	c, err := b.Commit(NewCommit{Tree: tree, Parents: parents, Author: asha(when),
		Committer: asha(when), Message: "casefile add\n\nCasefile-Op: add\n"}, s)
	must(t, err)
	must(t, b.Write(ctx))
	return c
}
