package ledger

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// Appointed seconds are kept by the place of the commit, and read as written. A damaged line says
// nothing.
func TestIndexSeconds(t *testing.T) {
	x := anIndex(t)
	of := func(n string, s verify.AppointedSecond) []verify.Learned {
		s.Commit = strings.Repeat(n, 40)
		return []verify.Learned{{AppointedSeconds: []verify.AppointedSecond{s}}}
	}
	erased := verify.AppointedSecond{Case: indexed, Member: "vera", First: "judith",
		Given: "senior", Giver: "carl", Days: 3}
	confirmed := verify.AppointedSecond{Member: "vera", First: "judith", Given: verify.GivenKey,
		Giver: "judith"}
	learned := [][]verify.Learned{of("1", erased), nil, of("3", confirmed)}
	if err := x.extend(0, learned, strings.Repeat("3", 40)); err != nil {
		t.Fatal(err)
	}
	erased.Commit, confirmed.Commit = strings.Repeat("1", 40), strings.Repeat("3", 40)
	if got, err := x.appointedSeconds(); err != nil ||
		!slices.Equal(got, []verify.AppointedSecond{erased, confirmed}) {
		t.Errorf("after all: %+v, %v", got, err)
	}
	if got, err := x.upTo(2).appointedSeconds(); err != nil ||
		!slices.Equal(got, []verify.AppointedSecond{erased}) {
		t.Errorf("after two: %+v, %v", got, err)
	}
	line := appointedSecond{1, erased}.String()
	for _, damaged := range []string{"", line[:len(line)/2], "x" + line, "1 x" + line[3:]} {
		if s, ok := parseAppointedSecond(damaged); ok {
			t.Errorf("%q is read as %+v", damaged, s)
		}
	}
}
