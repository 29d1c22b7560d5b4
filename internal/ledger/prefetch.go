package ledger

import (
	"context"
	"iter"
	"runtime"

	"casefile/internal/aside"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// prefetcher reads a line of commits, chunk by chunk, before the judge asks for them. It judges
// nothing. It leaves out what can't be read; the judge meets that in a read of its own.
type prefetcher struct {
	read    store.Reader
	seen    wasRead
	last    string // commit before the chunk
	dockets docketTrail
}

func newPrefetcher(read store.Reader, seen wasRead, last string) *prefetcher {
	return &prefetcher{read: read, seen: seen, last: last,
		dockets: docketTrail{at: map[string]string{}, whole: last == ""}}
}

// run sends the chunks of a line until it ends, or the judge wants no more.
func (s *prefetcher) run(ctx context.Context, line iter.Seq[[]string],
	chunks chan<- *prefetchedCommits,
) {
	for ids := range line {
		w := newChunk()
		if err := s.fill(ctx, w, ids); err != nil {
			return
		}
		select {
		case chunks <- w:
		case <-ctx.Done():
			return
		}
	}
}

func (s *prefetcher) fill(ctx context.Context, w *prefetchedCommits, ids []string) error {
	commits, faults, err := s.read.Commits(ctx, ids)
	if err != nil {
		return err
	}
	signed := commitFacts(commits, faults) // concurrently with the code below
	plain, err := s.steps(ctx, w, ids)
	if err == nil {
		err = s.plainFiles(ctx, w, plain)
	}
	if err == nil {
		err = s.sealedFiles(ctx, w, w.newSealed(ids))
	}
	for i, c := range signed() {
		if faults[i] == nil {
			s.seen.add(c.ID)
			w.commits[c.ID] = c
		}
	}
	return err
}

// commitFacts verifies the signatures of commits on all cores. The function that it returns
// waits until all are verified.
func commitFacts(commits []store.Commit, faults []error) func() []verify.Commit {
	facts := make([]verify.Commit, len(commits))
	var workers aside.Group
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

// steps compares each commit with its parent, and returns the blobs of the plain files that the
// judge may ask for.
func (s *prefetcher) steps(ctx context.Context, w *prefetchedCommits, ids []string) (
	plain []string, err error,
) {
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
