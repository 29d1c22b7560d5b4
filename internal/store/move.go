package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Move takes a ref from Old to New. An empty Old means that the ref must not
// exist; an empty New deletes it.
type Move struct{ Ref, Old, New string }

// moveTries bounds how often a transaction is tried that failed although no ref
// had moved: its lock was held by a process that then did something else.
const moveTries = 3

// Move moves the refs, in the order given, in one transaction: all of them or
// none. It gives ErrRaced when a ref was not at its Old, or is locked.
func (r *Repo) Move(ctx context.Context, moves []Move) error {
	if r.quarantine {
		return fmt.Errorf("no ref of %s moves from within a hook", r.GitDir())
	}
	script, err := transaction(moves)
	if err != nil || len(moves) == 0 {
		return err
	}
	for try := 1; ; try++ {
		_, err = r.git.run(ctx, strings.NewReader(script), "-c", "core.fsync=reference", "update-ref", "--stdin")
		if err == nil {
			return r.syncRefs(moves)
		}
		failed, ok := errors.AsType[*gitError](err)
		if !ok {
			return err
		}
		switch arrived, raced := r.raced(ctx, moves); {
		case arrived && failed.code == -1: // a signal came after the last step
			return r.syncRefs(moves)
		case try < moveTries && r.dropStaleLocks(moves):
		case raced != nil || try == moveTries:
			return errors.Join(raced, err)
		}
	}
}

// transaction writes the commands of git-update-ref(1).
func transaction(moves []Move) (string, error) {
	var b strings.Builder
	b.WriteString("start\n")
	for _, m := range moves {
		if err := checkRef(m.Ref); err != nil {
			return "", err
		}
		for _, id := range []string{m.Old, m.New} {
			if id != "" && !isID(id) {
				return "", fmt.Errorf("moving %s: %q is no object id", m.Ref, id)
			}
		}
		switch {
		case m.Old == "" && m.New == "":
			return "", fmt.Errorf("moving %s from nothing to nothing", m.Ref)
		case m.Old == "":
			fmt.Fprintf(&b, "create %s %s\n", m.Ref, m.New)
		case m.New == "":
			fmt.Fprintf(&b, "delete %s %s\n", m.Ref, m.Old)
		default:
			fmt.Fprintf(&b, "update %s %s %s\n", m.Ref, m.New, m.Old)
		}
	}
	b.WriteString("prepare\ncommit\n")
	return b.String(), nil
}

// raced says after a failure whether another process was the reason, and
// whether the refs arrived all the same: judged by the refs and locks as they
// are, not by what git printed.
func (r *Repo) raced(ctx context.Context, moves []Move) (arrived bool, reason error) {
	arrived = true
	for _, m := range moves {
		now, err := r.Ref(ctx, m.Ref)
		if err != nil {
			return false, err
		}
		arrived = arrived && now == m.New
		if now != m.Old && reason == nil {
			reason = fmt.Errorf("%w: %s is at %q, expected %q", ErrRaced, m.Ref, now, m.Old)
		}
		if lock := r.lockOf(m.Ref); lock != "" && reason == nil {
			reason = fmt.Errorf("%w: %s is locked by %s", ErrRaced, m.Ref, lock)
		}
	}
	return arrived, reason
}

// lockOf is the lock file that keeps the ref from moving, "" when there is none.
func (r *Repo) lockOf(ref string) string {
	for _, name := range []string{ref + ".lock", "packed-refs.lock"} {
		lock := filepath.Join(r.common, filepath.FromSlash(name))
		if _, err := os.Lstat(lock); err == nil {
			return lock
		}
	}
	return ""
}

// syncRefs makes the new names durable: git fsyncs a ref's content, not the
// folder that the renamed file lies in.
func (r *Repo) syncRefs(moves []Move) error {
	var dirs []string
	for _, m := range moves {
		dirs = append(dirs, filepath.Dir(filepath.Join(r.common, filepath.FromSlash(m.Ref))))
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		// With packed refs or a reftable the folder may not exist.
		if err := syncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
