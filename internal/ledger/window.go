package ledger

import (
	"context"
	"slices"

	"casefile/internal/aside"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// window is what the judge will ask about a stretch of history, read before he
// asks. It has only answers that single reads would give too: what is missing,
// damaged, odd or large is not in it, and is read by itself when its turn comes.
type window struct {
	commits map[string]verify.Commit
	steps   map[string]step          // by the later commit
	files   map[place]string         // ids of blobs; "" where there is no file
	blobs   map[string][]byte        // of plain files
	sealed  map[string]verify.Sealed // by blob
	gone    map[string]bool          // sealed files that are not there any more
}

// step is what a commit changes against the one before it.
type step struct {
	parent  string
	changes []verify.Change
}

// place is a path in a commit.
type place struct{ commit, path string }

func newWindow() *window {
	return &window{
		commits: map[string]verify.Commit{}, steps: map[string]step{}, files: map[place]string{},
		blobs: map[string][]byte{}, sealed: map[string]verify.Sealed{}, gone: map[string]bool{},
	}
}

// windowSize is the number of commits of a window: enough to keep git and all
// cores busy, few enough for the memory (some 30 kB a commit at 10,000 cases; of
// three windows one is judged, one waits and one is being read). fewCommits are
// read as they are asked for, which leaves their trees to later reads.
const (
	windowSize = 256
	fewCommits = 8
)

// sizeFor is the size of the windows for a line of so many commits.
func sizeFor(commits int) int {
	if commits < fewCommits {
		return 0
	}
	return windowSize
}

// fetched is a history that other people may have written: the size of a sealed
// file is looked at before it is read.
type fetched struct {
	past
	judge *verify.Judge
}

// Sealed implements verify.History.
func (f fetched) Sealed(id string) (verify.Sealed, error) {
	return (&pushed{past: f.past, judge: f.judge}).Sealed(id)
}

// ahead shows a line of commits to the judge, window by window.
type ahead struct {
	verify.History // answers what the window does not
	now            *window
	size           int // of a window
	windows        <-chan *window
	end            context.CancelFunc
}

var _ verify.History = (*ahead)(nil)

// lookAhead has a judge see a line of commits, which comes next, through
// windows of a number of commits (0: commit by commit), until end is called.
func lookAhead(ctx context.Context, judge *verify.Judge, line []string, size int,
	seen wasRead) *ahead {
	before := judge.History()
	a := &ahead{now: newWindow(), size: size}
	a.end = func() { judge.Look(before) }
	var read store.Reader
	switch h := before.(type) {
	case past:
		a.History, read = fetched{h, judge}, h.read
	case *pushed:
		a.History, read = h, h.read
	default: // whatever it reads is not for us to read ahead
		a.History, size = h, 0
	}
	judge.Look(a)
	if size == 0 {
		return a
	}
	scout := newScout(read, seen, judge.Tip())
	ctx, stop := context.WithCancel(ctx)
	windows := make(chan *window, 1)
	wait := aside.Go(func() {
		defer close(windows)
		scout.run(ctx, slices.Chunk(line, size), windows)
	})
	a.windows = windows
	a.end = func() {
		stop()
		wait()
		judge.Look(before)
	}
	return a
}

// reach brings the window that the line's commit i is in.
func (a *ahead) reach(i int) {
	if a.windows == nil || i%a.size != 0 {
		return
	}
	if a.now = <-a.windows; a.now == nil { // the scout gave up; single reads will tell why
		a.now, a.windows = newWindow(), nil
	}
}

// Commit implements verify.History.
func (a *ahead) Commit(id string) (verify.Commit, error) {
	if c, ok := a.now.commits[id]; ok {
		return c, nil
	}
	return a.History.Commit(id)
}

// Changes implements verify.History.
func (a *ahead) Changes(parent, commit string) ([]verify.Change, error) {
	if s, ok := a.now.steps[commit]; ok && s.parent == parent {
		return s.changes, nil
	}
	return a.History.Changes(parent, commit)
}

// File implements verify.History.
func (a *ahead) File(commit, path string) ([]byte, bool, error) {
	id, ok := a.now.files[place{commit, path}]
	if ok && id == "" {
		return nil, false, nil
	}
	if data, read := a.now.blobs[id]; ok && read {
		return data, true, nil
	}
	return a.History.File(commit, path)
}

// Blob implements verify.History.
func (a *ahead) Blob(id string) ([]byte, error) {
	if data, ok := a.now.blobs[id]; ok {
		return data, nil
	}
	return a.History.Blob(id)
}

// Sealed implements verify.History.
func (a *ahead) Sealed(id string) (verify.Sealed, error) {
	if s, ok := a.now.sealed[id]; ok {
		return s, nil
	}
	if a.now.gone[id] {
		return verify.Sealed{}, verify.ErrAbsent
	}
	return a.History.Sealed(id)
}
