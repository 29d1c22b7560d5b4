package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/store"
)

// A replay does the operations that only this copy has again, on top of the server's commits. The
// file casefile/replayed has a line for each replay: the old tip and the new one. A process may
// find the old tip in the index or at the verified ref, after a killed run or because another
// process was faster. The file then shows that the records were replayed, and not rewound.

func (l *Ledger) replayedFile() string {
	return filepath.Join(l.repo.CommonDir(), "casefile", "replayed")
}

// NoteReplay writes down a replay. The note must be on the disk before main moves. Damaged lines
// are dropped.
func (l *Ledger) NoteReplay(from, to string) error {
	if len(l.mark) == 0 {
		return nil // without a mark nothing would be believed
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

// replaySort is the sort of these lines under the mark.
const replaySort = "replay"

// replayedPairs returns the old and the new tip of each line that bears the mark.
func replayedPairs(mark Mark, text string) (pairs [][2]string) {
	for line := range strings.Lines(text) {
		text, ok := mark.unline(replaySort, line)
		if w := strings.Fields(text); ok && len(w) == 2 {
			pairs = append(pairs, [2]string{w[0], w[1]})
		}
	}
	return pairs
}

// SpoiledReplays counts the lines that are damaged or not written by this account. They count for
// nothing, and the next replay drops them.
func (l *Ledger) SpoiledReplays() int {
	data, err := readNote(l.replayedFile(), mostNotes)
	if err != nil {
		return 0
	}
	return strings.Count(string(data), "\n") - len(replayedPairs(l.mark, string(data)))
}

// keptReplays bounds the file. No process misses as many replays.
const keptReplays = 500

func (l *Ledger) replays() ([][2]string, error) {
	data, err := readNote(l.replayedFile(), mostNotes)
	return replayedPairs(l.mark, string(data)), err
}

// replacedBy reports whether a tip that is no longer on main was replayed into one that is.
// A note of this account says so, or another account restated the old line.
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
		return false, nil // what can't be read proves nothing, and is judged in its turn
	}
	return again, err
}

// noted reports whether this account's notes lead from an old tip to one on main.
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

// correctJudgedTip corrects how far main was judged. Tips that a replay has replaced do not count.
// An index that ends at such a tip is made again.
func (l *Ledger) correctJudgedTip(ctx context.Context, last judgedTip, tip string) (
	judgedTip, error,
) {
	if same := last.tip == tip && (last.verified == tip || last.verified == ""); same {
		return last, nil
	}
	if last.tip != "" && (last.verified == "" || last.verified == last.tip) {
		if _, err := l.repo.Since(ctx, last.tip, tip); err == nil {
			return last, nil // the tip goes on from what was judged
		}
	}
	return l.afterReplay(ctx, last, tip)
}

func (l *Ledger) afterReplay(ctx context.Context, last judgedTip, tip string) (judgedTip, error) {
	if last.tip != "" {
		if _, err := l.repo.Since(ctx, last.tip, tip); err == nil {
			return l.markReplaced(ctx, last, tip)
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
		last.tip, last.place = l.index.tip() // the other process may be done now
		if _, err := l.repo.Since(ctx, last.tip, tip); err != nil {
			// If that process went on from tip, its index is right and stays.
			if _, ahead := l.repo.Since(ctx, tip, last.tip); ahead != nil {
				l.index.files.forget()
			}
			last.tip, last.place = "", 0
		}
	}
	return l.markReplaced(ctx, last, tip)
}

// markReplaced marks a verified tip that a replay has replaced. The tip itself stays in last,
// because moving the ref needs its old value.
func (l *Ledger) markReplaced(ctx context.Context, last judgedTip, tip string) (judgedTip, error) {
	replaced, err := l.replacedBy(ctx, last.verified, tip)
	last.replaced = replaced
	return last, err
}

// Rebuild makes the index again, once in a run; ErrIndex after that. A ledger that does not stand
// on main would make an index that is wrong for others: a replay has replaced its line, or the line
// is only staged. Such a ledger asks its own judge instead of the index.
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
	return l.stand(newGround{tip: l.tip, judge: judge, place: l.index.at, withoutIndex: true}, nil)
}

// relearn judges history from its beginning up to a tip, and fills an index whose files were wrong.
func (l *Ledger) relearn(ctx context.Context, tip string) error {
	line, err := l.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	touched := l.touched
	defer func() { l.touched = touched }()
	taught := newLearnedLines(0)
	if err := l.judgeLine(ctx, NewJudge(ctx, l.repo.Reader), line, taught.add); err != nil {
		return err
	}
	return (&index{files: l.index.files}).learn(taught, tip)
}
