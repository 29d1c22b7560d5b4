package store

import (
	"fmt"
	"math"
)

// TreeEntry is one line of a tree. Mode is written as git prints it: 100644 for
// a file, 040000 for a tree.
type TreeEntry struct{ Name, Mode, ID string }

// IsFolder reports whether it is a tree.
func (e TreeEntry) IsFolder() bool { return e.Mode == modeTree }

// IsElsewhere reports whether it is a commit of another repository, of which nothing is here.
func (e TreeEntry) IsElsewhere() bool { return e.Mode == modeCommit }

const (
	modeCommit = "160000"
	modeTree   = "040000"
	modeFile   = "100644"
)

// treeListing is a tree object, checked once and kept as its raw bytes: a history
// names the same thousand entries in commit after commit, and nearly all of
// them are only ever compared. odd says that git itself would not have written
// it so: out of order, a name twice, a name that is no single path step, a mode
// with a leading zero. Such a tree can show one thing to one program and
// another to the next.
type treeListing struct {
	raw  []byte
	ends []uint32 // where each entry ends
	odd  bool
}

// shortestLine is a mode of five digits, a space, a name of one byte, a zero
// byte and the 20 bytes of an id.
const shortestLine = 28

// listTree reads the raw bytes. go-git's decoder is not used for this, since
// it folds different modes into one.
func listTree(raw []byte) (treeListing, error) {
	if len(raw) > math.MaxUint32 {
		return treeListing{}, fmt.Errorf("%w: a tree of %d bytes", ErrDamaged, len(raw))
	}
	t := treeListing{raw: raw, ends: make([]uint32, 0, len(raw)/shortestLine)}
	var o order
	for at := 0; at < len(raw); {
		l, n, err := cutLine(raw[at:])
		if err != nil {
			return treeListing{}, err
		}
		t.odd = t.odd || l.odd() || !o.takes(l)
		at += n
		if t.ends = append(t.ends, uint32(at)); len(t.ends) > MaxEntries {
			return treeListing{},
				fmt.Errorf("%w: a tree of more than %d entries", ErrTooLarge, MaxEntries)
		}
	}
	return t, nil
}

func (t treeListing) len() int { return len(t.ends) }

// bytes returns the bytes of entry i.
func (t treeListing) bytes(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.raw[from:t.ends[i]]
}

// line returns entry i, which listTree has accepted.
func (t treeListing) line(i int) line {
	l, _, _ := cutLine(t.bytes(i))
	return l
}

func (t treeListing) entry(i int) TreeEntry { return t.line(i).entry() }

// entries returns the entries from..to-1.
func (t treeListing) entries(from, to int) []TreeEntry {
	var list []TreeEntry
	if from < to {
		list = make([]TreeEntry, 0, to-from)
	}
	for i := from; i < to; i++ {
		list = append(list, t.entry(i))
	}
	return list
}

func (t treeListing) all() []TreeEntry { return t.entries(0, t.len()) }

// find counts the entries of a name and gives the last of them.
func (t treeListing) find(name string) (found TreeEntry, n int) {
	for i := range t.ends {
		if l := t.line(i); string(l.name) == name {
			found, n = l.entry(), n+1
		}
	}
	return found, n
}
