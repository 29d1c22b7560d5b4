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
	"time"

	"casefile/internal/pattern"
)

// intentName is the file beside the refs that names those that are to move together. Its lock is
// held while they do. If the lock is free, the file's process has ended.
const intentName = "intent"

// ErrIntent says that the file with the intended moves can't be understood. Then nobody moves main
// together with other refs: it is unknown which moves were interrupted.
var ErrIntent = errors.New("which refs were to move together is not known")

// mostIntent bounds what is read of it: 4,096 refs of 100 bytes, with two ids each.
const mostIntent = 1 << 20

// intentLine is a line of the file: old, new and ref, with - for no commit.
var intentLine = pattern.Of(`^([0-9a-f]{40}|-) ([0-9a-f]{40}|-) (refs/[^ \x00-\x1f\x7f]+)$`)

// tied reports whether moves must be seen together: main moves, and a ref before it. What comes
// after main follows from main, and may be late.
func tied(moves []Move) bool {
	i := slices.IndexFunc(moves, func(m Move) bool { return m.Ref == mainRef })
	return i > 0 && moves[i].Old != moves[i].New
}

// FinishMoves ends an interrupted move of main with other refs. If main moved, the others follow
// it; if not, they go back. FinishMoves waits for a process that is moving them, and for a lock on
// one of the refs, as long as patience says (ErrLocked). The next FinishMoves tries again. On a
// server it also ends the moves that hooks have noted (NotePushedMoves).
func (r *Repo) FinishMoves(ctx context.Context, patience time.Duration) error {
	due, err := r.pushedMoves()
	if err != nil || r.quarantine {
		return err
	}
	if _, err := os.Lstat(r.intentFile()); err != nil && len(due) == 0 {
		return nil
	}
	end := time.Now().Add(patience)
	soon, stop := context.WithDeadline(ctx, end)
	defer stop()
	unlock, err := r.Lock(soon, intentName)
	if err != nil {
		return err
	}
	defer unlock()
	err = r.finishMoves(ctx, end)
	for _, path := range due {
		err = errors.Join(err, r.finishPushedMoves(ctx, path, end))
	}
	return err
}

// moveTied moves refs that must be seen together, as Move does.
func (r *Repo) moveTied(ctx context.Context, moves []Move, end time.Time) error {
	unlock, err := r.Lock(ctx, intentName)
	if err != nil {
		return err
	}
	defer unlock()
	if err := r.finishMoves(ctx, end); err != nil {
		return err
	}
	if err := r.writeIntent(moves); err != nil {
		return err
	}
	err = r.moveAll(ctx, moves, end)
	switch {
	case errors.Is(err, ErrUndurable): // the next process has them made durable
	case err != nil:
		// If a ref can't be put back now, the next process puts it back.
		_ = r.finishMoves(context.WithoutCancel(ctx), time.Now().Add(time.Second))
	default:
		os.Remove(r.intentFile()) // one that stays finds nothing to do
	}
	return err
}

// finishMoves does the work of FinishMoves for a caller that holds the lock.
func (r *Repo) finishMoves(ctx context.Context, end time.Time) error {
	if _, err := os.Lstat(r.intentFile()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	moves, err := readIntent(r.intentFile())
	if err == nil {
		err = r.endMoves(ctx, moves, end)
	}
	if err != nil {
		return err
	}
	return dropIntent(r.intentFile())
}

// endMoves ends a set of moves, durably.
func (r *Repo) endMoves(ctx context.Context, moves []Move, end time.Time) error {
	rest, err := r.unsettled(ctx, moves)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return r.syncRefs(moves)
	}
	return r.moveAll(ctx, rest, end)
}

// dropIntent removes a file of moves that have ended.
func dropIntent(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Settled changes refs to their places after the end of an interrupted or running move. So a reader
// sees no ref that is ahead of main. A damaged file (ErrIntent) is left out.
func (r *Repo) Settled(ctx context.Context, refs map[string]string) error {
	files, err := r.pushedMoves()
	if err != nil {
		return err
	}
	var spoiled error
	for _, path := range append([]string{r.intentFile()}, files...) {
		moves, err := readIntent(path)
		if errors.Is(err, ErrIntent) {
			spoiled = errors.Join(spoiled, err)
		} else if err != nil {
			return err
		}
		for _, m := range settling(moves, refs) {
			if refs[m.Ref] = m.New; m.New == "" {
				delete(refs, m.Ref)
			}
		}
	}
	return spoiled
}

// unsettled returns the moves that end a set of moves which was cut off.
func (r *Repo) unsettled(ctx context.Context, moves []Move) ([]Move, error) {
	refs := map[string]string{}
	for _, m := range moves {
		now, err := r.Ref(ctx, m.Ref)
		if err != nil {
			return nil, err
		}
		refs[m.Ref] = now
	}
	return settling(moves, refs), nil
}

// settling returns the moves that are left to do, or that undo a part, depending on where main is.
// The first of them keeps main in its place meanwhile. A ref that is at neither end of its move has
// been moved since, and stays. If main itself is such a ref, all of them stay.
func settling(moves []Move, refs map[string]string) (out []Move) {
	i := slices.IndexFunc(moves, func(m Move) bool { return m.Ref == mainRef })
	if i < 0 {
		return nil
	}
	main := refs[mainRef]
	for _, m := range moves {
		if main == moves[i].Old {
			m.Old, m.New = m.New, m.Old
		} else if main != moves[i].New {
			return nil
		}
		if m.Ref != mainRef && m.Old != m.New && refs[m.Ref] == m.Old {
			out = append(out, m)
		}
	}
	if len(out) > 0 && main != "" {
		out = append([]Move{{Ref: mainRef, Old: main, New: main}}, out...)
	}
	return out
}

func (r *Repo) intentFile() string { return filepath.Join(r.common, "casefile", intentName) }

// writeIntent writes the moves to the disk before any ref moves.
func (r *Repo) writeIntent(moves []Move) error {
	return WriteFile(r.intentFile(), 0o600, Content(intentText(moves)))
}

// PutIntentAside moves a damaged file of moves into a folder, and returns its new path. It returns
// "" if there is no such file, or if it is sound. The intended moves are then unknown: the caller
// puts the refs where main has them.
func (r *Repo) PutIntentAside(ctx context.Context, folder string) (string, error) {
	unlock, err := r.Lock(ctx, intentName)
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := readIntent(r.intentFile()); !errors.Is(err, ErrIntent) {
		return "", err
	}
	to := filepath.Join(folder, intentName)
	return to, moveAside(r.intentFile(), to)
}

// IntentFault returns ErrIntent with the file's path if the file of moves is damaged.
func (r *Repo) IntentFault() error {
	if _, err := readIntent(r.intentFile()); errors.Is(err, ErrIntent) {
		return err
	}
	return nil
}

// intentText returns the file of some moves (FORMAT.md, 15).
func intentText(moves []Move) []byte {
	orNone := func(id string) string {
		if id == "" {
			return "-"
		}
		return id
	}
	var b strings.Builder
	for _, m := range moves {
		b.WriteString(orNone(m.Old) + " " + orNone(m.New) + " " + m.Ref + "\n")
	}
	return Summed(b.String())
}

// readIntent reads the moves of a file; ErrIntent where it is damaged, or no file of casefile's.
func readIntent(path string) (out []Move, err error) {
	data, err := ReadAtMost(path, mostIntent)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, ErrNoPlainFile), errors.Is(err, ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", ErrIntent, err)
	case err != nil:
		return nil, err
	}
	text, err := FromSummed(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %s %w", ErrIntent, path, err)
	}
	for line := range strings.Lines(text) {
		m := intentLine().FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			return nil, fmt.Errorf("%w: %s has the line %q", ErrIntent, path, line)
		}
		orNone := func(text string) string { return strings.TrimPrefix(text, "-") }
		out = append(out, Move{Ref: m[3], Old: orNone(m[1]), New: orNone(m[2])})
	}
	return out, nil
}
