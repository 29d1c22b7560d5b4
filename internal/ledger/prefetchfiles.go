package ledger

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"casefile/internal/store"
)

// Bounds of the plain files in a chunk, in bytes. A docket has some 500.
const (
	maxPrefetchFile  = 64 << 10
	maxPrefetchFiles = 16 << 20
)

// plainFiles reads plain files into the chunk.
func (s *prefetcher) plainFiles(ctx context.Context, w *prefetchedCommits, ids []string) error {
	room := int64(maxPrefetchFiles)
	return s.blobs(ctx, ids, maxPrefetchFile, func(string) {}, func(id string, data []byte) {
		if room -= int64(len(data)); room >= 0 {
			w.blobs[id] = data
		}
	})
}

// maxPrefetchSealed is the size of the largest sealed file that is prefetched. Files are read
// one at a time, and only the facts that the judge asks for are kept.
const maxPrefetchSealed = 256 << 10

// sealedFiles reads sealed files and wrapped keys. Old ones may be absent, since they were
// destroyed.
func (s *prefetcher) sealedFiles(ctx context.Context, w *prefetchedCommits, ids []string) error {
	gone := func(id string) { w.absent[id] = true }
	return s.blobs(ctx, ids, maxPrefetchSealed, gone, func(id string, data []byte) {
		w.sealed[id] = sealedOf(data, int64(len(data)))
	})
}

// once leaves out repetitions and keeps the order. Packs have the objects of one commit side by
// side.
func once(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	return slices.DeleteFunc(ids, func(id string) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// maxDamage is the number of damaged objects after which blobs reads no more. Each costs a new
// start of git.
const maxDamage = 16

// errSpoiled ends a chunk with too much damage.
var errSpoiled = errors.New("too many damaged objects")

// blobs visits each file once, up to a size limit, and reports those that are absent. It skips
// objects that are damaged, too large or no file.
func (s *prefetcher) blobs(ctx context.Context, ids []string, limit int64, gone func(id string),
	visit func(id string, data []byte)) error {
	ids = once(ids)
	damaged := 0
	err := s.read.EachBlob(ctx, ids, limit, func(i int, data []byte, fault error) error {
		switch {
		case fault == nil:
			s.seen.add(ids[i])
			visit(ids[i], data)
		case errors.Is(fault, store.ErrDamaged):
			if damaged++; damaged > maxDamage {
				return errSpoiled
			}
		case errors.Is(fault, store.ErrNotFound) && !errors.Is(fault, store.ErrOtherKind):
			gone(ids[i])
		}
		return nil
	})
	if errors.Is(err, errSpoiled) {
		return nil
	}
	return err
}

// newSealed lists the sealed files that the chunk's commits add, and the wrapped keys that a
// docket lists and the docket before it does not.
func (w *prefetchedCommits) newSealed(commits []string) []string {
	var ids []string
	for _, commit := range commits {
		for _, c := range w.steps[commit].changes {
			switch {
			case strings.HasSuffix(c.Path, ".age") && c.NewID != "":
				ids = append(ids, c.NewID)
				if c.OldID != "" { // sealed again: the judge compares the sizes
					ids = append(ids, c.OldID)
				}
			case isDocket(c.Path):
				ids = append(ids, newKeys(w.blobs[c.OldID], w.blobs[c.NewID])...)
			}
		}
	}
	return ids
}

// newKeys finds the wrapped keys that a docket lists and the docket before it does not. It only
// guesses what to prefetch; the judge parses the docket itself.
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
