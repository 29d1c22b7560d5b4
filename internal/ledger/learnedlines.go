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

// learnedLines are what a line of commits taught, as the lines that the index will have of it. The
// facts of 200,000 commits would take 200 MB as the judge gives them, and the collector would
// look through them again and again. So the lines go to a file without a name, some at a time.
// Where there can be no such file they stay in memory.
type learnedLines struct {
	place   int // of the commit before the line
	commits int
	lines   map[string]*bytes.Buffer // by file of the index
	clocks  []verify.SetBack
	seconds []verify.AppointedSecond

	aside  *os.File // nil before anything is put there
	end    int64    // of what was put there
	spills map[string][]spill
}

// spill is where some lines of one file of the index were put aside.
type spill struct {
	at     int64
	length int
}

// spillAfter is after how many commits lines are put aside: a few megabytes of them.
const spillAfter = 1 << 14

func newLearnedLines(place int) *learnedLines {
	return &learnedLines{place: place, lines: map[string]*bytes.Buffer{},
		spills: map[string][]spill{}}
}

// learnedLinesOf are what some commits after a place taught.
func learnedLinesOf(place int, learned [][]verify.Learned) *learnedLines {
	t := newLearnedLines(place)
	for _, l := range learned {
		t.add(l)
	}
	return t
}

// add takes what the next commit taught.
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

// putAside frees the memory that the lines take. What can't be written stays there.
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

// names are the files of the index of which there are lines.
func (t *learnedLines) names() []string {
	return slices.Compact(slices.Sorted(func(yield func(string) bool) {
		maps.Keys(t.spills)(yield)
		maps.Keys(t.lines)(yield)
	}))
}

// of are the lines of one file, in the order in which they were learned.
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

// close gives the file back.
func (t *learnedLines) close() {
	if t.aside != nil {
		_ = t.aside.Close()
	}
}
