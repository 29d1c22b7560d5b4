package policy

import (
	"slices"
	"strings"
	"testing"
)

// parsed returns the default policy, altered as a test wants it.
func parsed(t *testing.T, replace ...string) *Policy {
	t.Helper()
	data, err := Default(Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, found := Parse([]byte(strings.NewReplacer(replace...).Replace(string(data))),
		"casefile.yaml")
	if p == nil {
		t.Fatal(found)
	}
	return p
}

// facts reads the days of a request as the rows below write them: a day of
// receipt, then words. "id DAY" the proof came, "id ?" it is awaited, "DAY/DAY"
// a clarification, "DAY/?" an open one, "told DAY DAY" an extension.
func facts(t *testing.T, s string) AccessFacts {
	t.Helper()
	words := strings.Fields(s)
	f := AccessFacts{}
	if words[0] != "?" {
		f.Received = day(t, words[0])
	}
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w == "id" && words[i+1] == "?":
			f.AwaitsIdentity = true
			i++
		case w == "id":
			f.Identity = day(t, words[i+1])
			i++
		case w == "told":
			f.Extensions = append(f.Extensions, Extension{day(t, words[i+1]), day(t, words[i+2])})
			i += 2
		default:
			from, to, _ := strings.Cut(w, "/")
			pause := Pause{From: day(t, from)}
			if to != "?" {
				pause.To = day(t, to)
			}
			f.Clarifications = append(f.Clarifications, pause)
		}
	}
	return f
}

// The days were counted by hand from the calendars of 2026 to 2029. Easter
// Sunday is 5 April 2026; 2028 is a leap year.
var accessRows = []struct{ facts, want, why string }{
	// The month after receipt.
	{"2026-03-10", "2026-04-10", "a Tuesday to a Friday"},
	{"2026-09-03", "2026-10-05", "ICO: 3 September gives 3 October; in 2026 that is a Saturday, " +
		"so Monday"},
	{"2026-09-04", "2026-10-05", "4 October is a Sunday"},
	{"2026-03-14", "2026-04-14", "received on a Saturday: the day of receipt counts all the same"},
	{"2026-01-28", "2026-03-02", "28 February 2026 is a Saturday"},
	{"2026-01-29", "2026-03-02", "February has no 29th: the 28th, a Saturday"},
	{"2026-01-30", "2026-03-02", "no 30th"},
	{"2026-01-31", "2026-03-02", "no 31st"},
	{"2027-01-31", "2027-03-01", "28 February 2027 is a Sunday"},
	{"2028-01-29", "2028-02-29", "a leap year has the 29th, a Tuesday"},
	{"2028-01-30", "2028-02-29", "and no 30th"},
	{"2028-01-31", "2028-02-29", "and no 31st"},
	{"2028-02-29", "2028-03-29", "from the leap day: a Wednesday"},
	{"2026-02-28", "2026-03-30", "28 March is a Saturday; the last of a month does not mean the " +
		"last of the next"},
	{"2026-03-31", "2026-04-30", "April has 30 days"},
	{"2026-05-31", "2026-06-30", "June has 30 days"},
	{"2026-08-31", "2026-09-30", "September has 30 days"},
	{"2026-10-31", "2026-11-30", "November has 30 days"},
	{"2026-12-31", "2027-02-01", "over the year end to 31 January 2027, a Sunday"},
	// Holidays of England and Wales.
	{"2026-03-03", "2026-04-07", "3 April is Good Friday; then a weekend and Easter Monday"},
	{"2026-03-05", "2026-04-07", "Easter Sunday"},
	{"2026-03-06", "2026-04-07", "Easter Monday"},
	{"2027-02-26", "2027-03-30", "Good Friday 2027 is 26 March, Easter Monday the 29th"},
	{"2026-04-04", "2026-05-05", "the early May holiday"},
	{"2026-04-25", "2026-05-26", "the late May holiday"},
	{"2026-07-31", "2026-09-01", "31 August is the summer holiday"},
	{"2026-11-25", "2026-12-29", "Christmas Day, a weekend, the substitute for Boxing Day"},
	{"2026-12-01", "2027-01-04", "New Year's Day 2027 is a Friday"},
	{"2027-11-25", "2027-12-29", "25 December 2027 is a Saturday: substitutes on Monday and " +
		"Tuesday"},
	{"2027-12-01", "2028-01-04", "1 January 2028 is a Saturday: the substitute is Monday"},
	// Identity.
	{"2026-03-02 id 2026-03-10", "2026-04-10", "the proof came later: the time begins then"},
	{"2026-03-02 id ?", "", "the proof is awaited: no day yet"},
	{"2026-03-10 id 2026-03-02", "2026-04-10", "the proof was there before: receipt counts"},
	{"2026-01-15 id 2026-01-31", "2026-03-02", "from 31 January to 28 February, a Saturday"},
	{"2026-03-02 id 2026-03-14", "2026-04-14", "the proof came on a Saturday"},
	{"?", "", "the day of receipt is not known"},
	// Clarifications: 10 March gives 10 April, a Friday.
	{"2026-03-10 2026-03-16/2026-03-20", "2026-04-15", "16, 17, 18, 19, 20 March: 5 days"},
	{"2026-03-10 2026-03-16/2026-03-16", "2026-04-13", "asked and answered in a day: 1 day, to " +
		"Saturday, so Monday"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-03-25/2026-03-26", "2026-04-17", "5 and 2 days"},
	{"2026-03-10 2026-03-25/2026-03-26 2026-03-16/2026-03-20", "2026-04-17",
		"in whichever order they were recorded"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-03-18/2026-03-24", "2026-04-20",
		"16 to 24 March once: 9 days, to Sunday the 19th"},
	{"2026-03-10 2026-03-16/2026-03-24 2026-03-18/2026-03-20", "2026-04-20",
		"one within the other: the same 9 days"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-03-21/2026-03-22", "2026-04-17",
		"one after the other: 7 days"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-03-20/2026-03-22", "2026-04-17",
		"20 March is left out once"},
	{"2026-03-10 2026-03-10/2026-03-12", "2026-04-13", "asked on the day of receipt: 3 days"},
	{"2026-03-10 2026-04-10/2026-04-20", "2026-04-21", "asked on the last day: 11 days"},
	{"2026-03-10 2026-04-11/2026-04-20", "2026-04-10", "asked when the time was up: nothing"},
	{"2026-03-11 2026-04-12/2026-04-14", "2026-04-13",
		"11 April is a Saturday; the weekend after it is no time to ask in"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-04-14/2026-04-15", "2026-04-17",
		"the first moves the end to the 15th, so the second is in time"},
	{"2026-03-10 2026-03-16/?", "", "not answered: the time stands still"},
	{"2026-03-10 2026-03-16/2026-03-20 2026-03-25/?", "", "the second is not answered"},
	{"2026-03-10 2026-04-11/?", "2026-04-10", "asked when the time was up, and not answered"},
	{"2026-03-02 id 2026-03-10 2026-03-05/2026-03-12", "2026-04-13",
		"before the proof came no time ran: 10, 11, 12 March"},
	{"2026-03-02 id 2026-03-10 2026-03-04/2026-03-06", "2026-04-10",
		"answered before the time began"},
	{"2026-03-10 2026-03-27/2026-03-30", "2026-04-14", "over the change of the clock a day is a " +
		"day: 4"},
	{"2028-02-10 2028-02-28/2028-03-01", "2028-03-13", "28 and 29 February, 1 March: 3 days"},
	{"2026-02-27 2026-03-02/2026-03-08", "2026-04-07", "27 March and 7 days: Good Friday"},
	{"2026-12-10 2026-12-23/2027-01-06", "2027-01-25", "15 days, the holidays among them"},
	{"2026-03-10 2026-03-20/2026-03-16", "2026-04-10",
		"answered before it was asked: a slip, and nothing"},
	// Extensions: two further months, counted from the start.
	{"2026-03-10 told 2026-04-01 2026-06-10", "2026-06-10", "10 March and 3 months"},
	{"2026-03-10 told 2026-04-01 2026-05-20", "2026-05-20", "the person was told an earlier day"},
	{"2026-03-10 told 2026-04-01 2026-07-10", "2026-06-10", "never longer than two further months"},
	{"2026-03-10 told 2026-04-10 2026-06-10", "2026-06-10", "told on the last day of the month"},
	{"2026-03-10 told 2026-04-11 2026-06-10", "2026-04-10",
		"told a day too late: it does not count"},
	{"2026-03-11 told 2026-04-13 2026-06-11", "2026-04-13",
		"the month ended on Saturday the 11th; the Monday is for answering, not for telling"},
	{"2026-01-31 told 2026-02-20 2026-04-30", "2026-04-30",
		"from 31 January, not from 28 February"},
	{"2026-11-30 told 2026-12-15 2027-02-28", "2027-03-01", "28 February 2027 is a Sunday"},
	{"2027-11-30 told 2027-12-15 2028-02-29", "2028-02-29", "the leap day"},
	{"2026-03-02 id 2026-03-10 told 2026-04-08 2026-06-10", "2026-06-10",
		"told within a month of the proof"},
	{"2026-03-10 told 2026-04-01 2026-05-05 told 2026-04-08 2026-06-10", "2026-06-10",
		"told again, in time, of a later day"},
	{"2026-03-10 2026-03-16/2026-03-20 told 2026-04-01 2026-06-15", "2026-06-15",
		"10 June and 5 days"},
	{"2026-03-10 2026-03-16/2026-03-20 told 2026-04-01 2026-06-10", "2026-06-10",
		"5 days more were left out, but the person was told the 10th"},
	{"2026-03-10 2026-04-13/2026-04-17 told 2026-04-01 2026-06-10", "2026-06-15",
		"5 days left out after the person was told"},
	{"2026-03-10 2026-03-16/2026-03-20 told 2026-04-14 2026-06-15", "2026-06-15",
		"the days left out move the day for telling too, to 15 April"},
	{"2026-03-10 2026-05-11/2026-05-12 told 2026-04-01 2026-06-10", "2026-06-12",
		"a clarification in the second month"},
	{"2026-03-10 2026-05-11/? told 2026-04-01 2026-06-10", "", "and one that is not answered"},
	{"2026-03-10 2026-04-13/2026-04-17 told 2026-04-11 2026-06-10", "2026-04-10",
		"told too late, so the time was up when it was asked"},
}

func TestAccessDue(t *testing.T) {
	p := parsed(t)
	for _, tt := range accessRows {
		got, steps := AccessDue(p, facts(t, tt.facts))
		if got.String() != tt.want {
			t.Errorf("%s: due %s, want %s: %s\n%s", tt.facts, got, tt.want, tt.why,
				strings.Join(steps, "\n"))
		}
		if len(steps) == 0 {
			t.Errorf("%s: no word of how the day came about", tt.facts)
		}
	}
}

func TestAccessSteps(t *testing.T) {
	_, got := AccessDue(parsed(t),
		facts(t, "2026-01-20 id 2026-01-31 2026-02-10/2026-02-11 told 2026-02-20 2026-05-31"))
	want := []string{
		"received on 2026-01-20",
		"proof of identity came on 2026-01-31: the time begins then",
		"1 month from then: 2026-02-28, since that month has no day 31",
		"extended, as told on 2026-02-20",
		"2 months further, counted from the start: 2026-04-30, since that month has no day 31",
		"2 days left out, 2026-02-10 to 2026-02-11, for a clarification: 2026-05-02",
		"2026-05-02 is not a working day: 2026-05-05", // a Saturday; Monday is a holiday
	}
	if !slices.Equal(got, want) {
		t.Errorf("steps\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAccessNoticeAndLongest(t *testing.T) {
	p := parsed(t)
	for _, tt := range []struct{ facts, notice, longest string }{
		{"2026-03-11", "2026-04-11", "2026-06-11"}, // a Saturday stays one
		{"2026-03-10 2026-03-16/2026-03-20", "2026-04-15", "2026-06-15"},
		// Extended from 30 November to 28 February 2027, a Sunday: Monday is right, not too long.
		{"2026-11-30", "2026-12-30", "2027-03-01"},
		{"2026-01-03", "2026-02-03", "2026-04-07"}, // 3 April is Good Friday
		{"2026-03-10 2026-03-16/?", "", ""},
		{"2026-03-10 id ?", "", ""},
	} {
		f := facts(t, tt.facts)
		if got := AccessNotice(p, f); got.String() != tt.notice {
			t.Errorf("%s: to be told by %s, want %s", tt.facts, got, tt.notice)
		}
		if got := AccessLongest(p, f); got.String() != tt.longest {
			t.Errorf("%s: at the longest %s, want %s", tt.facts, got, tt.longest)
		}
	}
}

// An agency elsewhere may keep other rules.
func TestAccessByPolicy(t *testing.T) {
	for _, tt := range []struct {
		from, to    string
		facts, want string
	}{
		{"weekend_or_holiday: next_working_day", "weekend_or_holiday: as_is", "2026-01-31",
			"2026-02-28"},
		{"identity: restart_on_receipt", "identity: none", "2026-03-02 id 2026-03-10",
			"2026-04-02"},
		{"clarification: exclude_days_inclusive", "clarification: none", "2026-03-10 2026-03-16/?",
			"2026-04-10"},
		// 10 May is a Sunday
		{"extension: {months: 2,", "extension: {months: 1,",
			"2026-03-10 told 2026-04-01 2026-06-10", "2026-05-11"},
		{"extra_holidays: []", "extra_holidays: [2026-04-10]", "2026-03-10", "2026-04-13"},
	} {
		if got, _ := AccessDue(parsed(t, tt.from, tt.to),
			facts(t, tt.facts)); got.String() != tt.want {
			t.Errorf("%s with %s: due %s, want %s", tt.facts, tt.to, got, tt.want)
		}
	}
}

// Leaving days out never brings the day nearer, and an answered clarification
// leaves at least a day to answer in.
func TestClarificationNeverShortens(t *testing.T) {
	p := parsed(t)
	for received := day(t,
		"2028-01-15"); received.Before(day(t, "2028-03-15")); received = received.AddDays(1) {
		plain, _ := AccessDue(p, AccessFacts{Received: received})
		for asked := 0; asked < 33; asked++ {
			from := received.AddDays(asked)
			for _, length := range []int{0, 1, 6, 40} {
				pause := Pause{from, from.AddDays(length)}
				due, _ := AccessDue(p,
					AccessFacts{Received: received, Clarifications: []Pause{pause}})
				inTime := !from.After(received.AddMonths(1))
				if due.Before(plain) || inTime && !due.After(pause.To) || !inTime && due != plain {
					t.Fatalf("received %s, clarified %v: due %s, without %s", received, pause, due,
						plain)
				}
			}
		}
	}
}
