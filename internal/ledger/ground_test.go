package ledger

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// A move needs no repository. The index has what was learned even if it can't be written, and the
// kinds are read again.
func TestStand(t *testing.T) {
	g := ground{index: anIndex(t)}
	first, second := strings.Repeat("1", 40), strings.Repeat("2", 40)
	judge := verify.New(storedHistory{})
	for _, tt := range []struct {
		name         string
		on           newGround
		learned      [][]verify.Learned
		tip          string // that the index ends with
		withoutIndex bool
	}{
		{"from the beginning", newGround{tip: first, judge: judge, place: 2},
			[][]verify.Learned{taught("1"), nil}, first, false},
		{"nothing new", newGround{tip: first, judge: judge, place: 2}, nil, first, false},
		{"one more", newGround{tip: second, judge: judge, place: 3},
			[][]verify.Learned{taught("2")},
			second, false},
		{"back", newGround{tip: first, judge: judge, place: 2}, nil, second, false},
		{"with faults", newGround{tip: second, judge: judge, place: 2, withoutIndex: true}, nil,
			second, true},
		{"after faults", newGround{tip: second, judge: judge, place: 3}, nil, second, true},
	} {
		g.kinds = &record.Kinds{}
		learned := learnedLinesOf(tt.on.place-len(tt.learned), tt.learned)
		if err := g.stand(tt.on, learned); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if g.tip != tt.on.tip || g.judge != tt.on.judge || g.index.at != tt.on.place ||
			g.kinds != nil || g.withoutIndex != tt.withoutIndex {
			t.Errorf("%s: %+v", tt.name, g)
		}
		if tip, _ := g.index.tip(); tip != tt.tip {
			t.Errorf("%s: the index ends with %s", tt.name, tip)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	g = ground{index: openIndex(file, testMark)}
	if err := g.stand(newGround{tip: first, judge: judge, place: 1},
		learnedLinesOf(0, [][]verify.Learned{taught("1")})); err != nil {
		t.Errorf("an index below a file: %v", err)
	}
	if g.tip != first || g.index.at != 1 {
		t.Errorf("the ledger stands on %s at %d", g.tip, g.index.at)
	}
}
