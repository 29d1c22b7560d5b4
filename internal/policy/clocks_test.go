package policy

import (
	"testing"
	"time"
)

// clockRows are spans as a policy states them, from an instant to the last one
// that is still in time. In London the clock goes forward on 29 March 2026 at
// 01:00Z and back on 25 October at 01:00Z.
var clockRows = []struct {
	from string
	span Span
	want string
	why  string
}{
	// Elapsed hours are real ones.
	{"2026-03-28T12:00Z", Span{24, ElapsedHours}, "2026-03-29T13:00+01:00",
		"the night has 23 hours on the wall"},
	{"2026-03-29T00:30Z", Span{1, ElapsedHours}, "2026-03-29T02:30+01:00",
		"the hour from 1 to 2 does not exist"},
	{"2026-03-28T01:30Z", Span{24, ElapsedHours}, "2026-03-29T02:30+01:00",
		"01:30 does not exist on the 29th"},
	{"2026-10-24T23:00+01:00", Span{24, ElapsedHours}, "2026-10-25T22:00Z",
		"the day has 25 hours on the wall"},
	{"2026-10-25T00:30+01:00", Span{1, ElapsedHours}, "2026-10-25T01:30+01:00",
		"the first 01:30 of that night"},
	{"2026-10-25T00:30+01:00", Span{2, ElapsedHours}, "2026-10-25T01:30Z", "and the second"},
	{"2026-10-25T01:30+01:00", Span{24, ElapsedHours}, "2026-10-26T00:30Z", "from the first 01:30"},
	{"2026-04-02T16:10+01:00", Span{24, ElapsedHours}, "2026-04-03T16:10+01:00",
		"Good Friday is no excuse"},
	{"2026-03-06T23:59Z", Span{24, ElapsedHours}, "2026-03-07T23:59Z", "nor is a Saturday"},
	{"2026-12-31T18:00Z", Span{24, ElapsedHours}, "2027-01-01T18:00Z", "over the year end"},
	{"2028-02-28T12:00Z", Span{24, ElapsedHours}, "2028-02-29T12:00Z", "to the leap day"},
	{"2027-02-28T12:00Z", Span{24, ElapsedHours}, "2027-03-01T12:00Z", "and where there is none"},
	// The same day, as it is in London.
	{"2026-03-29T00:30Z", Span{0, SameDay}, "2026-03-29T23:59:59+01:00",
		"the day that loses an hour"},
	{"2026-10-25T00:30+01:00", Span{0, SameDay}, "2026-10-25T23:59:59Z", "the day that gains one"},
	{"2026-06-30T23:30Z", Span{0, SameDay}, "2026-07-01T23:59:59+01:00",
		"in London it is July already"},
	{"2026-07-01T00:30+02:00", Span{0, SameDay}, "2026-06-30T23:59:59+01:00",
		"written in Paris, still June in London"},
	// Working days: the day of the event is not counted.
	{"2026-04-02T16:10+01:00", Span{2, WorkingDays}, "2026-04-08T23:59:59+01:00",
		"Maundy Thursday; Tuesday and Wednesday after Easter"},
	{"2026-04-03T09:00+01:00", Span{1, WorkingDays}, "2026-04-07T23:59:59+01:00",
		"from Good Friday itself"},
	{"2026-05-01T09:00+01:00", Span{5, WorkingDays}, "2026-05-11T23:59:59+01:00",
		"5, 6, 7, 8 and 11 May: Monday the 4th is a holiday"},
	{"2026-08-28T17:00+01:00", Span{1, WorkingDays}, "2026-09-01T23:59:59+01:00",
		"the summer holiday is Monday"},
	{"2026-07-31T17:00+01:00", Span{1, WorkingDays}, "2026-08-04T23:59:59+01:00",
		"the agency's own holiday is Monday"},
	{"2026-12-21T09:00Z", Span{10, WorkingDays}, "2027-01-07T23:59:59Z",
		"22, 23, 24, 29, 30, 31 December, 4, 5, 6, 7 January"},
	{"2027-12-24T09:00Z", Span{1, WorkingDays}, "2027-12-29T23:59:59Z",
		"two substitute days after the weekend"},
	{"2027-12-31T09:00Z", Span{1, WorkingDays}, "2028-01-04T23:59:59Z",
		"New Year's Day is kept on Monday the 3rd"},
	{"2026-03-27T09:00Z", Span{1, WorkingDays}, "2026-03-30T23:59:59+01:00",
		"over the change of the clock"},
	// Days, weeks and months end with their last day, whatever day that is.
	{"2026-03-27T09:00Z", Span{5, Days}, "2026-04-01T23:59:59+01:00", "five days of the calendar"},
	{"2026-12-29T09:00Z", Span{5, Days}, "2027-01-03T23:59:59Z", "over the year end, to a Sunday"},
	{"2026-02-15T09:00Z", Span{6, Weeks}, "2026-03-29T23:59:59+01:00",
		"42 days, to the day of the change"},
	{"2026-10-04T09:00+01:00", Span{4, Weeks}, "2026-11-01T23:59:59Z", "28 days, past the other"},
	{"2026-05-31T09:00+01:00", Span{1, Months}, "2026-06-30T23:59:59+01:00", "June has no 31st"},
	{"2026-01-29T09:00Z", Span{1, Months}, "2026-02-28T23:59:59Z", "nor February a 29th"},
	{"2028-01-29T09:00Z", Span{1, Months}, "2028-02-29T23:59:59Z", "but in a leap year"},
	{"2026-08-31T09:00+01:00", Span{3, Months}, "2026-11-30T23:59:59Z", "November has 30 days"},
	{"2026-11-30T09:00Z", Span{3, Months}, "2027-02-28T23:59:59Z", "over the year end"},
	{"2027-11-30T09:00Z", Span{3, Months}, "2028-02-29T23:59:59Z", "to a leap day"},
	{"2028-02-29T09:00Z", Span{12, Months}, "2029-02-28T23:59:59Z", "from one"},
}

func TestClocks(t *testing.T) {
	c := london(t)
	for _, tt := range clockRows {
		got := c.Due(instant(t, tt.from), tt.span)
		if !got.Equal(instant(t, tt.want)) {
			t.Errorf("%s and %s: %s, want %s: %s", tt.from, tt.span,
				got.In(c.zone).Format(time.RFC3339), tt.want, tt.why)
		}
	}
}
