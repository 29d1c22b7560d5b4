package store

import (
	"bytes"
	"slices"
)

// like reads raw as a tree that differs from t in ids alone; ok is false where it differs in
// more. Such a tree is not parsed again, since its entries lie where those of t do. The folder
// of all cases has a thousand entries, and each commit makes a new tree of the same names.
func (t treeListing) like(raw []byte) (_ treeListing, ok bool) {
	if len(raw) != len(t.raw) || len(t.ends) == 0 {
		return treeListing{}, false
	}
	for at := 0; ; {
		at += equalBytes(t.raw[at:], raw[at:])
		if at == len(raw) {
			return treeListing{raw, t.ends, t.odd}, true
		}
		end := int(t.ends[t.holding(at)])
		if at < end-20 {
			return treeListing{}, false
		}
		at = end
	}
}

// holding returns the entry that the byte at an offset belongs to.
func (t treeListing) holding(at int) int {
	i, _ := slices.BinarySearch(t.ends, uint32(at)+1)
	return i
}

// trim leaves out the entries that both trees begin or end with, which are nearly all, and
// returns the rest.
func trim(a, b treeListing) (before, after []TreeEntry) {
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

// same reports whether entry i of a equals entry j of b.
func same(a treeListing, i int, b treeListing, j int) bool {
	if a.odd || b.odd { // the same mode may be written in two ways
		return a.entry(i) == b.entry(j)
	}
	return bytes.Equal(a.bytes(i), b.bytes(j))
}

// stride is the number of bytes compared at once.
const stride = 256

// equalBytes counts the bytes at the beginning that a and b, of one length, have in common.
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

// lastDifference returns the last offset at which a and b, of one length, differ; -1 for none.
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
