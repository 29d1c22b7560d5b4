package store

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const main = "refs/heads/main"

func TestMove(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	b := commitFiles(t, r, a, files{"a": "b"}, nil).ID
	shard := "refs/casefile/keys/K3"
	tests := []struct {
		name       string
		moves      []Move
		want       error
		main, keys string // afterwards
	}{
		{"create", []Move{{main, "", a}}, nil, a, ""},
		{"create what is there", []Move{{main, "", b}}, ErrRaced, a, ""},
		{"update from elsewhere", []Move{{main, b, a}}, ErrRaced, a, ""},
		{"one of two has moved", []Move{{main, a, b}, {shard, a, b}}, ErrRaced, a, ""},
		{"both", []Move{{main, a, b}, {shard, "", a}}, nil, b, a},
		{"update what is gone", []Move{{"refs/heads/gone", a, b}}, ErrRaced, b, a},
		{"delete from elsewhere", []Move{{shard, b, ""}}, ErrRaced, b, a},
		{"delete", []Move{{main, b, a}, {shard, a, ""}}, nil, a, ""},
		{"nothing", nil, nil, a, ""},
	}
	for _, test := range tests {
		if err := r.Move(ctx, test.moves); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		got, err := r.Ref(ctx, main)
		must(t, err)
		keys, err := r.Ref(ctx, shard)
		must(t, err)
		if got != test.main || keys != test.keys {
			t.Errorf("%s: main %s, keys %s", test.name, got, keys)
		}
	}
}

func TestMoveRefuses(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	for _, m := range []Move{{"main", "", a}, {"refs/heads/a b", "", a},
		{"refs/heads/x\ncreate refs/heads/y " + a, "", a}, {"refs/../HEAD", "", a},
		{"refs/heads/x", "", "main"}, {"refs/heads/x", "", ""},
		{"refs/heads/x", "", strings.Repeat("1", 40)}, {"refs/heads/x.lock", "", a}} {
		if err := r.Move(ctx, []Move{m}); err == nil || errors.Is(err, ErrRaced) {
			t.Errorf("%q: %v", m, err)
		}
	}
	if refs, err := r.Refs(ctx, ""); err != nil || len(refs) != 0 {
		t.Errorf("refs afterwards: %v, %v", refs, err)
	}
}

// Two writers with a repository each, and a stock git beside them: every
// commit that Move accepted is in the history at the end.
func TestRacingWritersLoseNothing(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	root := commitFiles(t, r, "", files{"start": "x"}, nil)
	must(t, r.Move(ctx, []Move{{main, "", root.ID}}))
	const each = 8
	accepted := make(chan string, 2*each)
	var group sync.WaitGroup
	for writer := range 2 {
		mine, err := Open(ctx, r.WorkDir())
		must(t, err)
		defer mine.Close()
		group.Go(func() {
			for i := range each {
				for {
					tip, err := mine.Ref(ctx, main)
					if err != nil {
						t.Error(err)
						return
					}
					c := commitFiles(t, mine, tip, files{fmt.Sprintf("w%d/%d", writer, i): "x"},
						nil)
					err = mine.Move(ctx, []Move{{main, tip, c.ID}})
					if err == nil {
						accepted <- c.ID
						break
					}
					if !errors.Is(err, ErrRaced) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for range 5 {
		stock(t, r.WorkDir(), "", "pack-refs", "--all")
	}
	group.Wait()
	close(accepted)
	tip, err := r.Ref(ctx, main)
	must(t, err)
	line, err := r.Since(ctx, "", tip)
	must(t, err)
	if len(line) != 1+2*each {
		t.Errorf("%d commits in the history, want %d", len(line), 1+2*each)
	}
	in := make(map[string]bool)
	for _, id := range line {
		in[id] = true
	}
	for id := range accepted {
		if !in[id] {
			t.Errorf("%s was accepted and is lost", id)
		}
	}
}

func TestRefs(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	b := commitFiles(t, r, a, files{"a": "b"}, nil).ID
	must(t, r.Move(ctx,
		[]Move{{main, "", a}, {"refs/casefile/keys/K3", "", a}, {"refs/casefile/keys/K4", "", b},
			{"refs/casefile/verified", "", a}}))
	check := func(how string) {
		t.Helper()
		for prefix, want := range map[string]map[string]string{
			"refs/casefile/keys/":    {"refs/casefile/keys/K3": a, "refs/casefile/keys/K4": b},
			"refs/casefile/keys/K3":  {"refs/casefile/keys/K3": a},
			"refs/casefile/keys/K3/": {},
			"refs/casefile/ver":      {"refs/casefile/verified": a},
			"refs/tags/":             {},
			"": {main: a, "refs/casefile/keys/K3": a,
				"refs/casefile/keys/K4": b, "refs/casefile/verified": a},
		} {
			if got, err := r.Refs(ctx, prefix); err != nil || !maps.Equal(got, want) {
				t.Errorf("%s: Refs(%q) = %v, %v", how, prefix, got, err)
			}
		}
		for name, want := range map[string]string{main: a, "refs/casefile/keys/K4": b,
			"refs/heads/absent": "", "refs/heads": "", "refs/casefile/keys": ""} {
			if got, err := r.Ref(ctx, name); err != nil || got != want {
				t.Errorf("%s: Ref(%q) = %q, %v", how, name, got, err)
			}
		}
	}
	check("loose")
	stock(t, r.WorkDir(), "", "pack-refs", "--all", "--prune")
	check("packed")
	stock(t, r.WorkDir(), "", "symbolic-ref", "refs/heads/alias", main)
	if got, err := r.Ref(ctx, "refs/heads/alias"); err != nil || got != a {
		t.Errorf("symbolic: %q, %v", got, err)
	}
	// git's own name rules would find this one for refs/heads/other.
	must(t, r.Move(ctx, []Move{{"refs/heads/refs/heads/other", "", a}}))
	if got, err := r.Ref(ctx, "refs/heads/other"); err != nil || got != "" {
		t.Errorf("a ref of a longer name was taken: %q, %v", got, err)
	}
	for _, bad := range []string{"main", "HEAD", "refs/heads/../../config", "refs/heads/a\nb",
		"refs/heads/"} {
		if got, err := r.Ref(ctx, bad); err == nil {
			t.Errorf("Ref(%q) = %q", bad, got)
		}
	}
	if _, err := r.Refs(ctx, "--stdin"); err == nil {
		t.Error("an option is taken for a prefix")
	}
}

// A copy brought back from a backup has new times and inodes, which the index
// of git takes for changes until it has looked again.
func TestCheckoutOfCopiedFiles(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "1", "b": "2"}, nil)
	b := commitFiles(t, r, a.ID, files{"a": "3"}, nil)
	must(t, r.Move(ctx, []Move{{main, "", a.ID}}))
	must(t, r.Checkout(ctx, "", a.ID))
	for _, name := range []string{"a", "b"} {
		path := filepath.Join(r.WorkDir(), name)
		data, err := os.ReadFile(path)
		must(t, err)
		must(t, os.Remove(path))
		must(t, os.WriteFile(path, data, 0o644))
		must(t, os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)))
	}
	must(t, r.Move(ctx, []Move{{main, a.ID, b.ID}}))
	must(t, r.Checkout(ctx, a.ID, b.ID))
	if out := stock(t, r.WorkDir(), "", "status", "--porcelain"); out != "" {
		t.Errorf("status: %s", out)
	}
}

func TestCheckout(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "1", "b/c": "2"}, nil)
	b := commitFiles(t, r, a.ID, files{"b/c": "", "d/e": "3"}, nil)
	must(t, r.Move(ctx, []Move{{main, "", a.ID}}))
	must(t, r.Checkout(ctx, "", a.ID))
	must(t, r.Move(ctx, []Move{{main, a.ID, b.ID}}))
	must(t, r.Checkout(ctx, a.ID, b.ID))
	must(t, r.Checkout(ctx, "", a.ID)) // by somebody slower: it is there already
	if out := stock(t, r.WorkDir(), "", "status", "--porcelain"); out != "" {
		t.Errorf("status: %s", out)
	}
	c := commitFiles(t, r, b.ID, files{"a": "4"}, nil)
	must(t, r.Move(ctx, []Move{{main, b.ID, c.ID}}))
	must(t, os.WriteFile(filepath.Join(r.WorkDir(), "a"), []byte("mine"), 0o644))
	if err := r.Checkout(ctx, b.ID, c.ID); err == nil {
		t.Error("a changed file is overwritten without a word")
	}
	if text, err := os.ReadFile(filepath.Join(r.WorkDir(), "a")); err != nil ||
		string(text) != "mine" {
		t.Errorf("the changed file holds %q, %v", text, err)
	}
	must(t, initRepo(t, InitOptions{Bare: true}).Checkout(ctx, "", c.ID))
}

// failingGit is put before git on PATH. It fails once: after the refs have moved ("moved"),
// or when the first of them has ("first"), as a full disk or a lost server folder does.
const failingGit = `#!/bin/sh
mode=$(cat "$FAULT/mode")
case "$*" in *update-ref*) ;; *) mode= ;; esac
if [ -z "$mode" ]; then exec "$FAULT/git" "$@"; fi
: >"$FAULT/mode"
cat >"$FAULT/script"
if [ "$mode" = none ]; then echo 'start: ok'; echo 'fatal: No space left on device' >&2; exit 128; fi
if [ "$mode" = first ]; then
	{ sed -n 1,2p "$FAULT/script"; printf 'prepare\ncommit\n'; } >"$FAULT/one"
	mv "$FAULT/one" "$FAULT/script"
fi
"$FAULT/git" "$@" <"$FAULT/script"
echo 'fatal: unable to write: Input/output error' >&2
exit 128
`

// failGit lets the next transaction of refs fail in one of failingGit's ways.
func failGit(t *testing.T) (fail func(mode string)) {
	t.Helper()
	real, err := exec.LookPath("git")
	must(t, err)
	dir := t.TempDir()
	must(t, os.Symlink(real, filepath.Join(dir, "git")))
	must(t, os.Mkdir(filepath.Join(dir, "path"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "path", "git"), []byte(failingGit), 0o700))
	mode := filepath.Join(dir, "mode")
	must(t, os.WriteFile(mode, nil, 0o600))
	t.Setenv("FAULT", dir)
	t.Setenv("PATH", filepath.Join(dir, "path")+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func(m string) { must(t, os.WriteFile(mode, []byte(m), 0o600)) }
}

// Move judges by the refs, not by git's last message. Refs that have moved count as moved. If git
// stopped between two of them, the others follow the first.
func TestMoveGoesByTheRefs(t *testing.T) {
	fail := failGit(t)
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	b := commitFiles(t, r, a, files{"a": "b"}, nil).ID
	shard := "refs/casefile/keys/K3"
	for _, mode := range []string{"moved", "first", "none"} {
		for _, ref := range []string{main, shard} {
			if now, err := r.Ref(ctx, ref); err != nil || now != "" {
				must(t, errors.Join(err, r.Move(ctx, []Move{{ref, now, ""}})))
			}
		}
		fail(mode)
		if err := r.Move(ctx, []Move{{main, "", a}, {shard, "", b}}); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
		for ref, want := range map[string]string{main: a, shard: b} {
			if now, err := r.Ref(ctx, ref); err != nil || now != want {
				t.Errorf("%s: %s is at %q (%v), want %q", mode, ref, now, err, want)
			}
		}
	}
	fail("moved") // a lost race stays one, even if the ref is at its New
	if err := r.Move(ctx, []Move{{main, b, a}}); !errors.Is(err, ErrRaced) {
		t.Errorf("from elsewhere: %v", err)
	}
}
