package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// damagedMark begins the suffix in the name of a damaged copy that is kept.
const damagedMark = ".damaged-"

// madeWord begins the note in a new copy that is complete and has not taken its place yet. The
// folder that keeps the damaged copy follows.
const madeWord = "made "

// AlreadyRestoredError says that a damaged copy was already restored, and where the new one is.
type AlreadyRestoredError struct{ Place string }

func (e *AlreadyRestoredError) Error() string {
	return fmt.Sprintf("this is the damaged copy that was kept; it was replaced by %s", e.Place)
}

// Unwrap lets errors.Is find ErrSoundCopy: no restore is needed.
func (e *AlreadyRestoredError) Unwrap() error { return ErrSoundCopy }

// restoringIn returns the path of the note in a new copy that is being made.
func restoringIn(dir string) string { return filepath.Join(dir, ".git", "casefile", restoring) }

// madeNote returns the path of the kept damaged copy, by the note in the new copy. made is false
// where the new copy is not complete, or dir holds no such copy.
func madeNote(dir string) (aside string, made bool) {
	text, err := store.ReadAtMost(restoringIn(dir), 64<<10)
	if err != nil {
		return "", false
	}
	aside, made = strings.CutPrefix(strings.TrimSuffix(string(text), "\n"), madeWord)
	return aside, made
}

// placeOf returns the former place of a kept damaged copy.
func placeOf(dir string) string {
	if at := strings.LastIndex(dir, damagedMark); at > 0 && !strings.Contains(dir[at:], "/") {
		return dir[:at]
	}
	return dir
}

// keeps reports whether the copy in a place replaced a damaged one.
func keeps(place, damaged string) bool {
	w, found := store.FindWreck(place)
	return found && w.Work == place && slices.Contains(w.KeptDamaged(), damaged)
}

// UnfinishedCopy finds the place of a damaged copy that was moved away before the new one was put
// there: the process was killed between the two. dir is the place, or the folder of the damaged
// copy.
func UnfinishedCopy(dir string) (place string, found bool) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	place = placeOf(abs)
	if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
		return "", false
	}
	aside, made := madeNote(besideOf(place))
	return place, made && (place == abs || aside == abs)
}

// FinishCopy puts the new copy in the place that UnfinishedCopy found.
func FinishCopy(ctx context.Context, place string, o casebook.Options) (*RestoredCopy, error) {
	if err := os.Rename(besideOf(place), place); err != nil {
		return nil, err
	}
	return finishCopy(ctx, place, o)
}

// finishCopy opens a new copy in its place, and searches the damaged one again, because nobody was
// told the result.
func finishCopy(ctx context.Context, place string, o casebook.Options) (*RestoredCopy, error) {
	aside, _ := madeNote(place)
	out := &RestoredCopy{Dir: place, Damaged: aside}
	err := out.reopen(ctx, o)
	if err != nil {
		return nil, err
	}
	out.Salvaged = &casebook.Salvaged{}
	out.From, err = out.Book.Repo().RemoteAddress(ctx, ledger.RemoteName)
	if w, found := store.FindWreck(aside); err == nil && found && w.Work == aside {
		out.Salvaged, err = out.Book.Salvage(ctx, w)
	}
	if err == nil {
		err = os.Remove(restoringIn(place))
	}
	if err != nil {
		return nil, errors.Join(err, out.Book.Repo().Close())
	}
	return out, nil
}
