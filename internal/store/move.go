package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Move takes a ref from Old to New. An empty Old means that the ref must not
// exist; an empty New deletes it.
type Move struct{ Ref, Old, New string }

// moveTries bounds how often a transaction is tried that failed although no ref
// had moved: its lock was held by a process that then did something else.
const moveTries = 3

// Move moves the refs, in the order given, in one transaction: all of them or none. It returns
// ErrRaced if a ref was not at its Old, and ErrLocked if a lock stays in the way that somebody may
// hold. It returns ErrUndurable if the refs have moved and the disk did not confirm it: see Moved.
//
// Git renames one ref after the other, and may fail after some of them. So Move judges by the refs.
// If all are at their New, they have moved, whatever git said. If the first is, the others follow
// it. Refs that are named before main move with it. A file on the disk lists these moves before any
// ref moves, so that a later process can finish them after a crash (FinishMoves).
func (r *Repo) Move(ctx context.Context, moves []Move) error {
	return r.MoveWithin(ctx, moves, lockPatience)
}

// MoveWithin moves refs as Move does. It waits for a lock of git's no longer than patience.
func (r *Repo) MoveWithin(ctx context.Context, moves []Move, patience time.Duration) error {
	end := time.Now().Add(patience)
	if r.quarantine {
		return fmt.Errorf("no ref of %s moves from within a hook", r.GitDir())
	}
	if tied(moves) {
		return r.moveTied(ctx, moves, end)
	}
	return r.moveAll(ctx, moves, end)
}

// moveAll moves refs, and writes no file that lists the moves. It waits for a lock until end.
func (r *Repo) moveAll(ctx context.Context, moves []Move, end time.Time) error {
	left := moves
	for try := 1; len(left) > 0; try++ {
		script, err := transaction(left)
		if err != nil {
			return err
		}
		prepared, err := r.updateRefs(ctx, script)
		if err == nil {
			break
		}
		// Also a person's Ctrl-C may come when the refs have moved.
		still, raced := r.raced(context.WithoutCancel(ctx), left)
		switch {
		case prepared && len(still) == 0:
			left = nil
		case prepared && try < moveTries && still[0] != left[0]:
			left = still
		case ctx.Err() != nil:
			return err
		case raced == nil && try <= moveTries && r.lockedAny(left):
			if err := r.awaitLocks(ctx, refsOf(left), end); err != nil {
				return err
			}
			if time.Now().Before(end) {
				try = min(try, moveTries-1)
			}
		case raced != nil || try >= moveTries:
			return errors.Join(raced, err)
		}
	}
	if err := r.syncRefs(moves); err != nil {
		return fmt.Errorf("%w: a loss of power may take it back: %w", ErrUndurable, err)
	}
	return nil
}

// Moved reports whether the refs have moved, by the error of Move. ErrUndurable counts as moved:
// somebody told of a failure would do again what is done.
func Moved(err error) bool { return err == nil || errors.Is(err, ErrUndurable) }

// updateRefs runs one transaction, and reports whether a failure may have come after all
// refs were found at their Old: git says so, or was ended before it could.
func (r *Repo) updateRefs(ctx context.Context, script string) (prepared bool, err error) {
	cmd := r.git.command(ctx, append(durably(), "update-ref", "--stdin")...)
	out, _, err := finishBoth(ctx, cmd, strings.NewReader(script), "update-ref")
	failed, ok := errors.AsType[*gitError](err)
	ended := ctx.Err() != nil || ok && failed.code == -1
	return ended || bytes.Contains(out, []byte("prepare: ok\n")), err
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
				return "", fmt.Errorf("moving %s: %q is not an object id", m.Ref, id)
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

// raced returns, after a failure, the moves that were not made, and ErrRaced if another process was
// the reason. It judges by the refs, not by git's messages.
func (r *Repo) raced(ctx context.Context, moves []Move) (left []Move, reason error) {
	for _, m := range moves {
		now, err := r.Ref(ctx, m.Ref)
		if err != nil {
			return moves, err
		}
		if now != m.New {
			left = append(left, m)
		}
		if now != m.Old && reason == nil {
			reason = fmt.Errorf("%w: %s is at %q, expected %q", ErrRaced, m.Ref, now, m.Old)
		}
	}
	return left, reason
}

// lockedAny reports whether a lock is there that keeps one of the refs from moving.
func (r *Repo) lockedAny(moves []Move) bool {
	return slices.ContainsFunc(r.locksOf(refsOf(moves)), func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	})
}

func refsOf(moves []Move) (refs []string) {
	for _, m := range moves {
		refs = append(refs, m.Ref)
	}
	return refs
}

// syncRefs makes the new names durable. Git fsyncs the content of a ref, but not the folder of the
// renamed file.
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
