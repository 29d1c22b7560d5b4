package report

import (
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Each hold has a line of its own, on the front sheet and on every page, with all that is known of
// it, even at 50 columns.
func TestHoldLines(t *testing.T) {
	p := tobi(t, nil)
	entry := p.Case.Threads()[0]
	on := record.Date{Year: 2026, Month: 3, Day: 2}
	p.Case.Holds = []*cases.Hold{
		{ID: "7K2M9QXH", Entry: entry, By: "mina", Since: on, Reason: "The family claims damages",
			Basis: "Letter of 2 March", AskedBy: "Ellis and Park, solicitors",
			Authority: "Mina Hall",
			ReviewOn:  record.Date{Year: 2027, Month: 6, Day: 1}, Listed: true},
		{ID: "8N4T2QWR", Entry: entry, By: "asha", Since: on, Reason: "the subject has died",
			Basis: "The certificate", Death: true, Listed: true},
		{ID: "9P5V3RXS", Listed: true},
		{ID: "6S8Y7VAW", Entry: entry, By: "ben", Since: on, Basis: "An order"},
	}
	want := []string{
		"HOLD 7K2M: The family claims damages (Letter of 2 March); asked for by Ellis and Park, " +
			"solicitors; authority Mina Hall; on since 2 Mar by Mina Hall; review 1 Jun 2027",
		"HOLD 8N4T: the subject has died (The certificate); on since 2 Mar by Asha Rao; a senior " +
			"manager alone releases it",
		"HOLD 9P5V: not to be destroyed; what it says can't be read",
		"HOLD 6S8Y: not to be destroyed (An order); on since 2 Mar by Ben Ito; NOT IN THE " +
			"DOCKET: " +
			"casefile hold K3F9-27QM/6S8Y-7VAW puts it on again",
	}
	for _, width := range []int{50, 80, 120} {
		p.Width = width
		for name, write := range map[string]func(*strings.Builder) error{
			"front sheet": func(b *strings.Builder) error { return FrontSheet(b, p) },
			"summary":     func(b *strings.Builder) error { return Write(b, "summary", Text, p) },
		} {
			var b strings.Builder
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			said := strings.Join(strings.Fields(b.String()), " ")
			for _, w := range want {
				if !strings.Contains(said, "!! "+w) && !strings.Contains(said, w) {
					t.Errorf("%s at %d columns lacks %q:\n%s", name, width, w, b.String())
				}
			}
			for line := range strings.Lines(b.String()) {
				if runes(strings.TrimRight(line, "\n")) > width && strings.Contains(line, "HOLD") {
					t.Errorf("%s at %d columns: %q", name, width, line)
				}
			}
		}
	}
	data := Holds(p.Case)
	if len(data) != 4 || data[0].AskedBy == "" || data[0].Since != "2026-03-02" || !data[1].Death ||
		!data[2].InDocket || data[3].InDocket {
		t.Errorf("as data: %+v", data)
	}
}
