package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// TreeState compares HEAD, the index and the work tree with main.
type TreeState struct {
	Head     string // the branch that is checked out; "" where there is none
	Detached bool
	NoHead   bool     // HEAD says nothing that git understands
	Changed  []string // files of main that are otherwise here, in work tree or index
	Missing  []string // files of main that are not here
	Behind   bool     // the last Checkout brought an older commit, and nobody changed the index
	Locked   string   // the lock of a git that has ended or is at work
	Fresh    bool     // that lock may be somebody's: RepairTree leaves it alone
	Midway   string   // what git is in the middle of: "merge", as its command is called
}

// TreeState looks, and changes nothing. What git can't read of the index is an error.
func (r *Repo) TreeState(ctx context.Context, main string) (TreeState, error) {
	s := r.headState()
	lock := filepath.Join(r.GitDir(), "index.lock")
	if f, _, err := r.factsOf(lock, ownLockAge); err == nil {
		s.Locked, s.Fresh = lock, f.held() != ""
	}
	s.Midway = r.midway()
	staged, err := r.difference(ctx, "diff-index", "--cached", main)
	if err != nil {
		return s, err
	}
	if left := r.checkedOut(); len(staged.all()) > 0 && left != "" && left != main {
		old, err := r.difference(ctx, "diff-index", "--cached", left)
		if err == nil && len(old.all()) == 0 {
			s.Behind, staged = true, pathDifference{}
		}
	}
	// git diff compares what files hold, where diff-files would go by their times.
	here, err := r.difference(ctx, "diff", "--no-ext-diff", "--no-textconv")
	s.Changed = sorted(append(staged.all(), here.changed...))
	s.Missing = sorted(here.missing)
	return s, err
}

// midway returns the command of git's that was begun here and neither ended nor given up.
func (r *Repo) midway() string {
	for _, m := range []struct{ file, command string }{
		{"rebase-merge", "rebase"}, {filepath.Join("rebase-apply", "applying"), "am"},
		{"rebase-apply", "rebase"}, {"MERGE_HEAD", "merge"}, {"CHERRY_PICK_HEAD", "cherry-pick"},
		{"REVERT_HEAD", "revert"}, {"sequencer", "cherry-pick"}} {
		if _, err := os.Lstat(filepath.Join(r.GitDir(), m.file)); err == nil {
			return m.command
		}
	}
	return ""
}

// headState reads HEAD as git does.
func (r *Repo) headState() (s TreeState) {
	text, _ := ReadAtMost(filepath.Join(r.GitDir(), "HEAD"), mostOwn)
	line := strings.TrimSpace(string(text))
	branch, isRef := strings.CutPrefix(line, "ref: refs/heads/")
	switch {
	case isRef && branch != "":
		s.Head = branch
	case isID(line):
		s.Detached = true
	default:
		s.NoHead = true
	}
	return s
}

// DetachedHead returns the commit at which HEAD stands apart from every branch; "" where it does
// not.
func (r *Repo) DetachedHead() string {
	text, _ := ReadAtMost(filepath.Join(r.GitDir(), "HEAD"), mostOwn)
	if id := strings.TrimSpace(string(text)); isID(id) {
		return id
	}
	return ""
}

// checkedOut returns the commit that the last Checkout brought; "" for unknown.
func (r *Repo) checkedOut() string {
	text, _ := ReadAtMost(filepath.Join(r.GitDir(), "casefile", "worktree"), mostOwn)
	if id := strings.TrimSpace(string(text)); isID(id) {
		return id
	}
	return ""
}

// pathDifference are the paths in which two of main, index and work tree differ.
type pathDifference struct{ changed, missing []string }

func (d pathDifference) all() []string { return slices.Concat(d.changed, d.missing) }

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// difference runs one of git's comparisons.
func (r *Repo) difference(ctx context.Context, args ...string) (d pathDifference, err error) {
	command := append([]string{args[0], "--name-status", "--no-renames", "-z",
		"--ignore-submodules"}, args[1:]...)
	out, err := r.git.run(ctx, nil, append(command, "--")...)
	fields := bytes.Split(out, []byte{0})
	for i := 0; i+1 < len(fields); i += 2 {
		path := string(fields[i+1])
		if string(fields[i]) == "D" {
			d.missing = append(d.missing, path)
		} else {
			d.changed = append(d.changed, path)
		}
	}
	return d, err
}
