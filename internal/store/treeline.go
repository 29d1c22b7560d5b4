package store

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// line is one entry of a tree as its raw bytes have it.
type line struct {
	name, id []byte
	bits     uint64 // the mode
	padded   bool   // the mode has a leading zero
}

const (
	bitsTree = 0o40000
	bitsFile = 0o100644
)

// cutLine reads the entry that raw begins with, n bytes long: the mode in octal
// digits, a space, the name, a zero byte, the id in 20 bytes.
func cutLine(raw []byte) (l line, n int, err error) {
	space := bytes.IndexByte(raw, ' ')
	zero := bytes.IndexByte(raw[space+1:], 0)
	if n = space + 1 + zero + 1 + 20; space < 0 || zero < 1 || n > len(raw) {
		return line{}, 0, fmt.Errorf("%w: malformed tree entry", ErrDamaged)
	}
	l.name, l.id = raw[space+1:n-21], raw[n-20:n]
	if len(l.name) > MaxName {
		return line{}, 0, fmt.Errorf("%w: a name of %d bytes in a tree", ErrTooLarge, len(l.name))
	}
	switch mode := raw[:space]; string(mode) {
	case "40000":
		l.bits = bitsTree
	case "100644":
		l.bits = bitsFile
	default:
		if l.bits, err = strconv.ParseUint(string(mode), 8, 24); err != nil {
			return line{}, 0, fmt.Errorf("%w: tree entry with mode %q", ErrDamaged, mode)
		}
		l.padded = mode[0] == '0'
	}
	return l, n, nil
}

func (l line) folder() bool { return l.bits == bitsTree }

func (l line) entry() TreeEntry {
	return TreeEntry{Name: string(l.name), Mode: printMode(l.bits), ID: hex.EncodeToString(l.id)}
}

// odd says that git would not have written the entry, whatever stands beside it.
func (l line) odd() bool {
	// Few names have what every bad one has, and asking is cheap.
	suspect := l.name[0] == '.' || bytes.IndexByte(l.name, '/') >= 0
	return l.padded || suspect && badName(string(l.name))
}

func printMode(bits uint64) string {
	switch bits {
	case bitsFile:
		return modeFile
	case bitsTree:
		return modeTree
	}
	return fmt.Sprintf("%06o", bits)
}

// badName reports names that are no step of a path, or lead into a .git folder.
func badName(name string) bool {
	return name == "" || name == "." || name == ".." || strings.EqualFold(name, ".git") ||
		strings.ContainsRune(name, '/')
}

// order checks that entries come in git's order, and no name twice.
type order struct {
	last line
	open [][]byte // names of files that the last name began with, ever longer
}

// takes reports whether l may come next. Once it has said no, it is not asked again.
func (o *order) takes(l line) bool {
	if o.last.name != nil && compareNames(o.last.name, l.name, o.last.folder(), l.folder()) >= 0 {
		return false
	}
	o.last = l
	// A folder sorts as if a slash ended its name, so a file of the same name
	// can stand at some distance before it: a, a.b, a/. What stands between
	// the two begins with that name.
	top := len(o.open) - 1
	for top >= 0 && !bytes.HasPrefix(l.name, o.open[top]) {
		top--
	}
	o.open = o.open[:top+1]
	if l.folder() {
		return top < 0 || len(o.open[top]) != len(l.name)
	}
	o.open = append(o.open, l.name)
	return true
}

// compareNames compares names in git's order of tree entries: by bytes, a folder as if its name
// ended in a slash.
func compareNames(a, b []byte, aFolder, bFolder bool) int {
	n := min(len(a), len(b))
	if c := bytes.Compare(a[:n], b[:n]); c != 0 {
		return c
	}
	return cmp.Compare(byteAt(a, n, aFolder), byteAt(b, n, bFolder))
}

// byteAt returns the byte that decides the order after n equal bytes.
func byteAt(name []byte, n int, folder bool) byte {
	switch {
	case n < len(name):
		return name[n]
	case folder:
		return '/'
	}
	return 0
}

func compareEntries(a, b TreeEntry) int {
	return compareNames([]byte(a.Name), []byte(b.Name), a.Mode == modeTree, b.Mode == modeTree)
}
