package store

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// TreeEntry is one line of a tree. Mode is written as git prints it: 100644 for
// a file, 040000 for a tree.
type TreeEntry struct{ Name, Mode, ID string }

const (
	modeTree = "040000"
	modeFile = "100644"
)

// tree is a parsed tree object. odd says that git itself would not have written
// it so: out of order, a name twice, a name that is no single path step, a mode
// with a leading zero. Such a tree can show one thing to one program and
// another to the next.
type tree struct {
	entries []TreeEntry
	odd     bool
}

// parseTree reads the raw bytes. go-git's decoder is not used for this, since
// it folds different modes into one.
func parseTree(raw []byte) (tree, error) {
	var t tree
	for len(raw) > 0 {
		mode, rest, ok := bytes.Cut(raw, []byte{' '})
		name, rest, ended := bytes.Cut(rest, []byte{0})
		if !ok || !ended || len(name) == 0 || len(rest) < 20 {
			return tree{}, fmt.Errorf("%w: malformed tree entry", ErrDamaged)
		}
		bits, err := strconv.ParseUint(string(mode), 8, 24)
		if err != nil {
			return tree{}, fmt.Errorf("%w: tree entry with mode %q", ErrDamaged, mode)
		}
		e := TreeEntry{Name: string(name), Mode: printMode(bits), ID: hex.EncodeToString(rest[:20])}
		if mode[0] == '0' || badName(e.Name) || !t.follows(e) {
			t.odd = true
		}
		t.entries = append(t.entries, e)
		raw = rest[20:]
	}
	return t, nil
}

func printMode(bits uint64) string {
	switch bits {
	case 0o100644:
		return modeFile
	case 0o40000:
		return modeTree
	}
	return fmt.Sprintf("%06o", bits)
}

// badName reports names that are no step of a path, or lead into a .git folder.
func badName(name string) bool {
	return name == "" || name == "." || name == ".." || strings.EqualFold(name, ".git") || strings.ContainsRune(name, '/')
}

// follows says whether e may come after the entries so far, which are in order.
func (t tree) follows(e TreeEntry) bool {
	n := len(t.entries)
	if n == 0 || t.odd {
		return true
	}
	if compareEntries(t.entries[n-1], e) >= 0 {
		return false
	}
	if e.Mode != modeTree {
		return true
	}
	// A folder sorts as if a slash ended its name, so a file of the same name
	// can stand at some distance before it.
	file := TreeEntry{Name: e.Name, Mode: modeFile}
	i := sort.Search(n, func(i int) bool { return compareEntries(t.entries[i], file) >= 0 })
	return i == n || t.entries[i].Name != e.Name
}

// compareEntries is git's order of tree entries: by bytes, trees as if their
// names ended in a slash.
func compareEntries(a, b TreeEntry) int {
	n := min(len(a.Name), len(b.Name))
	if c := strings.Compare(a.Name[:n], b.Name[:n]); c != 0 {
		return c
	}
	return int(a.at(n)) - int(b.at(n))
}

// at is the byte that decides the order after n equal bytes.
func (e TreeEntry) at(n int) byte {
	switch {
	case n < len(e.Name):
		return e.Name[n]
	case e.Mode == modeTree:
		return '/'
	}
	return 0
}

// find counts the entries of a name and gives the last of them.
func (t tree) find(name string) (found TreeEntry, n int) {
	for _, e := range t.entries {
		if e.Name == name {
			found, n = e, n+1
		}
	}
	return found, n
}
