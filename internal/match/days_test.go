package match

import (
	"slices"
	"testing"
)

func TestDays(t *testing.T) {
	for text, want := range map[string][]string{
		"2026-03-04":                         {"2026-03-04"},
		"recorded: 2026-03-06T17:40:12Z":     {"2026-03-06"},
		"seen on 4 March 2026, and later":    {"2026-03-04"},
		"04/03/2026":                         {"2026-03-04"},
		"4.3.26 and 4-3-2026":                {"2026-03-04", "2026-03-04"},
		"the 4th of March 2026":              {"2026-03-04"},
		"4-Mar-2026, 4th Mar. 2026":          {"2026-03-04", "2026-03-04"},
		"March 4, 2026; Sept 1st 1998":       {"2026-03-04", "1998-09-01"},
		"born 01/02/98, 01/02/12":            {"1998-02-01", "2012-02-01"},
		"on 4 March\n2026":                   {"2026-03-04"},
		"30/02/2026, 2026-13-01, 0/1/2026":   nil,
		"29/02/2028 is a day, 29/02/2027 no": {"2028-02-29"},
		"4 March":                            nil,
		"04/03/20266 and 104/03/2026":        nil,
		"version 1.2.3, the ratio 1/2":       nil,
		"May 2026, march on":                 nil,
		"room 4 march 2026 people":           {"2026-03-04"},
		"é4 March 2026":                      nil,
		"":                                   nil,
	} {
		var got []string
		for _, d := range Days(text) {
			got = append(got, d.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	s := "On 4 March 2026."
	if d := Days(s); len(d) != 1 || s[d[0].From:d[0].To] != "4 March 2026" {
		t.Errorf("its place: %v", d)
	}
}
