package ledger

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// learnedLines collects what a line of commits teaches, as lines for the index. The facts of
// 200,000 commits would take 200 MB, which the garbage collector would scan again and again. So the
// lines are moved to a file without a name from time to time. Without such a file they stay in
// memory.
type learnedLines struct {
	place   int // of the commit before the line
	commits int
	lines   map[string]*bytes.Buffer // by file of the index
	clocks  []verify.SetBack
	seconds []verify.AppointedSecond

	aside  *os.File // nil before the first spill
	end    int64    // the size of aside
	spills map[string][]spill
}

// spill says where some lines of an index file are in aside.
type spill struct {
	at     int64
	length int
}

// spillAfter is the number of commits after which lines are moved to the file: a few megabytes.
const spillAfter = 1 << 14

func newLearnedLines(place int) *learnedLines {
	return &learnedLines{place: place, lines: map[string]*bytes.Buffer{},
		spills: map[string][]spill{}}
}

// learnedLinesOf returns the lines of commits after a place.
func learnedLinesOf(place int, learned [][]verify.Learned) *learnedLines {
	t := newLearnedLines(place)
	for _, l := range learned {
		t.add(l)
	}
	return t
}

// add adds the lines of the next commit.
func (t *learnedLines) add(learned []verify.Learned) {
	t.commits++
	at := t.place + t.commits
	for _, l := range learned {
		writeClaims(t.file, at, l)
		if l.SetBack != nil {
			t.clocks = append(t.clocks, *l.SetBack)
			fmt.Fprint(t.file(clocksFile), clockSetBack{at, *l.SetBack})
		}
		t.seconds = append(t.seconds, l.AppointedSeconds...)
		for _, s := range l.AppointedSeconds {
			fmt.Fprint(t.file(secondsFile), appointedSecond{at, s})
		}
		if l.Case != "" {
			writeSealed(t.file, at, l)
			writeLearned(t.file(l.Case.Shard()), at, l)
		}
	}
	if t.commits%spillAfter == 0 {
		t.putAside()
	}
}

func (t *learnedLines) file(name string) *bytes.Buffer {
	if t.lines[name] == nil {
		t.lines[name] = &bytes.Buffer{}
	}
	return t.lines[name]
}

// putAside moves the lines from memory to the file. Lines that can't be written stay in memory.
func (t *learnedLines) putAside() {
	if t.aside == nil {
		f, err := store.Nameless()
		if err != nil {
			return
		}
		t.aside = f
	}
	for name, b := range t.lines {
		if _, err := t.aside.WriteAt(b.Bytes(), t.end); err != nil {
			return
		}
		t.spills[name] = append(t.spills[name], spill{t.end, b.Len()})
		t.end += int64(b.Len())
		delete(t.lines, name)
	}
}

// names returns the index files for which there are lines.
func (t *learnedLines) names() []string {
	return slices.Compact(slices.Sorted(func(yield func(string) bool) {
		maps.Keys(t.spills)(yield)
		maps.Keys(t.lines)(yield)
	}))
}

// of returns the lines of one index file, in the order of learning.
func (t *learnedLines) of(name string) ([]byte, error) {
	var out []byte
	for _, c := range t.spills[name] {
		n := len(out)
		out = append(out, make([]byte, c.length)...)
		if _, err := t.aside.ReadAt(out[n:], c.at); err != nil {
			return nil, err
		}
	}
	if b := t.lines[name]; b != nil {
		out = append(out, b.Bytes()...)
	}
	return out, nil
}

// close releases the file.
func (t *learnedLines) close() {
	if t.aside != nil {
		_ = t.aside.Close()
	}
}
