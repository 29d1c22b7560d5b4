package store

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

// droppers returns the ways in which stock git takes out what no ref names.
func droppers() []string {
	return []string{
		"gc --prune=now", "prune --expire=now", "prune", "repack -a -d -q", "repack -A -d -q",
		"repack --cruft --cruft-expiration=now -d -q", "repack --geometric=2 -d -q",
		"maintenance run --task=gc", "maintenance run --task=loose-objects",
		"maintenance run --task=incremental-repack", "maintenance run --auto", "gc --auto",
		"reflog expire --expire=now --expire-unreachable=now --all", "worktree prune",
		"pack-refs --all --prune", "prune-packed",
	}
}

// Objects that are written and wait for their ref outlive whatever stock git is told to do,
// loose ones and those of a pack. Without the setting some of it would take them away: else
// this test could not fail.
func TestKeepObjects(t *testing.T) {
	for _, words := range droppers() {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			if dropped(t, words, true, false) || dropped(t, words, true, true) {
				t.Error("it took away what was to be kept")
			}
		})
	}
	for words, packed := range map[string]bool{
		"gc --prune=now": false, "prune --expire=now": false, "repack -a -d -q": true,
	} {
		if !dropped(t, words, false, packed) {
			t.Errorf("git %s takes nothing away without the setting", words)
		}
	}
}

// dropped reports whether a command of git takes away a commit between its writing and the move of
// main to it.
func dropped(t *testing.T, words string, kept, packed bool) bool {
	r := newRepo(t)
	run := func(args ...string) { // what git refuses is as good as what it does not find
		_ = exec.Command("git", append([]string{"-C", r.WorkDir()}, args...)...).Run()
	}
	first := commitFiles(t, r, "", files{"a.md": "first"}, nil)
	must(t, r.Move(context.Background(), []Move{{Ref: mainRef, New: first.ID}}))
	next := commitFiles(t, r, first.ID, files{"a.md": "first", "b.md": "next"}, nil)
	if packed {
		list := stock(t, r.WorkDir(), "", "cat-file", "--batch-all-objects",
			"--batch-check=%(objectname)")
		stock(t, r.WorkDir(), list+"\n", "pack-objects", "-q", r.objects+"/pack/pack")
		run("prune-packed")
	}
	if !kept {
		run("config", "--unset", preciousKey)
	}
	run(strings.Fields(words)...)
	_, err := exec.Command("git", "-C", r.WorkDir(), "rev-list", "--objects", next.ID).Output()
	return err != nil
}

// A repository of git's own gets the settings once, and may be configured by its people since.
func TestKeepObjectsOnce(t *testing.T) {
	r := newRepo(t)
	get := func(key string) string {
		value, err := r.OwnConfig(context.Background(), key)
		must(t, err)
		return value
	}
	for _, kv := range keeping() {
		if got := get(kv[0]); got != kv[1] {
			t.Errorf("%s is %q, want %q", kv[0], got, kv[1])
		}
	}
	stock(t, r.WorkDir(), "", "config", "maintenance.gc.enabled", "true")
	must(t, r.KeepObjects(context.Background()))
	if got := get("maintenance.gc.enabled"); got != "true" {
		t.Errorf("a setting of the copy's people became %q", got)
	}
	stock(t, r.WorkDir(), "", "config", "--unset", preciousKey)
	must(t, r.KeepObjects(context.Background()))
	if get(preciousKey) != "true" {
		t.Error("a copy without the setting did not get it")
	}
}
