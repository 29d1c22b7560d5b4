package ledger

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// index keeps, in a file for each shard, what judged history says of entries and endorsements, so
// that a case can be read without all commits. A lost or changed index is made again
// (indexfiles.go). It holds only what the commits show to anyone.
//
// Each line begins with the place of its commit in history. A ledger reads lines up to its own
// place. Later lines, written by a faster process or before a crash, do not mislead it.
type index struct {
	files *indexFiles
	at    int // place of the ledger's commit; the root has 1
}

// openIndex returns the index of one account in a git directory. Each account has its own, because
// none believes another's.
func openIndex(gitDir string, mark Mark) *index {
	k := &indexFiles{mark: mark}
	if len(mark) > 0 {
		k.dir = filepath.Join(gitDir, "casefile", "index", mark.Name())
	}
	return &index{files: k}
}

// tip returns the commit up to which the index is complete, or "", and its place.
func (x *index) tip() (commit string, place int) {
	x.files.load()
	return x.files.now.tip, x.files.now.place
}

// upTo returns the index as read up to an earlier place.
func (x *index) upTo(place int) *index { return &index{x.files, place} }

// extend adds what each commit after a place teaches, up to tip.
func (x *index) extend(place int, learned [][]verify.Learned, tip string) error {
	return x.learn(learnedLinesOf(place, learned), tip)
}

// learn adds the lines of a line of commits that ends with tip.
func (x *index) learn(taught *learnedLines, tip string) error {
	defer taught.close()
	x.at = taught.place + taught.commits
	return x.files.extend(taught, tip, x.at)
}

func writeLearned(w *bytes.Buffer, place int, l verify.Learned) {
	for _, e := range l.Entries {
		fmt.Fprintln(w, place, "E", string(l.Case), string(e.ID), e.File, e.Blob, e.SHA256,
			e.Author,
			e.Signer, authorityWord(e), e.Op, e.Committed.Unix(), e.Commit)
	}
	for _, e := range l.Entries {
		if e.Request != nil {
			fmt.Fprintln(w, place, "Q", string(l.Case), string(e.ID), requestWord(e.Request),
				e.Commit)
		}
	}
	for _, e := range l.Endorsements {
		fmt.Fprintln(w, place, "S", string(l.Case), string(e.Entry), string(e.Target), e.SHA256,
			e.Level, e.Verdict, e.Member, e.Committed.Unix(), e.Commit)
	}
	for _, k := range l.Keys {
		fmt.Fprintln(w, place, "K", string(l.Case), k.Blob, k.Recipient, k.Epoch, k.Commit)
	}
	for _, r := range l.Resealed {
		fmt.Fprintln(w, place, "R", string(l.Case), string(r.Entry), r.Blob, r.Commit)
	}
	for _, r := range l.Releases {
		fmt.Fprintln(w, place, "L", string(l.Case), string(r.Entry), string(r.Hold), r.Senior,
			r.Commit)
	}
	for _, d := range l.Dated {
		fmt.Fprintln(w, place, "D", string(l.Case), d.Until, d.Commit)
	}
	for _, x := range l.Erased {
		fmt.Fprintln(w, place, "X", string(l.Case), string(x.Entry), string(x.Request), x.By,
			x.When.Unix(), x.Commit)
	}
}

// Facts returns history's facts of one case; nil for none.
func (l *Ledger) Facts(id record.ID) (*verify.CaseFacts, error) {
	if l.withoutIndex || l.beyond {
		l.asked.Lock()
		defer l.asked.Unlock()
		return l.judge.CaseFacts(id)
	}
	return l.index.facts(id)
}

// EachFactsOf visits the facts of some cases, except cases without facts. It reads the file of each
// shard once.
func (l *Ledger) EachFactsOf(list []record.ID, visit func(record.ID, *verify.CaseFacts)) error {
	var shard map[record.ID]*verify.CaseFacts
	last := ""
	for _, id := range slices.Sorted(slices.Values(list)) {
		if l.withoutIndex || l.beyond {
			facts, err := l.judge.CaseFacts(id)
			if err != nil {
				return err
			}
			shard = map[record.ID]*verify.CaseFacts{id: facts}
		} else if id.Shard() != last {
			var err error
			if shard, err = l.index.shard(id.Shard()); err != nil {
				return err
			}
			last = id.Shard()
		}
		if facts := shard[id]; facts != nil {
			visit(id, facts)
		}
	}
	return nil
}

// facts returns the index's facts of one case; nil for none.
func (x *index) facts(id record.ID) (*verify.CaseFacts, error) {
	all, err := x.taught(id.Shard(), id)
	return all[id], err
}

// shard returns the index's facts of all cases of a shard.
func (x *index) shard(name string) (map[record.ID]*verify.CaseFacts, error) {
	return x.taught(name, "")
}

// taught reads a shard's file up to the ledger's place. It skips lines of other cases before they
// are parsed ("" wants all cases), because code that goes through all cases asks once for each.
func (x *index) taught(shard string, only record.ID) (map[record.ID]*verify.CaseFacts, error) {
	data, err := x.files.read(shard)
	if err != nil {
		return nil, err
	}
	backs, err := x.clockSetBacks()
	if err != nil {
		return nil, err
	}
	var lines []indexLine
	of := []byte(only)
	for line := range bytes.Lines(data) {
		if !bytes.Contains(line, of) {
			continue
		}
		// a copy, so that facts do not keep the whole file in memory
		l, ok := parseLine(string(line))
		if ok && l.place <= x.at && (only == "" || l.id == only) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b indexLine) int { return cmp.Compare(a.place, b.place) })
	return taughtBy(lines, backs), nil
}

// taughtBy returns the facts of index lines, in the order of their places. backs are the commits
// between them that are dated before their parents.
func taughtBy(lines []indexLine, backs []clockSetBack) map[record.ID]*verify.CaseFacts {
	out := map[record.ID]*verify.CaseFacts{}
	pass := func(until int) {
		for ; len(backs) > 0 && backs[0].place <= until; backs = backs[1:] {
			for _, f := range out {
				f.ArrivedBy(backs[0].To)
			}
		}
	}
	for _, l := range lines {
		pass(l.place - 1)
		l.teach(out)
	}
	pass(math.MaxInt)
	return out
}

// shards returns the shards that the index has.
func (x *index) shards() []string {
	x.files.mutex.Lock()
	defer x.files.mutex.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(x.files.now.files)), func(name string) bool {
		return len(name) != 2
	})
}

// EachIndexed visits the facts of every case in the index.
func (l *Ledger) EachIndexed(visit func(record.ID, *verify.CaseFacts)) error {
	for _, s := range l.index.shards() {
		all, err := l.index.shard(s)
		if err != nil {
			return err
		}
		for id, facts := range all {
			visit(id, facts)
		}
	}
	return nil
}
