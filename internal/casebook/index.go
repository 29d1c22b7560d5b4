package casebook

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// index remembers, a file per shard, what judged history says of entries and
// endorsements, so that a case can be read without walking all commits. It is
// made anew whenever it is lost, and holds nothing that the commits do not
// show to anyone.
type index struct {
	dir     string
	rebuilt bool // once in this run
}

func openIndex(gitDir string) *index {
	return &index{dir: filepath.Join(gitDir, "casefile", "index")}
}

// tip is the commit up to which the index is complete, or "".
func (x *index) tip() (string, error) {
	data, err := os.ReadFile(filepath.Join(x.dir, "tip"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(data)), err
}

// forget empties the index.
func (x *index) forget() error { return os.RemoveAll(x.dir) }

// extend takes what commits up to tip taught. Lines written twice do no harm.
func (x *index) extend(learned []verify.Learned, tip string) error {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return err
	}
	shards := map[string]*bytes.Buffer{}
	for _, l := range learned {
		if shards[l.Case.Shard()] == nil {
			shards[l.Case.Shard()] = &bytes.Buffer{}
		}
		writeLearned(shards[l.Case.Shard()], l)
	}
	for shard, lines := range shards {
		if err := appendFile(filepath.Join(x.dir, shard), lines.Bytes()); err != nil {
			return err
		}
	}
	return replaceFile(filepath.Join(x.dir, "tip"), []byte(tip+"\n"))
}

func writeLearned(w *bytes.Buffer, l verify.Learned) {
	for _, e := range l.Entries {
		fmt.Fprintln(w, "E", string(l.Case), string(e.ID), e.File, e.SHA256, e.Author, e.Op, e.Commit, e.Committed.Unix())
	}
	for _, e := range l.Endorsements {
		fmt.Fprintln(w, "S", string(l.Case), string(e.Entry), string(e.Target), e.SHA256, e.Level, e.Verdict, e.Member, e.Commit, e.Committed.Unix())
	}
}

func appendFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// replaceFile puts data in a file's place at once.
func replaceFile(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

// facts gives what the index knows of one case; nil where it knows nothing.
func (x *index) facts(id record.ID) (*verify.CaseFacts, error) {
	all, err := x.shard(id.Shard())
	return all[id], err
}

// shard reads one shard's file.
func (x *index) shard(name string) (map[record.ID]*verify.CaseFacts, error) {
	f, err := os.Open(filepath.Join(x.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[record.ID]*verify.CaseFacts{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		takeLine(out, strings.Fields(lines.Text()))
	}
	return out, lines.Err()
}

// takeLine adds one line; half a line, left by a crash, is passed over, and
// the entry it was about is found missing and the index made anew.
func takeLine(out map[record.ID]*verify.CaseFacts, w []string) {
	if len(w) < 9 {
		return
	}
	id := record.ID(w[1])
	facts := out[id]
	if facts == nil {
		facts = verify.NewCaseFacts()
		out[id] = facts
	}
	seconds, err := strconv.ParseInt(w[len(w)-1], 10, 64)
	when := time.Unix(seconds, 0).UTC()
	switch {
	case err != nil:
	case w[0] == "E" && len(w) == 9:
		facts.Add(verify.Learned{Entries: []verify.EntryFact{{ID: record.ID(w[2]), File: w[3], SHA256: w[4],
			Author: w[5], Op: w[6], Commit: w[7], Committed: when}}})
	case w[0] == "S" && len(w) == 10:
		e := verify.EndorseFact{Entry: record.ID(w[2]), Target: record.ID(w[3]), SHA256: w[4],
			Level: w[5], Verdict: w[6], Member: w[7], Commit: w[8], Committed: when}
		if !slices.Contains(facts.Endorsements, e) {
			facts.Endorsements = append(facts.Endorsements, e)
		}
	}
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
