package ledger

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// The index files are the same whether or not the learned lines were moved aside, even if a part of
// them could not be.
func TestLearnedLinesAside(t *testing.T) {
	var learned [][]verify.Learned
	for n := range 7 {
		learned = append(learned, taught(fmt.Sprint(n+1)))
	}
	learned[3] = nil
	files := func(t *learnedLines) map[string]string {
		out := map[string]string{}
		for _, name := range t.names() {
			lines, err := t.of(name)
			out[name] = string(lines) + fmt.Sprint(err)
		}
		return out
	}
	want := files(learnedLinesOf(4, learned))
	if shard := want[indexed.Shard()]; strings.Count(shard, "\n") < 6 ||
		!strings.HasPrefix(shard, "5 ") {
		t.Fatalf("without: %q", shard)
	}
	for _, tt := range []struct {
		name  string
		after map[int]bool // commits after which the lines are put aside
		full  int          // commit from which on nothing can be; 0 for none
	}{
		{"once", map[int]bool{3: true}, 0},
		{"after each", map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true, 5: true, 6: true},
			0},
		{"no room left", map[int]bool{1: true, 3: true, 5: true}, 3},
		{"no file at all", map[int]bool{1: true, 3: true}, -1},
	} {
		l := newLearnedLines(4)
		for i, one := range learned {
			if l.add(one); tt.full < 0 || tt.full > 0 && i == tt.full {
				l.aside = readOnly(t, l)
			}
			if tt.after[i] {
				l.putAside()
			}
		}
		if got := files(l); !maps.Equal(got, want) {
			t.Errorf("%s: the files are not as without", tt.name)
		}
		if aside := len(l.spills) > 0; aside == (tt.full < 0) {
			t.Errorf("%s: put aside is %v", tt.name, slices.Sorted(maps.Keys(l.spills)))
		}
		l.close()
	}
}

// readOnly returns the file of moved lines without the right to write more.
func readOnly(t *testing.T, l *learnedLines) *os.File {
	t.Helper()
	data := make([]byte, l.end)
	if l.aside != nil {
		if _, err := l.aside.ReadAt(data, 0); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "aside")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
