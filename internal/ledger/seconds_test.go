package ledger

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// Who stood second is kept by the place of the commit, and read as it was written; a damaged
// line tells nothing.
func TestIndexSeconds(t *testing.T) {
	x := anIndex(t)
	of := func(n string, s verify.SecondFact) []verify.Learned {
		s.Commit = strings.Repeat(n, 40)
		return []verify.Learned{{Seconds: []verify.SecondFact{s}}}
	}
	erased := verify.SecondFact{Case: indexed, Member: "vera", First: "judith", Given: "senior",
		Hand: "carl", Days: 3}
	confirmed := verify.SecondFact{Member: "vera", First: "judith", Given: verify.GivenKey,
		Hand: "judith"}
	learned := [][]verify.Learned{of("1", erased), nil, of("3", confirmed)}
	if err := x.extend(0, learned, strings.Repeat("3", 40)); err != nil {
		t.Fatal(err)
	}
	erased.Commit, confirmed.Commit = strings.Repeat("1", 40), strings.Repeat("3", 40)
	if got, err := x.seconds(); err != nil ||
		!slices.Equal(got, []verify.SecondFact{erased, confirmed}) {
		t.Errorf("after all: %+v, %v", got, err)
	}
	if got, err := x.upTo(2).seconds(); err != nil ||
		!slices.Equal(got, []verify.SecondFact{erased}) {
		t.Errorf("after two: %+v, %v", got, err)
	}
	line := second{1, erased}.String()
	for _, damaged := range []string{"", line[:len(line)/2], "x" + line, "1 x" + line[3:]} {
		if s, ok := parseSecond(damaged); ok {
			t.Errorf("%q is read as %+v", damaged, s)
		}
	}
}
