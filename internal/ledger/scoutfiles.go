package ledger

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"casefile/internal/store"
)

// Bounds of what a window holds of plain files: a docket has some 500 bytes.
const (
	maxAheadFile  = 64 << 10
	maxAheadFiles = 16 << 20
)

// plainFiles reads blobs into the window.
func (s *scout) plainFiles(ctx context.Context, w *window, ids []string) error {
	room := int64(maxAheadFiles)
	ids, _, err := s.smaller(ctx, ids, maxAheadFile)
	if err != nil {
		return err
	}
	return s.blobs(ctx, ids, maxAheadFile, func(id string, data []byte) {
		if room -= int64(len(data)); room >= 0 {
			w.blobs[id] = data
		}
	})
}

// maxAheadSealed is the largest sealed file that is read ahead: one at a time,
// and only what the judge wants to know of it is kept.
const maxAheadSealed = 256 << 10

// sealedFiles looks into sealed files and wrapped keys.
func (s *scout) sealedFiles(ctx context.Context, w *window, ids []string) error {
	ids, gone, err := s.smaller(ctx, ids, maxAheadSealed)
	if err != nil {
		return err
	}
	// Wrapped keys of the past are really destroyed. Reading them as commits
	// tells those that are not there from those that are damaged.
	_, faults, err := s.read.Commits(ctx, gone)
	if err != nil {
		return err
	}
	for i, fault := range faults {
		if errors.Is(fault, store.ErrNotFound) {
			w.gone[gone[i]] = true
		}
	}
	return s.blobs(ctx, ids, maxAheadSealed, func(id string, data []byte) {
		w.sealed[id] = sealedOf(data, int64(len(data)))
	})
}

// smaller picks the objects of at most a size, each one time, and those that
// git does not find.
func (s *scout) smaller(ctx context.Context, ids []string, limit int64) (small, gone []string, err error) {
	ids = once(ids)
	sizes, err := s.read.Sizes(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i, size := range sizes {
		switch {
		case size < 0:
			gone = append(gone, ids[i])
		case size <= limit:
			small = append(small, ids[i])
		}
	}
	return small, gone, nil
}

// once leaves out repetitions and keeps the order, in which packs have objects
// of one commit side by side.
func once(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	return slices.DeleteFunc(ids, func(id string) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// maxDamage is the number of damaged objects after which a window is left as it
// is: each costs a new start.
const maxDamage = 16

// blobs visits files of at most a size, and passes by what is damaged or no file.
func (s *scout) blobs(ctx context.Context, ids []string, limit int64, visit func(id string, data []byte)) error {
	for range maxDamage {
		at := 0
		err := s.read.Blobs(ctx, ids, limit, func(i int, data []byte) error {
			at = i + 1
			visit(ids[i], data)
			return nil
		})
		if at == len(ids) || err == nil || !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		ids = ids[at+1:]
	}
	return nil
}

// newSealed lists the blobs that the window's commits add as sealed files, and
// those that a docket lists and its forerunner does not.
func (w *window) newSealed(commits []string) []string {
	var ids []string
	for _, commit := range commits {
		for _, c := range w.steps[commit].changes {
			switch {
			case strings.HasSuffix(c.Path, ".age") && c.NewID != "":
				ids = append(ids, c.NewID)
				if c.OldID != "" { // sealed anew: the judge compares the sizes
					ids = append(ids, c.OldID)
				}
			case isDocket(c.Path):
				ids = append(ids, newKeys(w.blobs[c.OldID], w.blobs[c.NewID])...)
			}
		}
	}
	return ids
}

// newKeys finds the wrapped keys that a docket lists and the one before it does
// not. It is no parser: a judge of dockets comes after it.
func newKeys(before, after []byte) []string {
	var ids []string
	for line := range bytes.Lines(after) {
		if !bytes.HasPrefix(line, []byte("keys.")) {
			continue
		}
		for word := range bytes.FieldsSeq(line) {
			_, id, ok := bytes.Cut(word, []byte("="))
			if ok && len(id) == 40 && !bytes.Contains(before, id) {
				ids = append(ids, string(id))
			}
		}
	}
	return ids
}
