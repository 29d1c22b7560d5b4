package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// pushedMovesFolder holds the notes of a server's hook: the refs that each accepted push is about
// to move. On a server git moves the refs, and git writes no intent.
const pushedMovesFolder = "due"

// NotePushedMoves writes to the disk what a push moves together, before git moves any of it. A
// later FinishMoves removes the note when main has moved on. A push that moves main alone needs no
// note.
func (r *Repo) NotePushedMoves(moves []Move) error {
	main := func(m Move) bool { return m.Ref == mainRef && m.Old != m.New }
	if len(moves) < 2 || !slices.ContainsFunc(moves, main) {
		return nil
	}
	folder := filepath.Join(r.common, "casefile", pushedMovesFolder)
	if err := MakeFolder(folder, 0o700); err != nil {
		return err
	}
	text := intentText(moves)
	name := sha256.Sum256(text)
	return WriteFile(filepath.Join(folder, hex.EncodeToString(name[:])), 0o600, Content(text))
}

// pushedMoves returns the files of those notes.
func (r *Repo) pushedMoves() ([]string, error) {
	folder := filepath.Join(r.common, "casefile", pushedMovesFolder)
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range list {
		if len(e.Name()) == 2*sha256.Size { // else it is one that a crash left half written
			out = append(out, filepath.Join(folder, e.Name()))
		}
	}
	return out, err
}

// finishPushedMoves finishes the moves of one note. While main has not moved, the push may still be
// under way, and the note stays. Git's own locks keep the refs of that push, which move in one
// transaction.
func (r *Repo) finishPushedMoves(ctx context.Context, path string, end time.Time) error {
	moves, err := readIntent(path)
	// the hook that takes it up puts the keys refs where main has them
	if errors.Is(err, ErrIntent) {
		return os.Remove(path)
	}
	if err != nil {
		return err
	}
	main, err := r.Ref(ctx, mainRef)
	if err != nil {
		return err
	}
	begun := slices.ContainsFunc(moves, func(m Move) bool {
		return m.Ref == mainRef && m.Old == main
	})
	if err := r.endMoves(ctx, moves, end); err != nil || begun {
		return err
	}
	return dropIntent(path)
}
