package ledger

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// index remembers, a file per shard, what judged history says of entries and
// endorsements, so that a case can be read without walking all commits. It is
// made anew whenever it is lost, and holds nothing that the commits do not
// show to anyone.
//
// Each line begins with the place of its commit in history. A book reads no
// further than the place where it stands, so that lines of commits that it has
// yet to judge (written by a faster process, or before a crash) mislead nobody.
type index struct {
	dir     string
	at      int  // place of the commit that the book stands on; the root has 1
	rebuilt bool // once in this run
	broken  bool // a write failed: the next run takes up where tip was left
}

func openIndex(gitDir string) *index {
	return &index{dir: filepath.Join(gitDir, "casefile", "index")}
}

// tip is the commit up to which the index is complete, or "", and its place.
func (x *index) tip() (commit string, place int, err error) {
	data, err := os.ReadFile(filepath.Join(x.dir, "tip"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", 0, nil
	}
	// An index of an earlier form is as good as none.
	var clocks string
	form := "%40s %d " + indexForm + " %64s\n"
	if _, scanErr := fmt.Sscanf(string(data), form, &commit, &place, &clocks); scanErr != nil || len(commit) != 40 {
		return "", 0, err
	}
	if known, backErr := x.upTo(place).setBacks(); backErr != nil || clocksDigest(known) != clocks {
		return "", 0, errors.Join(err, x.forget())
	}
	return commit, place, err
}

// indexForm names the form of all the index's files.
const indexForm = "v7"

// upTo is the index as it is read up to an earlier place.
func (x *index) upTo(place int) *index { return &index{dir: x.dir, at: place} }

// forget empties the index.
func (x *index) forget() error { return os.RemoveAll(x.dir) }

// extend takes what each commit after a place taught, up to tip. Lines written
// twice do no harm.
func (x *index) extend(place int, learned [][]verify.Learned, tip string) error {
	x.at = place + len(learned)
	if x.broken {
		return nil
	}
	err := x.write(place, learned, tip)
	x.broken = err != nil
	return err
}

func (x *index) write(place int, learned [][]verify.Learned, tip string) error {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return err
	}
	backs, err := x.upTo(place).setBacks()
	if err != nil {
		return err
	}
	files := map[string]*bytes.Buffer{}
	file := func(name string) *bytes.Buffer {
		if files[name] == nil {
			files[name] = &bytes.Buffer{}
		}
		return files[name]
	}
	for i, commit := range learned {
		for _, l := range commit {
			writeClaims(file, place+1+i, l)
			if l.SetBack != nil {
				back := setBack{place + 1 + i, *l.SetBack}
				backs = append(backs, back)
				fmt.Fprint(file(clocksFile), back)
			}
			if l.Case != "" {
				writeSealed(file, place+1+i, l)
				writeLearned(file(l.Case.Shard()), place+1+i, l)
			}
		}
	}
	for name, lines := range files {
		if err := store.AppendCache(filepath.Join(x.dir, name), lines.Bytes()); err != nil {
			return err
		}
	}
	stands := fmt.Appendf(nil, "%s %d %s %s\n", tip, place+len(learned), indexForm, clocksDigest(backs))
	return store.WriteCache(filepath.Join(x.dir, "tip"), 0o600, store.Content(stands))
}

func writeLearned(w *bytes.Buffer, place int, l verify.Learned) {
	for _, e := range l.Entries {
		fmt.Fprintln(w, place, "E", string(l.Case), string(e.ID), e.File, e.Blob, e.SHA256, e.Author,
			e.Signer, standingWord(e), e.Op, e.Committed.Unix(), e.Commit)
	}
	for _, e := range l.Entries {
		if e.Request != nil {
			fmt.Fprintln(w, place, "Q", string(l.Case), string(e.ID), requestWord(e.Request), e.Commit)
		}
	}
	for _, e := range l.Endorsements {
		fmt.Fprintln(w, place, "S", string(l.Case), string(e.Entry), string(e.Target), e.SHA256, e.Level, e.Verdict, e.Member, e.Committed.Unix(), e.Commit)
	}
	for _, k := range l.Keys {
		fmt.Fprintln(w, place, "K", string(l.Case), k.Blob, k.Recipient, k.Epoch, k.Commit)
	}
	for _, r := range l.Resealed {
		fmt.Fprintln(w, place, "R", string(l.Case), string(r.Entry), r.Blob, r.Commit)
	}
	for _, r := range l.Releases {
		fmt.Fprintln(w, place, "L", string(l.Case), string(r.Entry), string(r.Hold), r.Senior, r.Commit)
	}
	for _, d := range l.Dated {
		fmt.Fprintln(w, place, "D", string(l.Case), d.Until, d.Commit)
	}
	for _, x := range l.Erased {
		fmt.Fprintln(w, place, "X", string(l.Case), string(x.Entry), string(x.Request), x.By, x.When.Unix(), x.Commit)
	}
}

// Facts is what history says of one case; nil where it says nothing.
func (l *Ledger) Facts(id record.ID) (*verify.CaseFacts, error) {
	if l.heard || l.beyond {
		return l.judge.CaseFacts(id)
	}
	return l.index.facts(id)
}

// facts gives what the index knows of one case; nil where it knows nothing.
func (x *index) facts(id record.ID) (*verify.CaseFacts, error) {
	all, err := x.shard(id.Shard())
	return all[id], err
}

// shard reads one shard's file, up to the place where the book stands.
func (x *index) shard(name string) (map[record.ID]*verify.CaseFacts, error) {
	data, err := os.ReadFile(filepath.Join(x.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	backs, err := x.setBacks()
	if err != nil {
		return nil, err
	}
	var lines []indexLine
	for text := range strings.Lines(string(data)) {
		if l, ok := parseLine(text); ok && l.place <= x.at {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b indexLine) int { return cmp.Compare(a.place, b.place) })
	return taughtBy(lines, backs), nil
}

// taughtBy is what lines of the index say, in the order of their places, with the commits
// between them that are dated before their parents.
func taughtBy(lines []indexLine, backs []setBack) map[record.ID]*verify.CaseFacts {
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
func (x *index) shards() ([]string, error) {
	list, err := os.ReadDir(x.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range list {
		if len(e.Name()) == 2 {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// EachIndexed visits what the index says of every case, until there is an error.
func (l *Ledger) EachIndexed(visit func(record.ID, *verify.CaseFacts)) error {
	shards, err := l.index.shards()
	for _, s := range shards {
		var all map[record.ID]*verify.CaseFacts
		if all, err = l.index.shard(s); err != nil {
			break
		}
		for id, facts := range all {
			visit(id, facts)
		}
	}
	return err
}
