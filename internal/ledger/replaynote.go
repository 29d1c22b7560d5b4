package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/store"
)

// A replay puts a new line in the place of what this copy alone had. The file
// casefile/replayed has a line for each, the old tip and the new one: a process
// that finds an old tip named by the index or by the tip judged last (it was
// killed, or another one was faster) learns from it that nobody has rewound the
// records.

func (l *Ledger) replayedFile() string {
	return filepath.Join(l.repo.CommonDir(), "casefile", "replayed")
}

// NoteReplay must be on the disk before main moves. A line that something has
// spoiled is left out.
func (l *Ledger) NoteReplay(from, to string) error {
	if len(l.mark) == 0 {
		return nil // nothing would believe it
	}
	pairs, err := l.replays()
	if err != nil {
		return err
	}
	pairs = append(pairs, [2]string{from, to})
	var out strings.Builder
	for _, p := range pairs[max(0, len(pairs)-keptReplays):] {
		out.WriteString(l.mark.line(replaySort, p[0]+" "+p[1]))
	}
	if err := os.MkdirAll(filepath.Dir(l.replayedFile()), 0o700); err != nil {
		return err
	}
	return store.WriteFile(l.replayedFile(), 0o600, store.Content([]byte(out.String())))
}

// replaySort is the sort of such a line, under its mark.
const replaySort = "replay"

// replayedPairs are the old and the new tip of each line that bears the mark.
func replayedPairs(mark Mark, text string) (pairs [][2]string) {
	for line := range strings.Lines(text) {
		text, ok := mark.unline(replaySort, line)
		if w := strings.Fields(text); ok && len(w) == 2 {
			pairs = append(pairs, [2]string{w[0], w[1]})
		}
	}
	return pairs
}

// SpoiledReplays counts the lines that this account has not written, or that something has
// spoiled. They count for nothing, and the next replay leaves them out.
func (l *Ledger) SpoiledReplays() int {
	data, err := readNote(l.replayedFile(), mostNotes)
	if err != nil {
		return 0
	}
	return strings.Count(string(data), "\n") - len(replayedPairs(l.mark, string(data)))
}

// keptReplays is far more than any process can have missed.
const keptReplays = 500

func (l *Ledger) replays() ([][2]string, error) {
	data, err := readNote(l.replayedFile(), mostNotes)
	return replayedPairs(l.mark, string(data)), err
}

// replacedBy says whether a tip that main no longer has was replayed into
// something that it does have: by a note of this account, or as another account did it.
func (l *Ledger) replacedBy(ctx context.Context, old, tip string) (bool, error) {
	pairs, err := l.replays()
	if err != nil || old == "" {
		return false, err
	}
	if noted := l.noted(ctx, pairs, old, tip); noted {
		return true, nil
	}
	again, err := l.restated(ctx, old, tip)
	if errors.Is(err, store.ErrDamaged) {
		return false, nil // what can't be read says nothing, and is judged in its turn
	}
	return again, err
}

// noted says whether this account's own notes lead from a tip to one that main has.
func (l *Ledger) noted(ctx context.Context, pairs [][2]string, old, tip string) bool {
	next := map[string][]string{}
	for _, p := range pairs {
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
			return true
		}
		todo = append(todo, next[at]...)
	}
	return false
}

// settled corrects what is known of how far was judged: tips that a replay has
// replaced count for nothing, and an index that stands on one is made anew.
func (l *Ledger) settled(ctx context.Context, last judgedTip, tip string) (judgedTip, error) {
	if same := last.tip == tip && (last.verified == tip || last.verified == ""); same {
		return last, nil
	}
	if last.tip != "" && (last.verified == "" || last.verified == last.tip) {
		if _, err := l.repo.Since(ctx, last.tip, tip); err == nil {
			return last, nil // it goes on from what was judged
		}
	}
	return l.afterReplay(ctx, last, tip)
}

func (l *Ledger) afterReplay(ctx context.Context, last judgedTip, tip string) (judgedTip, error) {
	if last.tip != "" {
		if _, err := l.repo.Since(ctx, last.tip, tip); err == nil {
			return l.forgiven(ctx, last, tip)
		}
		replaced, err := l.replacedBy(ctx, last.tip, tip)
		if err != nil || !replaced {
			return last, err
		}
		unlock, err := l.repo.Lock(ctx, "join")
		if err != nil {
			return last, err
		}
		defer unlock()
		last.tip, last.place = l.index.tip() // the other process may be done by now
		if _, err := l.repo.Since(ctx, last.tip, tip); err != nil {
			// Where one has gone on from the tip that was read here, theirs is right, and stays.
			if _, ahead := l.repo.Since(ctx, tip, last.tip); ahead != nil {
				l.index.files.forget()
			}
			last.tip, last.place = "", 0
		}
	}
	return l.forgiven(ctx, last, tip)
}

// forgiven leaves out a verified tip that a replay has replaced; what the ref is
// at must stay known, for it to be moved.
func (l *Ledger) forgiven(ctx context.Context, last judgedTip, tip string) (judgedTip, error) {
	replaced, err := l.replacedBy(ctx, last.verified, tip)
	last.replaced = replaced
	return last, err
}

// Rebuild makes the index anew. A book that does not stand on main (a replay has
// replaced its line since, or its line is yet to land) would put there what is
// not so for others: it takes the word of its own judge instead. Once a run is enough:
// ErrIndex after that.
func (l *Ledger) Rebuild(ctx context.Context) error {
	if l.rebuilt {
		return ErrIndex
	}
	l.rebuilt = true
	unlock, err := l.repo.Lock(ctx, "join")
	if err != nil {
		return err
	}
	defer unlock()
	main, err := l.repo.Ref(ctx, MainRef)
	if err != nil {
		return err
	}
	if _, err := l.repo.Since(ctx, l.tip, main); err == nil && !l.beyond {
		l.index.files.forget()
		return l.judgeTip(ctx, judgedTip{}, l.tip)
	}
	line, err := l.repo.Since(ctx, "", l.tip)
	if err != nil {
		return err
	}
	judge, _, err := l.judgeAfter(ctx, judgedTip{}, line)
	if err != nil {
		return err
	}
	return l.stand(footing{tip: l.tip, judge: judge, place: l.index.at, heard: true}, nil)
}

// relearn judges history anew up to a tip, and teaches it to an index that was not as it was
// written.
func (l *Ledger) relearn(ctx context.Context, tip string) error {
	line, err := l.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	touched := l.touched
	defer func() { l.touched = touched }()
	taught := newLessons(0)
	if err := l.judgeLine(ctx, NewJudge(ctx, l.repo.Reader), line, taught.add); err != nil {
		return err
	}
	return (&index{files: l.index.files}).learn(taught, tip)
}
