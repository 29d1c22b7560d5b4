package casebook

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// purgedFile, in the folder casefile, has the commit up to which everything was purged, the offset
// in keyJournalFile, and the cases in which a look still found keys. The purge of these cases is
// pending, even if pendingPurgeFolder has no file for them.
const purgedFile = "purged"

// purgedNote is the content of that file.
type purgedNote struct {
	commit string
	place  int64
	left   []record.ID
	there  []record.ID // those of left with keys at the remote
}

// atRemote follows a case whose keys were found at the remote.
const atRemote = "@"

// purgedUpTo reads the file. If it is lost or damaged, everything is looked at again.
func (b *Book) purgedUpTo() (n purgedNote) {
	data, _ := readOwn(b.besideRefs(purgedFile), mostNote)
	text, err := store.FromSummed(data)
	if err != nil {
		return n
	}
	return purgedNoteOf(text)
}

// purgedNoteOf parses COMMIT PLACE CASE….
func purgedNoteOf(text string) (n purgedNote) {
	word := strings.Fields(text)
	if len(word) < 2 {
		return n
	}
	place, err := strconv.ParseInt(word[1], 10, 64)
	if err != nil {
		return n
	}
	n = purgedNote{commit: word[0], place: max(place, 0)}
	for _, w := range word[2:] {
		word, there := strings.CutSuffix(w, atRemote)
		id := record.ID(word)
		if !id.Valid() {
			continue
		}
		n.left = append(n.left, id)
		if there {
			n.there = append(n.there, id)
		}
	}
	return n
}

func (n purgedNote) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %d", n.commit, n.place)
	for _, id := range n.left {
		text.WriteString(" " + string(id))
		if slices.Contains(n.there, id) {
			text.WriteString(atRemote)
		}
	}
	return text.String() + "\n"
}

func (b *Book) notePurged(place int64) error {
	n := b.purgedUpTo()
	return b.writePurged(purgedNote{b.Tip(), place, n.left, n.there})
}

// noteLeft notes the cases in which a look found keys, and those with keys at the remote. Before
// the first purge it needs no note, as everything is looked at then.
func (b *Book) noteLeft(looked, found, there []record.ID) error {
	n := b.purgedUpTo()
	if n.commit == "" {
		return nil
	}
	gone := func(id record.ID) bool { return slices.Contains(looked, id) }
	n.left = slices.Concat(slices.DeleteFunc(slices.Clone(n.left), gone), found)
	n.there = slices.Concat(slices.DeleteFunc(slices.Clone(n.there), gone), there)
	slices.Sort(n.left)
	return b.writePurged(n)
}

func (b *Book) writePurged(n purgedNote) error {
	if now := b.purgedUpTo(); now.text() == n.text() {
		return nil
	}
	if err := os.MkdirAll(b.besideRefs(""), 0o700); err != nil {
		return err
	}
	path := b.besideRefs(purgedFile)
	if err := folderAside(path); err != nil {
		return err
	}
	return store.WriteFile(path, 0o600, store.Content(store.Summed(n.text())))
}

// folderAside moves a folder aside that is in the place of a file, as a damaged disk leaves it. The
// content may be somebody's, so it is kept.
func folderAside(path string) error {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return nil
	}
	aside, err := os.MkdirTemp(filepath.Dir(path), filepath.Base(path)+".aside-")
	if err != nil {
		return err
	}
	return os.Rename(path, filepath.Join(aside, filepath.Base(path)))
}
