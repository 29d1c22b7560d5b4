package cases

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// What a handover says of a case on 6 March 2026 is written by hand: a risk
// whose review day has passed, one to come, one that is resolved; an action that
// is late.
func TestHandoverWords(t *testing.T) {
	b := newBook(t)
	b.add("risk", "2026-02-03T10:00Z",
		fields{"state": "open", "harm": "neglect\nat home", "level": "high",
			"review_on": "2026-03-01"})
	b.add("risk", "2026-02-04T10:00Z",
		fields{"state": "open", "harm": "missing meals", "level": "low", "review_on": "2026-04-01"})
	b.add("risk", "2026-02-05T10:00Z",
		fields{"state": "resolved", "harm": "no bed", "level": "low"})
	b.add("action", "2026-02-06T10:00Z",
		fields{"what": "ask the school", "who": "asha", "due": "2026-03-02"})
	c := Fold(b.in)
	want := []string{"high: neglect at home, to be reviewed by 2026-03-01 (overdue)",
		"low: missing meals, to be reviewed by 2026-04-01"}
	if got := c.RisksToKnow(); !slices.Equal(got, want) {
		t.Errorf("risks %q, want %q", got, want)
	}
}

func TestHandoverWordsBounded(t *testing.T) {
	b := newBook(t)
	if got := Fold(b.in).RisksToKnow(); len(got) != 0 {
		t.Errorf("an empty case has the risks %q", got)
	}
	for range mostNamed + 3 {
		b.add("risk", "2026-02-03T10:00Z",
			fields{"state": "open", "harm": "neglect", "level": "high", "review_on": "2026-05-01"})
	}
	got := Fold(b.in).RisksToKnow()
	if len(got) != mostNamed+1 || !strings.HasPrefix(got[mostNamed], "and 3 more") {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
}

// Cover is in force on its days, and over the day after its last; of a member's several
// the latest counts. It is the cover of the key worker whom it names, by a member
// who can read the case.
func TestCovers(t *testing.T) {
	for name, c := range map[string]struct {
		covers      [][3]string // member, last day, whose
		covers6, is string      // who covers on 6 March, and whose cover is over then
	}{
		"yesterday": {[][3]string{{"ben", "2026-03-05", "asha"}}, "",
			"ben 2026-03-05"},
		"today": {[][3]string{{"ben", "2026-03-06", "asha"}}, "ben", ""},
		"the latest counts": {
			[][3]string{{"ben", "2026-03-04", "asha"}, {"ben", "2026-03-02", "asha"}}, "",
			"ben 2026-03-04"},
		"covers again": {
			[][3]string{{"ben", "2026-03-04", "asha"}, {"ben", "2026-03-09", "asha"}}, "ben", ""},
		"two": {
			[][3]string{{"ben", "2026-03-04", "asha"}, {"nia", "2026-03-09", "asha"}}, "nia",
			"ben 2026-03-04"},
		"the last of two": {
			[][3]string{{"ben", "2026-03-09", "asha"}, {"nia", "2026-03-09", "asha"}}, "nia", ""},
		"of the one before":        {[][3]string{{"ben", "2026-03-09", "okoro"}}, "", ""},
		"taken off the case again": {[][3]string{{"omar", "2026-03-09", "asha"}}, "", ""},
		"over, of the one before": {[][3]string{{"ben", "2026-03-05", "okoro"}}, "",
			"ben 2026-03-05"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t)
			b.in.Docket.Keys = []record.Epoch{{"asha": "", "ben": "", "nia": "", "omar": ""},
				{"asha": "", "ben": "", "nia": ""}}
			for _, cover := range c.covers {
				b.add("handover", "2026-03-01T10:00Z",
					fields{"from": cover[2], "to": cover[0], "cover": "yes", "until": cover[1]})
			}
			a := Fold(b.in).Allocation
			if a.Cover != c.covers6 {
				t.Errorf("covered by %q, want %q", a.Cover, c.covers6)
			}
			var over []string
			for _, o := range CoversOver(a.Covers, day(t, "2026-03-06")) {
				over = append(over, o.Member+" "+o.Until.String())
			}
			if got := strings.Join(over, ", "); got != c.is {
				t.Errorf("over: %q, want %q", got, c.is)
			}
		})
	}
}

// Cover begins on the day that its entry is about, and the case is given with a handover.
func TestGiven(t *testing.T) {
	b := newBook(t)
	if a := b.fold().Allocation; !a.Given.Equal(at(t, "2026-01-12T00:00Z")) || a.GivenBy != "" {
		t.Errorf("given %s by %q, want the day of opening by nobody known", a.Given, a.GivenBy)
	}
	b.add("handover", "2026-02-02T09:00Z", fields{"by": "hall", "from": "okoro", "to": "asha"})
	b.add("handover", "2026-02-20T09:00Z",
		fields{"by": "hall", "from": "asha", "to": "ben", "cover": "yes", "until": "2026-02-25"})
	if a := b.fold().Allocation; !a.Given.Equal(at(t, "2026-02-02T09:00Z")) || a.GivenBy != "hall" {
		t.Errorf("given %s by %q, want by hall on 2 February", a.Given, a.GivenBy)
	}
}

func TestLastWorkBy(t *testing.T) {
	b := newBook(t)
	b.add("note", "2026-02-02T09:00Z", nil)
	b.add("concern", "2026-02-03T09:00Z", nil)
	b.in.Items[1].Op = "concern"
	b.add("note", "2026-02-04T09:00Z", fields{"by": "hall"})
	if got := b.fold().LastWorkBy("asha"); !got.Equal(at(t, "2026-02-02T09:00Z")) {
		t.Errorf("asha last worked at %s; raising a concern needs no look at the case", got)
	}
	if got := b.fold().LastWorkBy("ben"); !got.IsZero() {
		t.Errorf("ben worked at %s", got)
	}
}
