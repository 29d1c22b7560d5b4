package store

import (
	"slices"
	"strings"
	"testing"
)

// FuzzLike compares the short ways, for a tree that is like another, with the
// long ones.
func FuzzLike(f *testing.F) {
	line := func(mode, name, id string) string {
		return mode + " " + name + "\x00" + strings.Repeat(id, 20)
	}
	one := line("40000", "K2", "a") + line("40000", "K3", "b") + line("100644", "team.yaml", "c")
	for _, other := range []string{
		one,
		line("40000", "K2", "a") + line("40000", "K3", "x") + line("100644", "team.yaml", "c"),
		line("40000", "K2", "x") + line("40000", "K3", "b") + line("100644", "team.yaml", "x"),
		// a mode
		line("40000", "K2", "a") + line("40000", "K3", "b") + line("100755", "team.yaml", "c"),
		// a name
		line("40000", "K2", "a") + line("40000", "K4", "b") + line("100644", "team.yaml", "c"),
		// a name twice
		line("40000", "K2", "a") + line("40000", "K2", "b") + line("100644", "team.yaml", "c"),
		line("40000", "K2", " ") + line("40000", "K3", "\x00") + line("100644", "team.yaml", "c"),
		line("40000", "K2", "a") + line("100644", "team.yaml", "c"),
		one[:len(one)-1],
		"",
	} {
		f.Add([]byte(one), []byte(other))
	}
	f.Add([]byte(line("040000", "a", "a")+line("100644", "a", "b")),
		[]byte(line("040000", "a", "c")+line("100644", "a", "b")))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		from, err := listTree(a)
		if err != nil {
			return
		}
		long, err := listTree(b)
		short, ok := from.like(b)
		if !ok {
			if err == nil && from.len() > 0 && slices.Equal(from.ends, long.ends) &&
				sameNames(from, long) {
				t.Fatalf("%q is not taken for like %q", b, a)
			}
			return
		}
		if err != nil || !slices.Equal(short.ends, long.ends) || short.odd != long.odd ||
			string(short.raw) != string(b) {
			t.Fatalf("%q like %q: %v, odd %v; in full %v, odd %v, %v", b, a, short.ends, short.odd,
				long.ends, long.odd, err)
		}
		shortOld, shortNew := trim(from, short)
		longOld, longNew := trim(from, long)
		if !slices.Equal(shortOld, longOld) || !slices.Equal(shortNew, longNew) {
			t.Fatalf("%q and %q: %v %v, in full %v %v", a, b, shortOld, shortNew, longOld, longNew)
		}
	})
}

// sameNames says that the entries differ in ids alone, byte for byte.
func sameNames(a, b treeListing) bool {
	for i := range a.ends {
		x, y := a.bytes(i), b.bytes(i)
		if string(x[:len(x)-20]) != string(y[:len(y)-20]) {
			return false
		}
	}
	return true
}

// A tree of many entries, so that whole strides are alike.
func TestTrimOfALargeTree(t *testing.T) {
	var raw []byte
	const n = 1000
	for i := range n {
		name := string([]byte{'0' + byte(i/100), '0' + byte(i/10%10), '0' + byte(i%10)})
		raw = append(raw, "40000 "+name+"\x00"+strings.Repeat("i", 20)...)
	}
	a, err := listTree(raw)
	must(t, err)
	for _, changed := range [][]int{{0}, {n - 1}, {500}, {0, n - 1}, {499, 501}, {7, 8}} {
		other := slices.Clone(raw)
		for _, i := range changed {
			other[a.ends[i]-1]++
		}
		b, ok := a.like(other)
		if !ok || b.odd {
			t.Fatalf("%v: like %v, odd %v", changed, ok, b.odd)
		}
		before, after := trim(a, b)
		first, last := changed[0], changed[len(changed)-1]
		if !slices.Equal(before, a.entries(first, last+1)) ||
			!slices.Equal(after, b.entries(first, last+1)) {
			t.Errorf("%v: %d before, %d after", changed, len(before), len(after))
		}
	}
	if before, after := trim(a, a); len(before)+len(after) != 0 {
		t.Errorf("of itself: %v, %v", before, after)
	}
}
