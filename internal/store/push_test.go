package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// hub returns a bare repository that holds a first commit on main, and clones of it that know the
// commit.
func hub(t testing.TB, clones int) (*Repo, string, []*Repo) {
	t.Helper()
	ctx := t.Context()
	bare := initRepo(t, InitOptions{Bare: true})
	first := commitFiles(t, bare, "", files{"casefile.yaml": "x"}, nil)
	must(t, bare.Move(ctx, []Move{{main, "", first.ID}}))
	var list []*Repo
	for range clones {
		r := newRepo(t)
		must(t, r.AddRemote(ctx, "origin", bare.GitDir()))
		must(t, r.Fetch(ctx, "origin", ours))
		list = append(list, r)
	}
	return bare, first.ID, list
}

// hook gives a bare repository a hook of these lines of sh.
func hook(t testing.TB, bare *Repo, name, lines string) {
	t.Helper()
	must(t, os.MkdirAll(bare.Hooks(), 0o755))
	must(t, os.WriteFile(filepath.Join(bare.Hooks(), name), []byte("#!/bin/sh\n"+lines+"\n"),
		0o755))
}

const shard = "refs/casefile/keys/K3"

// onto returns a push of main (plain) and a shard (leased).
func onto(commit, key, lease string) Push {
	return Push{[]PushUpdate{{Ref: main, New: commit}, {Ref: shard, New: key, Lease: &lease}}}
}

func TestPush(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	hook(t, bare, "pre-receive", "echo 'A concern arrived.' >&2")
	next := commitFiles(t, r, first, files{"a": "a"}, nil).ID
	keys := []string{commitFiles(t, r, "", files{"k": "1"}, nil).ID,
		commitFiles(t, r, "", files{"k": "2"}, nil).ID}
	result, err := r.Push(ctx, "origin", onto(next, keys[0], ""))
	must(t, err)
	if !slices.Equal(result.Said, []string{"A concern arrived."}) || len(result.Refs) != 2 ||
		result.Refs[0].Ref != main || result.Refs[0].Flag != ' ' ||
		result.Refs[1].Summary != "[new reference]" {
		t.Errorf("result %+v", result)
	}
	result, err = r.Push(ctx, bare.GitDir(), onto(next, keys[1], keys[0]))
	must(t, err)
	if result.Refs[0].Flag != '=' && result.Refs[1].Flag != '=' {
		t.Errorf("main again: %+v", result)
	}
	refs, err := bare.Refs(ctx, "refs/")
	if err != nil || len(refs) != 2 || refs[main] != next || refs[shard] != keys[1] {
		t.Errorf("the remote has %v, %v", refs, err)
	}
	// After a push to a named remote, the pushed commit is known to be there.
	if id, err := r.Ref(ctx, "refs/remotes/origin/main"); err != nil || id != next {
		t.Errorf("remote-tracking main is %s, %v", id, err)
	}
	if result, err := r.Push(ctx, "origin", Push{}); err != nil || len(result.Refs) != 0 {
		t.Errorf("nothing to push: %v, %v", result, err)
	}
}

// Each way of being late is ErrBehind, and moves nothing.
func TestPushBehind(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 2)
	fast, slow := clones[0], clones[1]
	theirs, key := commitFiles(t, fast, first, files{"a": "fast"}, nil).ID,
		commitFiles(t, fast, "", files{"k": "1"}, nil).ID
	_, err := fast.Push(ctx, "origin", onto(theirs, key, ""))
	must(t, err)
	late, other := commitFiles(t, slow, first, files{"a": "slow"}, nil).ID,
		commitFiles(t, slow, "", files{"k": "2"}, nil).ID
	refused := func(how string, r *Repo, p Push) {
		t.Helper()
		_, err := r.Push(ctx, "origin", p)
		if failed, ok := errors.AsType[*PushError](err); !ok || !errors.Is(err, ErrBehind) ||
			errors.Is(err, ErrRefused) || failed.Kind != ErrBehind {
			t.Errorf("%s: %v", how, err)
		}
		if refs, err := bare.Refs(ctx, "refs/"); err != nil || refs[main] != theirs ||
			refs[shard] != key {
			t.Errorf("%s: the remote has %v, %v", how, refs, err)
		}
	}
	refused("main that is not here", slow, Push{[]PushUpdate{{Ref: main, New: late}}})
	refused("both, the shard thought to be new", slow, onto(late, other, ""))
	must(t, slow.Fetch(ctx, "origin", ours))
	refused("main that is here", slow, Push{[]PushUpdate{{Ref: main, New: late}}})
	refused("an older main", slow, Push{[]PushUpdate{{Ref: main, New: first}}})
	above := commitFiles(t, slow, theirs, files{"b": "slow"}, nil).ID
	refused("a good main with a stale lease", slow, onto(above, other, other))
	refused("a good main with a shard thought to be new", slow, onto(above, other, ""))
	// while the push is under way
	hook(t, bare, "pre-receive", "env -u GIT_QUARANTINE_PATH git update-ref refs/heads/main "+first)
	if _, err := slow.Push(ctx, "origin", onto(above, other, key)); !errors.Is(err, ErrBehind) {
		t.Errorf("main moved during the push: %v", err)
	}
	hook(t, bare, "pre-receive", "")
	must(t, bare.Move(ctx, []Move{{main, first, theirs}}))
	lock := filepath.Join(bare.GitDir(), "refs", "heads", "main.lock")
	must(t, os.WriteFile(lock, nil, 0o644))
	refused("a locked main", slow, onto(above, other, key))
	must(t, os.Remove(lock))
	_, err = slow.Push(ctx, "origin", onto(above, other, key))
	must(t, err)
}

func TestPushRefused(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	next, key := commitFiles(t, r, first, files{"a": "a"}, nil).ID,
		commitFiles(t, r, "", files{"k": "1"}, nil).ID
	for name, lines := range map[string]string{
		"pre-receive": "echo 'unsigned commit:\x1b[31m red' >&2; echo ' second line' >&2; exit 1",
		"update":      "echo 'unsigned commit:\x1b[31m red' >&2; echo ' second line' >&2; exit 1",
	} {
		hook(t, bare, name, lines)
		_, err := r.Push(ctx, "origin", onto(next, key, ""))
		failed, ok := errors.AsType[*PushError](err)
		if !ok || !errors.Is(err, ErrRefused) || errors.Is(err, ErrBehind) {
			t.Fatalf("%s: %v", name, err)
		}
		want := []string{"unsigned commit:[31m red", " second line"}
		if name == "update" {
			want = append(want, "error: hook declined to update refs/heads/main")
		}
		if !slices.Equal(failed.Reasons, want) ||
			!strings.Contains(err.Error(), "unsigned commit") {
			t.Errorf("%s: reasons %q", name, failed.Reasons)
		}
		must(t, os.Remove(filepath.Join(bare.Hooks(), name)))
	}
	if refs, err := bare.Refs(ctx, "refs/"); err != nil || len(refs) != 1 || refs[main] != first {
		t.Errorf("the remote has %v, %v", refs, err)
	}
	must(t, bare.SetConfig(ctx, "receive.hideRefs", "refs/casefile"))
	result, err := r.Push(ctx, "origin", onto(next, key, ""))
	if !errors.Is(err, ErrRefused) || len(result.Refs) != 2 ||
		result.Refs[0].Flag == result.Refs[1].Flag {
		t.Errorf("a hidden ref: %+v, %v", result, err)
	}
}

// A failure that is neither a lost race nor a refusal is reported as it is.
func TestPushFails(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	next, key := commitFiles(t, r, first, files{"a": "a"}, nil).ID,
		commitFiles(t, r, "", files{"k": "1"}, nil).ID
	good := onto(next, key, "")
	fails := func(how, remote string, p Push, word string) {
		t.Helper()
		_, err := r.Push(ctx, remote, p)
		if _, typed := errors.AsType[*PushError](err); err == nil || typed ||
			!strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", how, err)
		}
	}
	fails("no such remote", filepath.Join(t.TempDir(), "absent"), good, "absent")
	fails("an option", "--receive-pack=x", good, "not a remote")
	fails("ext::", "ext::sh -c true", good, "not allowed")
	fails("no ref", "origin", Push{[]PushUpdate{{Ref: "main", New: next}}}, "not a ref name")
	fails("no id", "origin", Push{[]PushUpdate{{Ref: main, New: "HEAD"}}}, "no object id")
	fails("a deletion", "origin", Push{[]PushUpdate{{Ref: main}}}, "no object id")
	lease := "HEAD"
	fails("no id to lease", "origin", Push{[]PushUpdate{{Ref: main, New: next, Lease: &lease}}},
		"no object id")
	fails("an object that is not here", "origin",
		Push{[]PushUpdate{{Ref: main, New: strings.Repeat("1", 40)}}}, "exit 1")
	must(t, bare.SetConfig(ctx, "receive.maxInputSize", "1"))
	fails("more than the remote takes", "origin", good, "unpack")
	must(t, os.WriteFile(filepath.Join(bare.GitDir(), "HEAD"), []byte("no ref\n"), 0o600))
	fails("a remote that git takes for no repository", "origin", good, "no repository")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Push(cancelled, "origin", good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Eight push at once, and again after each lost race: every commit arrives, in
// one line, and nobody is ever told anything else than that somebody was faster.
func TestPushRaces(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 8)
	hook(t, bare, "pre-receive", "cat >/dev/null; git cat-file --batch-all-objects --batch-check "+
		">/dev/null")
	var wait sync.WaitGroup
	fails := make(chan error, len(clones))
	for i, r := range clones {
		wait.Go(func() { fails <- pushUntilThere(ctx, t, r, first, i) })
	}
	wait.Wait()
	for range clones {
		must(t, <-fails)
	}
	tip, err := bare.Ref(ctx, main)
	must(t, err)
	if line, err := bare.Since(ctx, first, tip); err != nil || len(line) != len(clones) {
		t.Errorf("%d commits arrived, %v", len(line), err)
	}
	stock(t, bare.GitDir(), "", "fsck", "--strict")
}

func pushUntilThere(ctx context.Context, t *testing.T, r *Repo, tip string, i int) error {
	key := ""
	for try := 0; ; try++ {
		next := commitFiles(t, r, tip, files{fmt.Sprint(i): "x"}, nil).ID
		newKey := commitFiles(t, r, "", files{"k": fmt.Sprint(i, try)}, nil).ID
		_, err := r.Push(ctx, "origin", onto(next, newKey, key))
		if err == nil || !errors.Is(err, ErrBehind) || try == 200 {
			return err
		}
		if err := r.Fetch(ctx, "origin", ours); err != nil {
			return err
		}
		if tip, err = r.Ref(ctx, "refs/remotes/origin/main"); err != nil {
			return err
		}
		if key, err = r.Ref(ctx, "refs/casefile/remote/keys/K3"); err != nil {
			return err
		}
	}
}

func FuzzParsePushed(f *testing.F) {
	f.Add("To x\n!\t1:refs/heads/main\t[remote rejected] (pre-receive hook declined)\nDone\n")
	f.Add("=\ta:b\t[up to date]\n \ta:b\t1..2\n*\t:\t (")
	f.Fuzz(func(t *testing.T, out string) {
		refs := parsePushed(out)
		if len(refs) > strings.Count(out, "\n")+1 {
			t.Fatalf("%d refs in %q", len(refs), out)
		}
		if kind := verdict(refs); kind != nil && !strings.Contains(out, "!\t") {
			t.Fatalf("%v of %q", kind, out)
		}
	})
}
