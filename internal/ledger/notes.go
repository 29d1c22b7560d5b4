package ledger

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"casefile/internal/store"
)

// Beside its files, an index has notes: one line for each result that was once computed. A lost
// note only costs computing the result again. Each line bears the mark.

// Bounds of a copy's own notes, in bytes: one line, or one line for each of many cases.
const (
	mostLine  = 4 << 10
	mostNotes = 64 << 20
)

// readNote reads a note. A missing, oversized or non-plain file counts as empty.
func readNote(path string, most int64) ([]byte, error) {
	data, err := store.ReadAtMost(path, most)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrNoPlainFile) ||
		errors.Is(err, store.ErrTooLarge) {
		return nil, nil
	}
	return data, err
}

// notes returns the lines of a note that this account has written.
func (k *indexFiles) notes(name string) ([]string, error) {
	if k.dir == "" {
		return nil, nil
	}
	data, err := readNote(filepath.Join(k.dir, name), mostNotes)
	return k.mark.unlines(name, string(data)), err
}

// note appends lines to a note, if that is possible.
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
