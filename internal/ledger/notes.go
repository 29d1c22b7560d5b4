package ledger

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"casefile/internal/store"
)

// Beside its files, an index has notes: a line each of what was once worked out, which may be
// lost and costs then no more than working it out again. Each line bears the mark.

// Bounds of what a copy notes for itself: one line, or one for each of many cases.
const (
	mostLine  = 4 << 10
	mostNotes = 64 << 20
)

// readNote reads such a note. Where there is none, or something that is none, it says nothing.
func readNote(path string, most int64) ([]byte, error) {
	data, err := store.ReadAtMost(path, most)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrNoPlainFile) ||
		errors.Is(err, store.ErrTooLarge) {
		return nil, nil
	}
	return data, err
}

// notes are those of one file that this account has written.
func (k *indexFiles) notes(name string) ([]string, error) {
	if k.dir == "" {
		return nil, nil
	}
	data, err := readNote(filepath.Join(k.dir, name), mostNotes)
	return k.mark.unlines(name, string(data)), err
}

// note appends to it, where that can be done.
func (k *indexFiles) note(name string, lines []string) {
	if k.dir == "" || len(lines) == 0 {
		return
	}
	var out strings.Builder
	for _, text := range lines {
		out.WriteString(k.mark.line(name, text))
	}
	_ = store.AppendCache(filepath.Join(k.dir, name), []byte(out.String()))
}
