package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// We write the same bytes as stock git would, and stock git finds nothing wrong with them.
func TestStockGitReadsWhatWeWrite(t *testing.T) {
	ctx, r, s := context.Background(), newRepo(t), newSigner(t)
	dir := r.WorkDir()
	first := commitFiles(t, r, "",
		files{"casefile.yaml": "format: 1\n", "cases/K3/K3F927QM.yaml": "format: 1\n"}, s)
	second := commitFiles(t, r, first.ID,
		files{"cases/K3/K3F927QM/e.md.age": "age-encryption.org/v1\n"}, s)
	must(t, r.Move(ctx, []Move{{Ref: "refs/heads/main", New: second.ID}}))
	must(t, r.Checkout(ctx, "", second.ID))

	stock(t, dir, "", "fsck", "--strict", "--full")
	if out := stock(t, dir, "", "status", "--porcelain"); out != "" {
		t.Errorf("status after checkout: %s", out)
	}
	if got, want := stock(t, dir, "", "ls-tree", "-r", "--name-only", "main"),
		"casefile.yaml\ncases/K3/K3F927QM.yaml\ncases/K3/K3F927QM/e.md.age"; got != want {
		t.Errorf("ls-tree:\n%s\nwant:\n%s", got, want)
	}
	blob := stock(t, dir, "format: 1\n", "hash-object", "--stdin")
	if e, ok, err := r.Lookup(ctx, second.ID, "casefile.yaml"); err != nil || !ok || e.ID != blob {
		t.Errorf("Lookup = %v %v %v, want %s", e, ok, err, blob)
	}
	if got := stock(t, dir, string(second.Raw), "hash-object", "-t", "commit",
		"--stdin"); got != second.ID {
		t.Errorf("commit id %s, git says %s", second.ID, got)
	}
	allowed := filepath.Join(t.TempDir(), "allowed_signers")
	must(t, os.WriteFile(allowed, []byte("asha@example.org namespaces=\"git\" "+s.PublicKey()+"\n"),
		0o600))
	if got := stock(t, dir, "", "-c", "gpg.format=ssh", "-c", "gpg.ssh.allowedSignersFile="+allowed,
		"log", "--format=%G? %GS %an %ae %at", "main"); got !=
		"G asha@example.org Asha Rao asha@example.org 1700000060\n"+
			"G asha@example.org Asha Rao asha@example.org 1700000000" {
		t.Errorf("log:\n%s", got)
	}
}

// The exact bytes of design.md: the four headers, gpgsig folded, zone +0000.
func TestCommitBytes(t *testing.T) {
	r := newRepo(t)
	b := r.NewBatch()
	tree, err := b.Tree(context.Background(), "", nil)
	must(t, err)
	zero := Ident{Name: "casefile", Email: "casefile@invalid",
		When: time.Unix(0, 0).In(time.FixedZone("", 3600))}
	c, err := b.Commit(NewCommit{Tree: tree, Author: zero, Committer: zero,
		Message: "casefile keys\n"}, nil)
	must(t, err)
	want := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" +
		"author casefile <casefile@invalid> 0 +0000\n" +
		"committer casefile <casefile@invalid> 0 +0000\n\ncasefile keys\n"
	if string(c.Raw) != want {
		t.Errorf("got\n%s\nwant\n%s", c.Raw, want)
	}
	signed, err := b.Commit(NewCommit{Tree: tree, Parents: []string{c.ID}, Author: asha(5),
		Committer: asha(6), Message: "m\n"}, newSigner(t))
	must(t, err)
	folded := strings.ReplaceAll(strings.TrimSuffix(string(signed.Signature), "\n"), "\n", "\n ")
	want = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent " + c.ID + "\n" +
		"author Asha Rao <asha@example.org> 5 +0000\n" +
		"committer Asha Rao <asha@example.org> 6 +0000\n" +
		"gpgsig " + folded + "\n\nm\n"
	if string(signed.Raw) != want {
		t.Errorf("got\n%s\nwant\n%s", signed.Raw, want)
	}
	if got, want := fmt.Sprint(signed.Headers),
		"[tree parent author committer gpgsig]"; got != want {
		t.Errorf("headers %s", got)
	}
}

func TestCommitRefusesFieldsThatBreakOut(t *testing.T) {
	r := newRepo(t)
	b := r.NewBatch()
	tree, err := b.Tree(context.Background(), "", nil)
	must(t, err)
	good := NewCommit{Tree: tree, Author: asha(1), Committer: asha(1), Message: "m\n"}
	for name, spoil := range map[string]func(*NewCommit){
		"line feed in a name": func(c *NewCommit) {
			c.Author.Name = "A\nparent " + strings.Repeat("a", 40)
		},
		"bracket in a name":   func(c *NewCommit) { c.Committer.Name = "A <b" },
		"bracket in an email": func(c *NewCommit) { c.Author.Email = "a> 1 +0000" },
		"space at the end":    func(c *NewCommit) { c.Author.Name = "A " },
		"zero byte":           func(c *NewCommit) { c.Author.Name = "A\x00" },
		"before 1970":         func(c *NewCommit) { c.Author.When = time.Unix(-1, 0) },
		"zero time":           func(c *NewCommit) { c.Author.When = time.Time{} },
		"no tree":             func(c *NewCommit) { c.Tree = "" },
		"parent with feed": func(c *NewCommit) {
			c.Parents = []string{strings.Repeat("a", 39) + "\n"}
		},
	} {
		c := good
		spoil(&c)
		if made, err := b.Commit(c, nil); err == nil {
			t.Errorf("%s: made %q", name, made.Raw)
		}
	}
	if _, err := b.Commit(good, nil); err != nil {
		t.Errorf("the unspoilt one: %v", err)
	}
}

// A commit that stock git signed is read, and its signer found.
func TestSignerOfStockCommit(t *testing.T) {
	ctx, r := context.Background(), newRepo(t)
	dir, keys := r.WorkDir(), t.TempDir()
	private, public, err := NewSigningKey("asha", nil)
	must(t, err)
	key := filepath.Join(keys, "key")
	must(t, os.WriteFile(key, private, 0o600))
	for i := range 2 {
		stock(t, dir, "", "-c", "gpg.format=ssh", "-c", "user.signingKey="+key, "commit", "-q",
			"-S", "--allow-empty", "-m", fmt.Sprint("entry ", i))
	}
	tip, err := r.Ref(ctx, "refs/heads/main")
	must(t, err)
	c, err := r.Commit(ctx, tip)
	must(t, err)
	if got, err := c.Signer("git"); err != nil || got != public {
		t.Errorf("Signer = %q, %v; want %q", got, err, public)
	}
	if _, err := c.Signer("casefile-card"); err == nil {
		t.Error("a signature in namespace git counts in another")
	}
	if c.Message != "entry 1\n" || len(c.Parents) != 1 || c.Author.Name != "Asha" ||
		c.Signatures != 1 {
		t.Errorf("parsed as %+v", c)
	}
}
