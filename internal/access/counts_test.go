package access

import (
	"testing"

	"casefile/internal/disclose"
)

func TestCount(t *testing.T) {
	r := asking(t).maker().Request
	open := []disclose.Question{gateOf(ids[1], true), gateOf(ids[2], true), gateOf(ids[3], false),
		person("Dana Kerr", ""), {What: disclose.AskNumber, Name: "0161 496 0123"},
		{What: disclose.AskAddress, Name: "3 Mill Lane"}, {What: disclose.AskWords, Name: "Quil"},
		{What: disclose.AskWords, Name: "Bel", Named: true}}
	for _, c := range []struct {
		about, want string
		of          Counts
	}{
		{"all sorts", "3 entries (2 name who asks), 1 person, 1 number, 1 address, " +
			"2 pieces of other words, 1 exemption", Count(open, []string{disclose.ThirdParty}, r)},
		{"one entry", "1 entry (1 names who asks)", Count(open[:1], nil, r)},
		{"no entry", "1 person, 1 number", Count(open[3:5], nil, r)},
		{"the request", "whether it is answered at all, 1 entry (1 names who asks)",
			Count([]disclose.Question{gateOf(r.Entry.ID, true), open[0]}, nil, r)},
		{"nothing", "", Count(nil, nil, r)},
	} {
		if got := c.of.String(); got != c.want || c.of.Any() != (got != "") {
			t.Errorf("%s: %q", c.about, got)
		}
	}
}
