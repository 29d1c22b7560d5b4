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

// index remembers, a file per shard, what judged history says of entries and
// endorsements, so that a case can be read without walking all commits. It is
// made anew whenever it is lost or not as it was written (indexfiles.go), and holds nothing that
// the commits do not show to anyone.
//
// Each line begins with the place of its commit in history. A book reads no
// further than the place where it stands, so that lines of commits that it has
// yet to judge (written by a faster process, or before a crash) mislead nobody.
type index struct {
	files *indexFiles
	at    int // place of the commit that the ledger stands on; the root has 1
}

// openIndex is that of one account in a git directory; each account has its own, since none
// believes another's.
func openIndex(gitDir string, mark Mark) *index {
	k := &indexFiles{mark: mark}
	if len(mark) > 0 {
		k.dir = filepath.Join(gitDir, "casefile", "index", mark.Name())
	}
	return &index{files: k}
}

// tip is the commit up to which the index is complete, or "", and its place.
func (x *index) tip() (commit string, place int) {
	x.files.load()
	return x.files.now.tip, x.files.now.place
}

// upTo is the index as it is read up to an earlier place.
func (x *index) upTo(place int) *index { return &index{x.files, place} }

// extend takes what each commit after a place taught, up to tip.
func (x *index) extend(place int, learned [][]verify.Learned, tip string) error {
	return x.learn(learnedLinesOf(place, learned), tip)
}

// learn takes what a line of commits taught, up to tip.
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

// Facts is what history says of one case; nil where it says nothing.
func (l *Ledger) Facts(id record.ID) (*verify.CaseFacts, error) {
	if l.withoutIndex || l.beyond {
		l.asked.Lock()
		defer l.asked.Unlock()
		return l.judge.CaseFacts(id)
	}
	return l.index.facts(id)
}

// EachFactsOf visits what history says of some cases, those of which it says something. Each
// shard's file is read once.
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

// facts gives what the index knows of one case; nil where it knows nothing.
func (x *index) facts(id record.ID) (*verify.CaseFacts, error) {
	all, err := x.taught(id.Shard(), id)
	return all[id], err
}

// shard gives what the index knows of all cases of a shard.
func (x *index) shard(name string) (map[record.ID]*verify.CaseFacts, error) {
	return x.taught(name, "")
}

// taught reads one shard's file, up to the place where the book stands. Lines that can't be
// about the case that is wanted ("" for all) are left out before they are parsed: whoever goes
// through all cases asks once for each.
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
		l, ok := parseLine(string(line)) // what is kept of it does not keep the file
		if ok && l.place <= x.at && (only == "" || l.id == only) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b indexLine) int { return cmp.Compare(a.place, b.place) })
	return taughtBy(lines, backs), nil
}

// taughtBy is what lines of the index say, in the order of their places, with the commits
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

// shards lists the shards that the index has.
func (x *index) shards() []string {
	x.files.mutex.Lock()
	defer x.files.mutex.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(x.files.now.files)), func(name string) bool {
		return len(name) != 2
	})
}

// EachIndexed visits what the index says of every case, until there is an error.
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
