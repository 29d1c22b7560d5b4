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
		"27 Nov 26, 4-Mar-98":                {"2026-11-27", "1998-03-04"},
		"on 4 March 10:30, 4 March 10.30":    nil,
		"4 March 10am":                       nil,
		"20261127 and 20261127T1740":         {"2026-11-27", "2026-11-27"},
		"20261327, 18991127, 020261127":      nil,
		"20261127x":                          nil,
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

func TestDayOf(t *testing.T) {
	for text, want := range map[string]string{
		"27/11/26": "2026-11-27", "27 Nov 26": "2026-11-27", "27 Nov 2026": "2026-11-27",
		"Fri 27 November 2026": "2026-11-27", "friday, 27 Nov 26": "2026-11-27",
		"20261127": "2026-11-27", "Thu 27 November 2026": "", "seen 27 Nov 2026": "", "4 Nov": "",
	} {
		d, figures, ok := DayOf(text)
		if ok != (want != "") || ok && d.String() != want || figures != (text == "20261127") {
			t.Errorf("%q: %v %v %v, want %q", text, d, figures, ok, want)
		}
	}
}

func TestPartOfDay(t *testing.T) {
	for text, want := range map[string]bool{"4 Nov": true, "27/11": true, "Nov 2026": true,
		"seen 4th of November": true, "4 Nov 2026": false, "27/11/26": false, "flat": false,
		"he may": false, "4 novels": false} {
		if PartOfDay(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
