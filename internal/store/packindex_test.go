package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// anIndex returns the index of a pack of so many objects.
func anIndex(t *testing.T, objects int) string {
	t.Helper()
	r := newRepo(t)
	ids, _ := imported(t, r, objects)
	dir := t.TempDir()
	name := stock(t, r.WorkDir(), strings.Join(ids, "\n")+"\n", "pack-objects", "-q", dir+"/pack")
	return filepath.Join(dir, "pack-"+name+".idx")
}

// We read the same objects of an index as stock git, in the order of the pack.
func TestPackIndex(t *testing.T) {
	idx := anIndex(t, 1200)
	f, err := os.ReadFile(idx)
	must(t, err)
	var rows [][2]string
	for line := range strings.Lines(stock(t, t.TempDir(), string(f), "show-index")) {
		w := strings.Fields(line)
		rows = append(rows, [2]string{strings.Repeat("0", 12-len(w[0])) + w[0], w[1]})
	}
	slices.SortFunc(rows, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	got, err := packedIDs(idx)
	must(t, err)
	if len(got) != len(rows) || len(got) < manyWanted {
		t.Fatalf("%d objects, git has %d", len(got), len(rows))
	}
	all := map[string]bool{strings.Repeat("0", 40): true, strings.Repeat("f", 40): true}
	for i, row := range rows {
		if got[i].String() != row[1] {
			t.Fatalf("object %d is %s, git has %s", i, got[i], row[1])
		}
		all[row[1]] = true
		found, err := wantedIn(idx, map[string]bool{row[1]: true, strings.Repeat("1", 40): true})
		if err != nil || !slices.Equal(found, []string{row[1]}) {
			t.Fatalf("%s: %v, %v", row[1], found, err)
		}
	}
	if found, err := wantedIn(idx, all); err != nil || len(found) != len(rows) {
		t.Errorf("of all: %d, %v", len(found), err)
	}
}

// An index that is cut short, or none, is no word on what the pack holds: it is said to hide it.
func TestOddPackIndex(t *testing.T) {
	idx := anIndex(t, 10)
	whole, err := os.ReadFile(idx)
	must(t, err)
	backwards := slices.Clone(whole)
	backwards[len(indexMagic)] = 0xff // more begin with 0 than there are
	for name, text := range map[string][]byte{
		"empty": nil, "cut short": whole[:indexHead+100], "its head": whole[:indexHead],
		"of version 1": whole[len(indexMagic):], "backwards": backwards,
	} {
		path := filepath.Join(t.TempDir(), "pack-x.idx")
		must(t, os.WriteFile(path, text, 0o600))
		if _, err := packedIDs(path); !errors.Is(err, errOddIndex) {
			t.Errorf("%s: %v", name, err)
		}
		must(t, os.WriteFile(strings.TrimSuffix(path, ".idx")+".pack", nil, 0o600))
		l := &copySearch{ctx: t.Context(), wanted: map[string]bool{strings.Repeat("1", 40): true}}
		must(t, l.packs(filepath.Dir(path), ownFolder))
		if len(l.found) != 1 || l.found[0].sort != hiddenCopy {
			t.Errorf("%s: %+v", name, l.found)
		}
	}
}

// An index has the size that git wants of one, or is none.
func TestIndexFits(t *testing.T) {
	x := &packIndex{}
	for n, c := range map[uint32]struct{ least, most int64 }{
		0: {1072, 1072}, // 8 and 256 × 4, and two checksums
		1: {1100, 1100},
		3: {1156, 1172}, // two of three may lie beyond 2 GB
	} {
		x.upTo[255] = n
		for size, want := range map[int64]bool{c.least: true, c.most: true, c.least - 1: false,
			c.most + 1: false} {
			if x.fits(size) != want {
				t.Errorf("%d objects in %d bytes: %v", n, size, !want)
			}
		}
	}
}
