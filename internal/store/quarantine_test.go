package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// inHook pushes tip to main of a bare repository, holds the push in its
// pre-receive hook, and calls look with the repository as a hook sees it. The
// push is declined afterwards.
func inHook(t *testing.T, bare, from *Repo, tip string, look func(hook *Repo, quarantine string)) {
	t.Helper()
	ctx, notes := t.Context(), t.TempDir()
	hook(t, bare, "pre-receive", fmt.Sprintf(
		"env | grep '^GIT_' >'%[1]s/new'; mv '%[1]s/new' '%[1]s/env'; while ! [ -e '%[1]s/seen' "+
			"]; do sleep 0.02; done; exit 1", notes))
	pushed := make(chan error)
	go func() {
		_, err := from.Push(ctx, "origin", Push{[]PushUpdate{{Ref: main, New: tip}}})
		pushed <- err
	}()
	env := waitFor(t, filepath.Join(notes, "env"))
	for line := range strings.Lines(env) {
		if name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok &&
			quarantined(name) {
			t.Setenv(name, value)
		}
	}
	server, err := OpenInHook(ctx, bare.GitDir())
	must(t, err)
	in := server.WithQuarantine()
	look(in, os.Getenv("GIT_OBJECT_DIRECTORY"))
	must(t, in.Close())
	must(t, server.Close())
	must(t, os.WriteFile(filepath.Join(notes, "seen"), nil, 0o600))
	if err := <-pushed; !errors.Is(err, ErrRefused) {
		t.Errorf("the push: %v", err)
	}
}

func waitFor(t *testing.T, path string) string {
	t.Helper()
	for range 500 {
		if text, err := os.ReadFile(path); err == nil {
			return string(text)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the hook did not run")
	return ""
}

// Every function that reads works on a push that is not in the repository yet. Git may have
// unpacked the push, or keep it as a pack (100 objects or more).
func TestReadingInTheQuarantine(t *testing.T) {
	for name, commits := range map[string]int{"unpacked": 3, "packed": 3 * stepwise} {
		t.Run(name, func(t *testing.T) {
			bare, first, clones := hub(t, 1)
			line := []string{first}
			for i := range commits {
				line = append(line,
					commitFiles(t, clones[0], line[i],
						files{fmt.Sprintf("a/%d", i%3): fmt.Sprint(i)}, nil).ID)
			}
			inHook(t, bare, clones[0], line[commits], func(hook *Repo, quarantine string) {
				packs, err := filepath.Glob(filepath.Join(quarantine, "pack", "*.pack"))
				if err != nil || len(packs) == 1 != (name == "packed") ||
					!filepath.IsAbs(quarantine) {
					t.Errorf("packs %v in %q, %v", packs, quarantine, err)
				}
				readAll(t, hook, clones[0].Reader, line)
				if name == "unpacked" {
					damageIn(t, hook, quarantine, line[1])
				}
			})
			if id, err := bare.Ref(t.Context(), main); err != nil || id != first {
				t.Errorf("afterwards main is %s, %v", id, err)
			}
		})
	}
}

// readAll compares a hook's view of a line of commits with the pusher's. Ordinary readers of the
// bare repository see none of these commits.
func readAll(t *testing.T, hook *Repo, pusher Reader, line []string) {
	t.Helper()
	ctx, tip := t.Context(), line[len(line)-1]
	var pairs [][2]string
	for i := range line[1:] {
		pairs = append(pairs, [2]string{line[i], line[i+1]})
	}
	got, err := hook.Diffs(ctx, pairs)
	must(t, err)
	want, err := pusher.Diffs(ctx, pairs)
	must(t, err)
	for i := range pairs {
		if got[i].Err != nil || len(got[i].Changes) != 1 ||
			!slices.Equal(got[i].Changes, want[i].Changes) {
			t.Errorf("pair %d: %v", i, got[i])
		}
	}
	if since, err := hook.Since(ctx, line[0], tip); err != nil || !slices.Equal(since, line[1:]) {
		t.Errorf("since: %d ids, %v", len(since), err)
	}
	commits, faults, err := hook.Commits(ctx, line)
	if err != nil || slices.ContainsFunc(faults, func(e error) bool {
		return e != nil
	}) || commits[1].Parents[0] != line[0] {
		t.Errorf("commits: %v, %v", faults, err)
	}
	if base, err := hook.MergeBase(ctx, tip, line[0]); err != nil || base != line[0] {
		t.Errorf("merge base %s, %v", base, err)
	}
	absent := strings.Repeat("1", 40)
	if missing, err := hook.Missing(ctx, append([]string{absent}, line...)); err != nil ||
		!slices.Equal(missing, []string{absent}) {
		t.Errorf("missing %v, %v", missing, err)
	}
	ordinary, err := Open(ctx, hook.GitDir())
	must(t, err)
	defer func() { must(t, ordinary.Close()) }()
	if missing, err := ordinary.Missing(ctx, line); err != nil || !slices.Equal(missing, line[1:]) {
		t.Errorf("an ordinary reader lacks %d of %d, %v", len(missing), len(line), err)
	}
}

// damageIn spoils a loose object of the quarantine: that is damage, and not an
// object that was never pushed.
func damageIn(t *testing.T, hook *Repo, quarantine, id string) {
	t.Helper()
	path := filepath.Join(quarantine, id[:2], id[2:])
	must(t, os.Remove(path))
	must(t, os.WriteFile(path, []byte("garbage"), 0o444))
	if _, err := hook.Blob(t.Context(), id, mostTest); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged object: %v", err)
	}
}
