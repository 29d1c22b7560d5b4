package store

import (
	"bytes"
	"slices"
)

// like gives raw as a tree, ok when it differs from t in ids alone. Then it has
// the entries of t in the same places and is as odd as t, and need not be taken
// apart: the folder of all cases has a thousand entries, and is a new tree of
// the same names with each commit.
func (t listing) like(raw []byte) (_ listing, ok bool) {
	if len(raw) != len(t.raw) || len(t.ends) == 0 {
		return listing{}, false
	}
	for at := 0; ; {
		at += equalBytes(t.raw[at:], raw[at:])
		if at == len(raw) {
			return listing{raw, t.ends, t.odd}, true
		}
		end := int(t.ends[t.holding(at)])
		if at < end-20 {
			return listing{}, false
		}
		at = end
	}
}

// holding is the entry that has the byte at.
func (t listing) holding(at int) int {
	i, _ := slices.BinarySearch(t.ends, uint32(at)+1)
	return i
}

// trim gives what is left of two trees without the entries that both begin and
// end with, which are nearly all.
func trim(a, b listing) (before, after []TreeEntry) {
	i, j := a.len(), b.len()
	if i > 0 && i == j && &a.ends[0] == &b.ends[0] { // one is like the other
		if first := equalBytes(a.raw, b.raw); first < len(a.raw) {
			from, to := a.holding(first), a.holding(lastDifference(a.raw, b.raw))+1
			return a.entries(from, to), b.entries(from, to)
		}
		return nil, nil
	}
	from := 0
	for from < min(i, j) && same(a, from, b, from) {
		from++
	}
	for from < min(i, j) && same(a, i-1, b, j-1) {
		i, j = i-1, j-1
	}
	return a.entries(from, i), b.entries(from, j)
}

// same says that entry i of a is entry j of b.
func same(a listing, i int, b listing, j int) bool {
	if a.odd || b.odd { // the same mode may be written in two ways
		return a.entry(i) == b.entry(j)
	}
	return bytes.Equal(a.bytes(i), b.bytes(j))
}

// stride is how many bytes are compared at once.
const stride = 256

// equalBytes counts the bytes that a and b, equally long, begin with.
func equalBytes(a, b []byte) int {
	at := 0
	for at+stride <= len(a) && bytes.Equal(a[at:at+stride], b[at:at+stride]) {
		at += stride
	}
	for at < len(a) && a[at] == b[at] {
		at++
	}
	return at
}

// lastDifference is the last place where a and b, equally long, differ; -1
// where there is none.
func lastDifference(a, b []byte) int {
	at := len(a)
	for at >= stride && bytes.Equal(a[at-stride:at], b[at-stride:at]) {
		at -= stride
	}
	for at > 0 && a[at-1] == b[at-1] {
		at--
	}
	return at - 1
}
