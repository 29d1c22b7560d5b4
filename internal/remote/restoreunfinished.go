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

// damagedMark begins what is added to the name of a damaged copy that is kept.
const damagedMark = ".damaged-"

// madeWord begins the note in a new copy that has all it will have, and has not taken its
// place yet. The folder in which the damaged one is kept follows.
const madeWord = "made "

// AlreadyRestoredError says that a damaged copy was made anew before, and where.
type AlreadyRestoredError struct{ Place string }

func (e *AlreadyRestoredError) Error() string {
	return fmt.Sprintf("this is the damaged copy that was kept; it was replaced by %s", e.Place)
}

// Unwrap has it told like a copy that is sound.
func (e *AlreadyRestoredError) Unwrap() error { return ErrSoundCopy }

// restoringIn is the note in a copy that is being made anew.
func restoringIn(dir string) string { return filepath.Join(dir, ".git", "casefile", restoring) }

// madeNote is where the damaged copy is kept, by the note in a copy that was made anew. made
// is false where that is not complete, or no copy of that sort.
func madeNote(dir string) (aside string, made bool) {
	text, err := store.ReadAtMost(restoringIn(dir), 64<<10)
	if err != nil {
		return "", false
	}
	aside, made = strings.CutPrefix(strings.TrimSuffix(string(text), "\n"), madeWord)
	return aside, made
}

// placeOf is where the copy stood that lies in a folder by now.
func placeOf(dir string) string {
	if at := strings.LastIndex(dir, damagedMark); at > 0 && !strings.Contains(dir[at:], "/") {
		return dir[:at]
	}
	return dir
}

// keeps reports whether the copy in a place was made anew from a damaged one.
func keeps(place, damaged string) bool {
	w, found := store.FindWreck(place)
	return found && w.Work == place && slices.Contains(w.KeptDamaged(), damaged)
}

// UnfinishedCopy finds the place of a copy of which the damaged one was taken out, and into
// which the new one was not put yet: whoever did it was killed between the two. dir is the
// place, or the folder of the damaged copy.
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

// FinishCopy puts a new copy in its place where UnfinishedCopy found that to be left.
func FinishCopy(ctx context.Context, place string, o casebook.Options) (*RestoredCopy, error) {
	if err := os.Rename(besideOf(place), place); err != nil {
		return nil, err
	}
	return finishCopy(ctx, place, o)
}

// finishCopy opens a new copy that has its place, and looks through the damaged one once more:
// nobody was told what came of it.
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
