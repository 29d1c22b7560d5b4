package casebook

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

func (b *Book) replayedFile() string {
	return filepath.Join(filepath.Dir(b.index.dir), "replayed")
}

// noteReplay must be on the disk before main moves. A line that something has
// spoiled is left out.
func (b *Book) noteReplay(from, to string) error {
	text, err := b.replays()
	if err != nil {
		return err
	}
	pairs := append(replayedPairs(text), [2]string{from, to})
	var out strings.Builder
	for _, p := range pairs[max(0, len(pairs)-keptReplays):] {
		out.WriteString(p[0] + " " + p[1] + "\n")
	}
	return store.WriteFile(b.replayedFile(), 0o600, store.Content([]byte(out.String())))
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

func (b *Book) replays() (string, error) {
	data, err := os.ReadFile(b.replayedFile())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return string(data), err
}

// replacedBy says whether a tip that main no longer has was replayed into
// something that it does have.
func (b *Book) replacedBy(ctx context.Context, old, tip string) (bool, error) {
	text, err := b.replays()
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
		if _, err := b.repo.Since(ctx, at, tip); err == nil {
			return true, nil
		}
		todo = append(todo, next[at]...)
	}
	return false, nil
}

// settled corrects what is known of how far was judged: tips that a replay has
// replaced count for nothing, and an index that stands on one is made anew.
func (b *Book) settled(ctx context.Context, last judged, tip string) (judged, error) {
	if same := last.tip == tip && (last.verified == tip || last.verified == ""); same {
		return last, nil
	}
	if text, err := b.replays(); err != nil || text == "" {
		return last, err
	}
	return b.afterReplay(ctx, last, tip)
}

func (b *Book) afterReplay(ctx context.Context, last judged, tip string) (judged, error) {
	if last.tip != "" {
		if _, err := b.repo.Since(ctx, last.tip, tip); err == nil {
			return b.forgiven(ctx, last, tip)
		}
		replaced, err := b.replacedBy(ctx, last.tip, tip)
		if err != nil || !replaced {
			return last, err
		}
		unlock, err := b.repo.Lock("join")
		if err != nil {
			return last, err
		}
		defer unlock()
		if last.tip, last.place, err = b.index.tip(); err != nil { // the other process may be done by now
			return last, err
		}
		if _, err := b.repo.Since(ctx, last.tip, tip); err != nil {
			if _, ahead := b.repo.Since(ctx, tip, last.tip); ahead != nil {
				err = b.index.forget()
			} else {
				err = nil // by one who has gone on from the tip that was read here: it is right, and stays
			}
			if err != nil {
				return last, err
			}
			last.tip, last.place = "", 0
		}
	}
	return b.forgiven(ctx, last, tip)
}

// forgiven leaves out a verified tip that a replay has replaced; what the ref is
// at must stay known, for it to be moved.
func (b *Book) forgiven(ctx context.Context, last judged, tip string) (judged, error) {
	replaced, err := b.replacedBy(ctx, last.verified, tip)
	last.replaced = replaced
	return last, err
}

// rebuild makes the index anew. A book that does not stand on main (a replay has
// replaced its line since, or its line is yet to land) would put there what is
// not so for others: it takes the word of its own judge instead.
func (b *Book) rebuild(ctx context.Context) error {
	b.index.rebuilt = true
	unlock, err := b.repo.Lock("join")
	if err != nil {
		return err
	}
	defer unlock()
	main, err := b.repo.Ref(ctx, MainRef)
	if err != nil {
		return err
	}
	if _, err := b.repo.Since(ctx, b.tip, main); err == nil && b.unlanded == nil {
		if err := b.index.forget(); err != nil {
			return err
		}
		return b.judgeTo(ctx, judged{}, b.tip)
	}
	line, err := b.repo.Since(ctx, "", b.tip)
	if err != nil {
		return err
	}
	judge, _, err := b.judgeFrom(ctx, judged{}, line)
	if err != nil {
		return err
	}
	return b.stand(footing{tip: b.tip, judge: judge, place: b.index.at, heard: true}, nil)
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
