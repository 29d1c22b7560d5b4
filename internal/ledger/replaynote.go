package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"casefile/internal/store"
)

// A replay puts a new line in the place of what this copy alone had. The file
// casefile/replayed has a line for each, the old tip and the new one: a process
// that finds an old tip named by the index or by the tip judged last (it was
// killed, or another one was faster) learns from it that nobody has rewound the
// records.

func (l *Ledger) replayedFile() string {
	return filepath.Join(filepath.Dir(l.index.dir), "replayed")
}

// NoteReplay must be on the disk before main moves. A line that something has
// spoiled is left out.
func (l *Ledger) NoteReplay(from, to string) error {
	text, err := l.replays()
	if err != nil {
		return err
	}
	pairs := append(replayedPairs(text), [2]string{from, to})
	var out strings.Builder
	for _, p := range pairs[max(0, len(pairs)-keptReplays):] {
		out.WriteString(p[0] + " " + p[1] + "\n")
	}
	return store.WriteFile(l.replayedFile(), 0o600, store.Content([]byte(out.String())))
}

// replayedPairs are the old and the new tip of each line that has both.
func replayedPairs(text string) (pairs [][2]string) {
	for line := range strings.Lines(text) {
		if w := strings.Fields(line); len(w) == 2 {
			pairs = append(pairs, [2]string{w[0], w[1]})
		}
	}
	return pairs
}

// keptReplays is far more than any process can have missed.
const keptReplays = 500

func (l *Ledger) replays() (string, error) {
	data, err := os.ReadFile(l.replayedFile())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return string(data), err
}

// replacedBy says whether a tip that main no longer has was replayed into
// something that it does have.
func (l *Ledger) replacedBy(ctx context.Context, old, tip string) (bool, error) {
	text, err := l.replays()
	if err != nil || old == "" {
		return false, err
	}
	next := map[string][]string{}
	for _, p := range replayedPairs(text) {
		next[p[0]] = append(next[p[0]], p[1])
	}
	seen := map[string]bool{}
	for todo := next[old]; len(todo) > 0; {
		at := todo[0]
		if todo = todo[1:]; seen[at] {
			continue
		}
		seen[at] = true
		if _, err := l.repo.Since(ctx, at, tip); err == nil {
			return true, nil
		}
		todo = append(todo, next[at]...)
	}
	return false, nil
}

// settled corrects what is known of how far was judged: tips that a replay has
// replaced count for nothing, and an index that stands on one is made anew.
func (l *Ledger) settled(ctx context.Context, last judged, tip string) (judged, error) {
	if same := last.tip == tip && (last.verified == tip || last.verified == ""); same {
		return last, nil
	}
	if text, err := l.replays(); err != nil || text == "" {
		return last, err
	}
	return l.afterReplay(ctx, last, tip)
}

func (l *Ledger) afterReplay(ctx context.Context, last judged, tip string) (judged, error) {
	if last.tip != "" {
		if _, err := l.repo.Since(ctx, last.tip, tip); err == nil {
			return l.forgiven(ctx, last, tip)
		}
		replaced, err := l.replacedBy(ctx, last.tip, tip)
		if err != nil || !replaced {
			return last, err
		}
		unlock, err := l.repo.Lock("join")
		if err != nil {
			return last, err
		}
		defer unlock()
		if last.tip, last.place, err = l.index.tip(); err != nil { // the other process may be done by now
			return last, err
		}
		if _, err := l.repo.Since(ctx, last.tip, tip); err != nil {
			if _, ahead := l.repo.Since(ctx, tip, last.tip); ahead != nil {
				err = l.index.forget()
			} else {
				err = nil // by one who has gone on from the tip that was read here: it is right, and stays
			}
			if err != nil {
				return last, err
			}
			last.tip, last.place = "", 0
		}
	}
	return l.forgiven(ctx, last, tip)
}

// forgiven leaves out a verified tip that a replay has replaced; what the ref is
// at must stay known, for it to be moved.
func (l *Ledger) forgiven(ctx context.Context, last judged, tip string) (judged, error) {
	replaced, err := l.replacedBy(ctx, last.verified, tip)
	last.replaced = replaced
	return last, err
}

// Rebuild makes the index anew. A book that does not stand on main (a replay has
// replaced its line since, or its line is yet to land) would put there what is
// not so for others: it takes the word of its own judge instead. Once a run is enough:
// ErrIndex after that.
func (l *Ledger) Rebuild(ctx context.Context) error {
	if l.index.rebuilt {
		return ErrIndex
	}
	l.index.rebuilt = true
	unlock, err := l.repo.Lock("join")
	if err != nil {
		return err
	}
	defer unlock()
	main, err := l.repo.Ref(ctx, MainRef)
	if err != nil {
		return err
	}
	if _, err := l.repo.Since(ctx, l.tip, main); err == nil && !l.beyond {
		if err := l.index.forget(); err != nil {
			return err
		}
		return l.judgeTo(ctx, judged{}, l.tip)
	}
	line, err := l.repo.Since(ctx, "", l.tip)
	if err != nil {
		return err
	}
	judge, _, err := l.judgeFrom(ctx, judged{}, line)
	if err != nil {
		return err
	}
	return l.stand(footing{tip: l.tip, judge: judge, place: l.index.at, heard: true}, nil)
}

// truncate takes out of the index what commits after a place taught.
func (x *index) truncate(place int) error {
	list, err := os.ReadDir(x.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		name := e.Name()
		if name == "tip" || name == "keys" || name == openedFile || err != nil {
			continue
		}
		err = x.truncateFile(filepath.Join(x.dir, name), place)
	}
	return err
}

func (x *index) truncateFile(path string, place int) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var kept strings.Builder
	for line := range strings.Lines(string(data)) {
		if placeOfLine(line) <= place {
			kept.WriteString(line)
		}
	}
	if kept.Len() == len(data) {
		return nil
	}
	return store.WriteCache(path, 0o600, store.Content([]byte(kept.String())))
}

// placeOfLine is the place that a line of the index begins with; 0 for a line
// that says nothing.
func placeOfLine(line string) int {
	word, _, _ := strings.Cut(line, " ")
	place, err := strconv.Atoi(strings.TrimSpace(word))
	if err != nil {
		return 0
	}
	return place
}
