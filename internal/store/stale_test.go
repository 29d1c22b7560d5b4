package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A lock that a killed git left behind keeps nobody out for ever; one that
// somebody may be holding is left alone.
func TestStaleLocks(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	tree, err := b.Tree(ctx, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	who := Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	c, err := b.Commit(NewCommit{Tree: tree, Author: who, Committer: who, Message: "x\n"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Write(ctx); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"refs/casefile/verified", "refs/heads/main"} {
		for _, name := range []string{ref + ".lock", "HEAD.lock", "packed-refs.lock"} {
			lock := leaveLock(t, r, name, "", 11*time.Second)
			now, err := r.Ref(ctx, ref)
			must(t, err)
			must(t, r.Move(ctx, []Move{{Ref: ref, Old: now, New: c.ID}}))
			gone := name != "HEAD.lock" || ref == "refs/heads/main"
			if _, err := os.Lstat(lock); (err != nil) != gone && name != "packed-refs.lock" {
				t.Errorf("%s after a move of %s: %v", name, ref, err)
			}
			_ = os.Remove(lock)
		}
	}
}

func fileIsThere(path string) bool { _, err := os.Lstat(path); return err == nil }

// leaveLock makes a lock as a git that was killed leaves it.
func leaveLock(t *testing.T, r *Repo, name, text string, age time.Duration) string {
	t.Helper()
	lock := filepath.Join(r.CommonDir(), filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(lock), 0o700))
	must(t, os.WriteFile(lock, []byte(text), 0o600))
	then := time.Now().Add(-age)
	must(t, os.Chtimes(lock, then, then))
	return lock
}

// The visible facts of a lock decide whether somebody may hold it.
func TestLockHeld(t *testing.T) {
	git := func(age time.Duration) []runner { return []runner{{id: "7", name: "git", age: age}} }
	for name, tt := range map[string]struct {
		facts lockFacts
		why   string
	}{
		"young": {lockFacts{age: 9 * time.Second}, "may be somebody's for 10s"},
		"old":   {lockFacts{age: 11 * time.Second}, ""},
		"ahead, new": {lockFacts{ahead: true}, "its time lies in the future, it was seen first " +
			"0s " +
			"ago, and may be somebody's for 10s"},
		"ahead, seen": {lockFacts{ahead: true, age: 11 * time.Second}, ""},
		"ahead, unseen": {lockFacts{ahead: true, age: 11 * time.Second, patience: otherLockAge,
			owners: owners{blind: true}}, "its time lies in the future, it was seen first 11s " +
			"ago, and no process can be seen here: it may be somebody's for 10m0s"},
		"ahead, open": {lockFacts{ahead: true, age: time.Hour, owners: owners{open: git(1)}},
			"process 7 (git) has it open"},
		"no lock": {lockFacts{age: time.Hour, foreign: true},
			"it holds what git leaves in no lock"},
		"open": {lockFacts{age: time.Hour, owners: owners{open: git(1)}},
			"process 7 (git) has it open"},
		"a git before it": {lockFacts{age: time.Minute, owners: owners{gits: git(time.Hour)}},
			"process 7 (git) is at work there"},
		"a git with it": {
			lockFacts{age: time.Minute, owners: owners{gits: git(56 * time.Second)}},
			"process 7 (git) is at work there"},
		"a git after it": {
			lockFacts{age: time.Minute, owners: owners{gits: git(54 * time.Second)}}, ""},
		"a git of no age": {lockFacts{age: time.Hour, owners: owners{gits: git(-1)}},
			"process 7 (git) is at work there"},
		"unseen": {lockFacts{age: 9 * time.Minute, patience: otherLockAge,
			owners: owners{blind: true}},
			"no process can be seen here: it may be somebody's for 10m0s"},
		"unseen, long": {lockFacts{age: 11 * time.Minute, patience: otherLockAge,
			owners: owners{blind: true}}, ""},
		"unseen, our refs": {lockFacts{age: 11 * time.Second, patience: ownLockAge,
			owners: owners{blind: true}}, ""},
	} {
		if why := tt.facts.held(); why != tt.why &&
			(tt.why == "" || !strings.Contains(why, tt.why)) {
			t.Errorf("%s: %q", name, why)
		}
	}
}

// The age of a lock whose time is in the future is the time for which it was seen unchanged.
func TestLocksAhead(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	ahead := func(name, text string) string { return leaveLock(t, r, name, text, -5*24*time.Hour) }
	marks := func() []string {
		found, err := filepath.Glob(filepath.Join(r.CommonDir(), "casefile", aheadFolder, "*"))
		must(t, err)
		return found
	}
	earlier := func() { // the lock was seen a while ago
		for _, m := range marks() {
			then := time.Now().Add(-11 * time.Second)
			must(t, os.Chtimes(m, then, then))
		}
	}
	for _, name := range []string{"HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"} {
		lock := ahead(name, "")
		left, dropped := r.ClearLocks(ctx, []string{main})
		if dropped || len(left) != 1 || !left[0].Ahead ||
			!strings.Contains(left[0].Why, "seen first 0s ago") {
			t.Errorf("%s is seen first: %t, %+v", name, dropped, left)
		}
		earlier()
		ahead(name, "a1") // another one, and not seen before
		if left, dropped := r.ClearLocks(ctx, []string{main}); dropped || len(left) != 1 {
			t.Errorf("%s is another: %t, %+v", name, dropped, left)
		}
		earlier()
		if left, dropped := r.ClearLocks(ctx, []string{main}); !dropped || len(left) != 0 {
			t.Errorf("%s stays: %+v", name, left)
		}
		if _, err := os.Lstat(lock); err == nil {
			t.Errorf("%s is there", name)
		}
	}
	must(t, r.Move(ctx, []Move{{main, "", a}}))
	lock := ahead("HEAD.lock", "kept by somebody\n")
	r.ClearLocks(ctx, []string{main})
	earlier()
	if r.ClearLocks(ctx, []string{main}); !fileIsThere(lock) {
		t.Error("what holds no lock goes")
	}
}

// doctor --fix watches such a lock for as long as it takes.
func TestDropLocksAhead(t *testing.T) {
	t.Parallel()
	r, told := newRepo(t), ""
	r.TellWaits(func(lock, why string) { told = why })
	lock := leaveLock(t, r, "shallow.lock", "", -5*24*time.Hour)
	dropped := r.DropLocks(func(string) bool { return true })
	if !slices.Equal(dropped, []string{lock}) ||
		!strings.Contains(told, "its time lies in the future") {
		t.Errorf("dropped %v, told %q", dropped, told)
	}
}

// A lock that may be somebody's is waited for, and named where it stays.
func TestAwaitLocks(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	lock := leaveLock(t, r, "refs/heads/main.lock", "", 0)
	go func() { time.Sleep(200 * time.Millisecond); _ = os.Remove(lock) }()
	must(t, r.Move(ctx, []Move{{main, "", a}}))
	leaveLock(t, r, "HEAD.lock", "kept by somebody\n", time.Hour)
	err := r.Move(ctx, []Move{{main, a, ""}})
	held, ok := errors.AsType[*LockedError](err)
	if !ok || errors.Is(err, ErrRaced) || filepath.Base(held.Path) != "HEAD.lock" {
		t.Errorf("held: %v", err)
	}
	leaveLock(t, r, "HEAD.lock", "", 0)
	if err := r.awaitLocks(ctx, []string{main}, time.Now()); !errors.Is(err, ErrLocked) {
		t.Errorf("at the end of patience: %v", err)
	}
}

// A fetch that was killed leaves the lock of a ref whose name only a pattern told. The next fetch
// with that pattern removes it, and waits for no other one.
func TestFetchPastLocksOfPatterns(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	other := commitFiles(t, bare, "", files{"k": "1"}, nil).ID
	must(t, bare.Move(ctx, []Move{{shard, "", other}, {"refs/casefile/keys/deep/er", "", first}}))
	stays := leaveLock(t, r, "refs/casefile/remote/K3.lock", "", 11*time.Second)
	gone := []string{
		leaveLock(t, r, "refs/casefile/remote/keys/K3.lock", "", 11*time.Second),
		leaveLock(t, r, "refs/casefile/remote/keys/deep/er.lock", "", 11*time.Second),
	}
	must(t, r.Fetch(ctx, bare.GitDir(), ours))
	for ref, want := range map[string]string{"K3": other, "deep/er": first} {
		if id, err := r.Ref(ctx, "refs/casefile/remote/keys/"+ref); err != nil || id != want {
			t.Errorf("%s is fetched as %q, %v", ref, id, err)
		}
	}
	if !fileIsThere(stays) || slices.ContainsFunc(gone, fileIsThere) {
		t.Errorf("locks: %s must stay, and none of %q", stays, gone)
	}
}

// The locks of settings that a killed git left keep neither a setting, nor the branch of HEAD, nor
// a sparse checkout, nor another init.
func TestSettingsPastLocks(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	r, err := Init(ctx, dir, InitOptions{})
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	for name, do := range map[string]func() error{
		"config":  func() error { return r.SetConfig(ctx, "casefile.x", "1") },
		"config ": func() error { return r.AddConfig(ctx, "casefile.y", "1") },
		"config  ": func() error {
			return r.AddRemote(ctx, "origin", "server:records")
		},
		"HEAD":                 func() error { return r.HeadOnMain(ctx) },
		"info/sparse-checkout": func() error { return r.hideCases(ctx) },
		"config.worktree":      func() error { return r.hideCases(ctx) },
		"config   ": func() error {
			again, err := Init(ctx, dir, InitOptions{})
			return errors.Join(err, again.Close())
		},
	} {
		lock := leaveLock(t, r, strings.TrimSpace(name)+".lock", "", 11*time.Second)
		if err := do(); err != nil || fileIsThere(lock) {
			t.Errorf("%q: lock %v, %v", name, fileIsThere(lock), err)
		}
		_ = os.Remove(lock)
	}
	if now, err := r.Config(ctx, "casefile.x"); err != nil || now != "1" {
		t.Errorf("the setting is %q, %v", now, err)
	}
	foreign := leaveLock(t, r, "config.lock", "kept by somebody\n", time.Hour)
	err = r.SetConfig(ctx, "casefile.x", "2")
	if !errors.Is(err, ErrLocked) || !fileIsThere(foreign) {
		t.Errorf("a lock that git did not leave: %v", err)
	}
}

// A remote that is given as a path gets the same command at its end as one with a name: git warns
// of a setting for a path, and passes over it.
func TestCommandAtAPath(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	ran := filepath.Join(t.TempDir(), "ran")
	must(t, bare.SetConfig(ctx, "core.alternateRefsCommand", "touch "+ran+"; true"))
	info := filepath.Join(bare.GitDir(), "objects", "info")
	must(t, os.MkdirAll(info, 0o700))
	must(t, os.WriteFile(filepath.Join(info, "alternates"),
		[]byte(filepath.Join(r.GitDir(), "objects")+"\n"), 0o600))
	next := commitFiles(t, r, first, files{"b": "b"}, nil).ID
	_, err := r.Push(ctx, bare.GitDir(), Push{Updates: []PushUpdate{{Ref: main, New: next}}})
	must(t, err)
	if fileIsThere(ran) {
		t.Error("a program that the remote's configuration names ran")
	}
	err = r.Fetch(ctx, bare.GitDir(), []string{"+refs/heads/none:refs/heads/none"})
	if err == nil || strings.Contains(err.Error(), "warning") {
		t.Errorf("git's words: %v", err)
	}
}

// The next checkout finishes what a killed git left half done in the work tree. Files that somebody
// wrote there stay.
func TestCheckoutAfterAKill(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	commit := func(parent string, files map[string]string) string {
		t.Helper()
		b := r.NewBatch()
		var edits []Edit
		for path, text := range files {
			edits = append(edits, Edit{Path: path, Mode: modeFile, ID: b.Blob([]byte(text))})
		}
		tree, err := b.Tree(ctx, "", edits)
		if err != nil {
			t.Fatal(err)
		}
		who := Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
		n := NewCommit{Tree: tree, Author: who, Committer: who, Message: "x\n"}
		if parent != "" {
			n.Parents = []string{parent}
		}
		c, err := b.Commit(n, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Write(ctx); err != nil {
			t.Fatal(err)
		}
		if err := r.Move(ctx,
			[]Move{{Ref: "refs/heads/main", Old: parent, New: c.ID}}); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	first := commit("", map[string]string{"a": "one\n", "b": "one\n"})
	if err := r.Checkout(ctx, "", first); err != nil {
		t.Fatal(err)
	}
	second := commit(first, map[string]string{"a": "two\n", "b": "one\n", "c": "new\n"})
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(r.WorkDir(), name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "two\n")
	write("c", "new\n")
	if err := r.Checkout(ctx, first, second); err != nil {
		t.Errorf("files that are there already: %v", err)
	}
	third := commit(second,
		map[string]string{"a": "three\n", "b": "one\n", "c": "new\n", "d": "new\n"})
	write("a", "mine\n")
	write("d", "new\n")
	if err := r.Checkout(ctx, second, third); err == nil {
		t.Error("a file that somebody changed is overwritten")
	}
	if data, err := os.ReadFile(filepath.Join(r.WorkDir(), "a")); err != nil ||
		string(data) != "mine\n" {
		t.Errorf("it holds %q, %v", data, err)
	}
}

// A file that looks like a lock and holds something else stays. So does the lock of a process at
// work.
func TestLocksThatStay(t *testing.T) {
	r := newRepo(t)
	must(t, os.MkdirAll(filepath.Join(r.CommonDir(), "refs", "heads"), 0o700))
	lock := filepath.Join(r.CommonDir(), "refs", "heads", "main.lock")
	old := func() {
		then := time.Now().Add(-time.Hour)
		must(t, os.Chtimes(lock, then, then))
	}
	for text, goes := range map[string]bool{
		"": true, strings.Repeat("a1", 20) + "\n": true, strings.Repeat("a1", 20): true, "a1": true,
		"ref: refs/heads/x\n":              true,
		"notes that somebody keeps here\n": false, strings.Repeat("x", 100): false,
	} {
		must(t, os.WriteFile(lock, []byte(text), 0o600))
		old()
		if got := r.dropStale(lock, otherLockAge); got != goes {
			t.Errorf("%q goes: %t", text, got)
		}
		_ = os.Remove(lock)
	}
	must(t, os.WriteFile(lock, nil, 0o600))
	old()
	if runtime.GOOS == "linux" {
		f, err := os.Open(lock)
		must(t, err)
		if r.dropStale(lock, otherLockAge) {
			t.Error("a lock that a process has open goes")
		}
		must(t, f.Close())
		git := exec.Command("git", "-C", r.GitDir(), "update-ref", "--stdin")
		in, err := git.StdinPipe()
		must(t, err)
		must(t, git.Start())
		for try := 0; ; try++ { // until it is git that runs there
			at := ownersOf(lock, r.CommonDir()).gits
			if len(at) > 0 && at[0].age >= 0 && at[0].age < time.Minute {
				break
			}
			if try == 100 {
				t.Fatalf("the git at work there is not seen: %+v", at)
			}
			time.Sleep(20 * time.Millisecond)
		}
		facts := lockFacts{age: 11 * time.Second, owners: ownersOf(lock, r.CommonDir())}
		if facts.held() != "" {
			t.Errorf("a git that was begun after the lock keeps it: %s", facts.held())
		}
		must(t, errors.Join(in.Close(), git.Wait()))
	}
	if !r.dropStale(lock, otherLockAge) {
		t.Error("a lock of nobody stays")
	}
	if !Moved(nil) || !Moved(fmt.Errorf("x: %w", ErrUndurable)) || Moved(ErrRaced) {
		t.Error("what has moved is not told from what has not")
	}
}
