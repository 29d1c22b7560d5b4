package ledger

import (
	"context"
	"slices"

	"casefile/internal/aside"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// prefetchedCommits holds a chunk: everything that the judge will ask about some commits. Its
// answers are those of single reads. An object that is missing, damaged, odd or large is left out,
// and read alone when the judge asks for it.
type prefetchedCommits struct {
	commits map[string]verify.Commit
	steps   map[string]step          // by the later commit
	files   map[pathAt]string        // ids of blobs; "" where there is no file
	blobs   map[string][]byte        // of plain files
	sealed  map[string]verify.Sealed // by blob
	absent  map[string]bool          // sealed files that are not there any more
}

// step holds the changes of a commit against its parent.
type step struct {
	parent  string
	changes []verify.Change
}

// pathAt is a path in a commit.
type pathAt struct{ commit, path string }

func newChunk() *prefetchedCommits {
	return &prefetchedCommits{
		commits: map[string]verify.Commit{}, steps: map[string]step{}, files: map[pathAt]string{},
		blobs: map[string][]byte{}, sealed: map[string]verify.Sealed{}, absent: map[string]bool{},
	}
}

// chunkSize is the number of commits in a chunk. It keeps git and all cores busy. It also bounds
// the memory: some 30 kB a commit at 10,000 cases, in three chunks, of which one is judged, one
// waits and one is being read. Lines of less than fewCommits are read one by one, which leaves
// their trees to later reads.
const (
	chunkSize  = 256
	fewCommits = 8
)

// chunkSizeFor returns the chunk size for a line of so many commits; 0 for single reads.
func chunkSizeFor(commits int) int {
	if commits < fewCommits {
		return 0
	}
	return chunkSize
}

// fetchedHistory reads a history that other people may have written. It checks the size of a
// sealed file before it reads the file.
type fetchedHistory struct {
	storedHistory
	judge *verify.Judge
}

// Sealed implements verify.History.
func (f fetchedHistory) Sealed(id string) (verify.Sealed, error) {
	return (&pushedHistory{storedHistory: f.storedHistory, judge: f.judge}).Sealed(id)
}

// prefetchedHistory shows a line of commits to the judge, a chunk at a time.
type prefetchedHistory struct {
	verify.History // answers what the chunk does not
	now            *prefetchedCommits
	size           int // of a chunk
	chunks         <-chan *prefetchedCommits
	end            context.CancelFunc
}

var _ verify.History = (*prefetchedHistory)(nil)

// prefetch shows a judge the line of commits that comes next, in chunks of size commits, until
// end is called. With a size of 0 each commit is read alone.
func prefetch(ctx context.Context, judge *verify.Judge, line []string, size int,
	seen wasRead) *prefetchedHistory {
	before := judge.History()
	a := &prefetchedHistory{now: newChunk(), size: size}
	a.end = func() { judge.UseHistory(before) }
	var read store.Reader
	switch h := before.(type) {
	case storedHistory:
		a.History, read = fetchedHistory{h, judge}, h.read
	case *pushedHistory:
		a.History, read = h, h.read
	default: // an unknown kind of history is not prefetched
		a.History, size = h, 0
	}
	judge.UseHistory(a)
	if size == 0 {
		return a
	}
	prefetcher := newPrefetcher(read, seen, judge.Tip())
	ctx, stop := context.WithCancel(ctx)
	chunks := make(chan *prefetchedCommits, 1)
	wait := aside.Go(func() {
		defer close(chunks)
		prefetcher.run(ctx, slices.Chunk(line, size), chunks)
	})
	a.chunks = chunks
	a.end = func() {
		stop()
		wait()
		judge.UseHistory(before)
	}
	return a
}

// enter waits for the next chunk where commit i of the line begins one.
func (a *prefetchedHistory) enter(i int) {
	if a.chunks == nil || i%a.size != 0 {
		return
	}
	if a.now = <-a.chunks; a.now == nil { // the prefetcher gave up; single reads will tell why
		a.now, a.chunks = newChunk(), nil
	}
}

// Commit implements verify.History.
func (a *prefetchedHistory) Commit(id string) (verify.Commit, error) {
	if c, ok := a.now.commits[id]; ok {
		return c, nil
	}
	return a.History.Commit(id)
}

// Changes implements verify.History.
func (a *prefetchedHistory) Changes(parent, commit string) ([]verify.Change, error) {
	if s, ok := a.now.steps[commit]; ok && s.parent == parent {
		return s.changes, nil
	}
	return a.History.Changes(parent, commit)
}

// File implements verify.History.
func (a *prefetchedHistory) File(commit, path string) ([]byte, bool, error) {
	id, ok := a.now.files[pathAt{commit, path}]
	if ok && id == "" {
		return nil, false, nil
	}
	if data, read := a.now.blobs[id]; ok && read {
		return data, true, nil
	}
	return a.History.File(commit, path)
}

// Blob implements verify.History.
func (a *prefetchedHistory) Blob(id string) ([]byte, error) {
	if data, ok := a.now.blobs[id]; ok {
		return data, nil
	}
	return a.History.Blob(id)
}

// Sealed implements verify.History.
func (a *prefetchedHistory) Sealed(id string) (verify.Sealed, error) {
	if s, ok := a.now.sealed[id]; ok {
		return s, nil
	}
	if a.now.absent[id] {
		return verify.Sealed{}, verify.ErrAbsent
	}
	return a.History.Sealed(id)
}
