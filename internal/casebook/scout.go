package casebook

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// scout reads windows of a line of commits ahead of the judge. It judges
// nothing, and leaves out what it can't read: the judge meets that himself.
type scout struct {
	read    store.Reader
	last    string // commit before the window
	dockets docketTrail
}

func newScout(read store.Reader, last string) *scout {
	return &scout{read: read, last: last, dockets: docketTrail{at: map[string]string{}, whole: last == ""}}
}

// run sends the windows of a line until it ends, or the judge wants no more.
func (s *scout) run(ctx context.Context, line []string, windows chan<- *window) {
	for ids := range slices.Chunk(line, windowSize) {
		w := newWindow()
		if err := s.fill(ctx, w, ids); err != nil {
			return
		}
		select {
		case windows <- w:
		case <-ctx.Done():
			return
		}
	}
}

func (s *scout) fill(ctx context.Context, w *window, ids []string) error {
	commits, faults, err := s.read.Commits(ctx, ids)
	if err != nil {
		return err
	}
	signed := commitFacts(commits, faults) // side by side with what follows
	plain, err := s.steps(ctx, w, ids)
	if err == nil {
		err = s.plainFiles(ctx, w, plain)
	}
	if err == nil {
		err = s.sealedFiles(ctx, w, w.newSealed(ids))
	}
	for i, c := range signed() {
		if faults[i] == nil {
			w.commits[c.ID] = c
		}
	}
	return err
}

// commitFacts verifies the signatures of commits on all cores; the function that
// it gives waits for them.
func commitFacts(commits []store.Commit, faults []error) func() []verify.Commit {
	facts := make([]verify.Commit, len(commits))
	var workers sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for first := range cores {
		workers.Go(func() {
			for i := first; i < len(commits); i += cores {
				if faults[i] == nil {
					facts[i] = CommitFacts(commits[i])
				}
			}
		})
	}
	return func() []verify.Commit {
		workers.Wait()
		return facts
	}
}

// steps compares each commit with the one before it, and lists the blobs of the
// plain files that the judge may ask for.
func (s *scout) steps(ctx context.Context, w *window, ids []string) (plain []string, err error) {
	pairs := make([][2]string, len(ids))
	for i, id := range ids {
		pairs[i] = [2]string{s.last, id}
		s.last = id
	}
	diffs, err := s.read.Diffs(ctx, pairs)
	if err != nil {
		return nil, err
	}
	for i, d := range diffs {
		if d.Err != nil {
			s.dockets.lose()
			continue
		}
		changes := changesOf(d.Changes)
		w.steps[ids[i]] = step{pairs[i][0], changes}
		plain = append(plain, s.dockets.follow(w, pairs[i][0], ids[i], changes)...)
	}
	return plain, nil
}

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
	return s.blobs(ctx, ids, func(id string, data []byte) {
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
	return s.blobs(ctx, ids, func(id string, data []byte) { w.sealed[id] = sealedOf(data) })
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

// blobs visits blobs, and passes by what is damaged.
func (s *scout) blobs(ctx context.Context, ids []string, visit func(id string, data []byte)) error {
	for range maxDamage {
		at := 0
		err := s.read.Objects(ctx, ids, func(i int, kind string, data []byte) error {
			if at = i + 1; kind == "blob" {
				visit(ids[i], data)
			}
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
			case strings.HasSuffix(c.Path, ".age") && c.OldID == "":
				ids = append(ids, c.NewID)
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
