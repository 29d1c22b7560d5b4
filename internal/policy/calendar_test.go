package policy

import (
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

func london(t *testing.T) *Calendar {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return newCalendar(zone,
		Clock{Holidays: HolidaysEngland, ExtraHolidays: []record.Date{day(t, "2026-08-03")}})
}

func day(t *testing.T, s string) record.Date {
	t.Helper()
	d, err := record.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := record.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWorkingDay(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		day  string
		want bool
		why  string
	}{
		{"2026-03-06", true, "a Friday"},
		{"2026-03-07", false, "a Saturday"},
		{"2026-03-08", false, "a Sunday"},
		{"2026-04-03", false, "Good Friday 2026: Easter is 5 April"},
		{"2026-04-06", false, "Easter Monday 2026"},
		{"2026-04-07", true, "the Tuesday after Easter"},
		{"2026-05-04", false, "first Monday of May"},
		{"2026-05-25", false, "last Monday of May"},
		{"2026-08-31", false, "last Monday of August"},
		{"2026-12-25", false, "Christmas Day 2026, a Friday"},
		{"2026-12-28", false, "substitute for Boxing Day 2026, a Saturday"},
		{"2026-12-29", true, "no holiday is left over"},
		{"2027-12-27", false, "Christmas Day 2027 is a Saturday: its substitute"},
		{"2027-12-28", false, "Boxing Day 2027 is a Sunday: its substitute"},
		{"2027-12-29", true, "the first day after both substitutes"},
		{"2022-12-26", false, "Boxing Day 2022, a Monday"},
		{"2022-12-27", false, "Christmas Day 2022 was a Sunday: its substitute"},
		{"2028-01-03", false, "New Year 2028 is a Saturday: its substitute"},
		{"2020-05-04", true, "the early May holiday of 2020 was moved"},
		{"2020-05-08", false, "to the 8th"},
		{"2022-06-03", false, "the Platinum Jubilee"},
		{"2026-08-03", false, "the agency's own extra holiday"},
	} {
		if got := c.workingDay(day(t, tt.day)); got != tt.want {
			t.Errorf("WorkingDay(%s) = %v, want %v: %s", tt.day, got, tt.want, tt.why)
		}
	}
}

// The bank holidays of England and Wales, whole years as they were kept: GOV.UK, and the
// London Gazette for those before its list. In 2010 and 2011 Christmas fell on Saturday
// and Sunday.
func TestBankHolidaysOfWholeYears(t *testing.T) {
	c := newCalendar(time.UTC, Clock{Holidays: HolidaysEngland})
	for _, want := range [][]string{
		{"2000-01-03", "2000-04-21", "2000-04-24", "2000-05-01", "2000-05-29", "2000-08-28",
			"2000-12-25", "2000-12-26"},
		{"2002-01-01", "2002-03-29", "2002-04-01", "2002-05-06", "2002-06-03", "2002-06-04",
			"2002-08-26", "2002-12-25", "2002-12-26"},
		{"2010-01-01", "2010-04-02", "2010-04-05", "2010-05-03", "2010-05-31", "2010-08-30",
			"2010-12-27", "2010-12-28"},
		{"2011-01-03", "2011-04-22", "2011-04-25", "2011-04-29", "2011-05-02", "2011-05-30",
			"2011-08-29", "2011-12-26", "2011-12-27"},
		{"2012-01-02", "2012-04-06", "2012-04-09", "2012-05-07", "2012-06-04", "2012-06-05",
			"2012-08-27", "2012-12-25", "2012-12-26"},
		{"2020-01-01", "2020-04-10", "2020-04-13", "2020-05-08", "2020-05-25", "2020-08-31",
			"2020-12-25", "2020-12-28"},
		{"2021-01-01", "2021-04-02", "2021-04-05", "2021-05-03", "2021-05-31", "2021-08-30",
			"2021-12-27", "2021-12-28"},
		{"2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03",
			"2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27"},
		{"2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08", "2023-05-29",
			"2023-08-28", "2023-12-25", "2023-12-26"},
		{"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-06", "2024-05-27", "2024-08-26",
			"2024-12-25", "2024-12-26"},
	} {
		var got []string
		first := day(t, want[0][:4]+"-01-01")
		for d := first; d.Year == first.Year; d = d.AddDays(1) {
			if wd := d.At(time.UTC).Weekday(); !c.workingDay(d) && wd != time.Saturday &&
				wd != time.Sunday {
				got = append(got, d.String())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d: %v\nwant %v", first.Year, got, want)
		}
	}
	if c.workingDay(day(t, "1999-12-31")) {
		t.Error("31 December 1999 was a bank holiday")
	}
}

// What was moved counts in deadlines: the Friday before the Monday of the State Funeral,
// and the moved spring holiday of 2012.
func TestWorkingDaysOverProclaimedDays(t *testing.T) {
	c := newCalendar(time.UTC, Clock{Holidays: HolidaysEngland})
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2022-09-16T12:00Z", 1, "2022-09-20"},
		{"2012-05-25T12:00Z", 1, "2012-05-28"},
		{"2012-06-01T12:00Z", 1, "2012-06-06"},
		{"2002-05-24T12:00Z", 6, "2002-06-05"}, // 27 to 31 May, and past the 3rd and 4th
		// past Easter; 26, 27, 28 April, past the 29th and 2 May
		{"2011-04-21T12:00Z", 4, "2011-05-03"},
	} {
		if got := c.day(c.AddWorkingDays(instant(t, tt.from), tt.n)).String(); got != tt.want {
			t.Errorf("%d working days from %s end on %s, want %s", tt.n, tt.from, got, tt.want)
		}
	}
}

func TestNoHolidays(t *testing.T) {
	c := newCalendar(time.UTC, Clock{Holidays: HolidaysNone})
	if !c.workingDay(day(t, "2026-12-25")) {
		t.Error("with holidays none a Friday is a working day, Christmas or not")
	}
}

func TestAddWorkingDays(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		from string
		n    int
		want string // the last second of that day, in London
		why  string
	}{
		{"2026-03-05T16:10Z", 1, "2026-03-06T23:59:59Z", "Thursday to Friday"},
		{"2026-03-06T16:10Z", 1, "2026-03-09T23:59:59Z", "Friday to Monday"},
		{"2026-03-07T10:00Z", 1, "2026-03-09T23:59:59Z", "Saturday to Monday"},
		{"2026-04-02T16:10+01:00", 1, "2026-04-07T23:59:59+01:00",
			"Maundy Thursday to the Tuesday after Easter"},
		{"2026-12-24T09:00Z", 1, "2026-12-29T23:59:59Z",
			"over Christmas and the substitute for Boxing Day"},
		{"2026-12-24T09:00Z", 5, "2027-01-05T23:59:59Z", "29, 30, 31 December, 4, 5 January"},
		{"2026-06-30T23:30Z", 1, "2026-07-02T23:59:59+01:00",
			"in London it is already Wednesday 1 July"},
		{"2026-03-06T16:10Z", 0, "2026-03-06T23:59:59Z", "the day itself"},
		{"2026-03-07T16:10Z", 0, "2026-03-09T23:59:59Z", "the next working day"},
	} {
		got := c.AddWorkingDays(instant(t, tt.from), tt.n)
		if !got.Equal(instant(t, tt.want)) {
			t.Errorf("AddWorkingDays(%s, %d) = %s, want %s: %s", tt.from, tt.n,
				got.Format(time.RFC3339), tt.want, tt.why)
		}
	}
}

func TestWorkingDaysBetween(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"2026-03-05", "2026-03-05", 0},
		{"2026-03-05", "2026-03-06", 1},
		{"2026-03-06", "2026-03-09", 1},
		{"2026-04-02", "2026-04-07", 1},
		{"2026-03-09", "2026-03-05", 0},
	} {
		if got := c.WorkingDaysBetween(day(t, tt.a), day(t, tt.b)); got != tt.want {
			t.Errorf("WorkingDaysBetween(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// The two counts must agree over two whole years, or a record could be late
// by one of them and in time by the other.
func TestCountsAgree(t *testing.T) {
	c := london(t)
	for d := day(t, "2026-01-01"); d.Year < 2028; d = d.AddDays(1) {
		for n := 1; n <= 6; n++ {
			end := c.day(c.AddWorkingDays(d.At(c.zone), n))
			if got := c.WorkingDaysBetween(d, end); got != n {
				t.Fatalf("from %s, %d working days end on %s, which counts as %d", d, n, end, got)
			}
		}
	}
}

// The clock in London went forward on 29 March 2026 and back on 25 October.
func TestAddElapsedOverClockChanges(t *testing.T) {
	c := london(t)
	for _, tt := range []struct{ from, want string }{
		{"2026-03-28T16:10Z", "2026-03-29T17:10+01:00"},      // 23 hours on the wall would be 16:10
		{"2026-10-24T16:10+01:00", "2026-10-25T15:10+00:00"}, // 25 hours on the wall would be 16:10
		{"2026-03-05T16:10Z", "2026-03-06T16:10Z"},
	} {
		got := c.Due(instant(t, tt.from), Span{24, ElapsedHours}).In(c.zone)
		if want := instant(t, tt.want); !got.Equal(want) {
			t.Errorf("24 hours from %s = %s, want %s", tt.from, got.Format(time.RFC3339), tt.want)
		}
	}
}

func TestDueByUnit(t *testing.T) {
	c := london(t)
	at := instant(t, "2026-01-31T10:00Z") // a Saturday
	for _, tt := range []struct {
		span Span
		want string
	}{
		{Span{0, SameDay}, "2026-01-31T23:59:59Z"},
		{Span{1, WorkingDays}, "2026-02-02T23:59:59Z"},
		{Span{1, Months}, "2026-02-28T23:59:59Z"}, // February has no 31st
		{Span{6, Weeks}, "2026-03-14T23:59:59Z"},
		{Span{5, Days}, "2026-02-05T23:59:59Z"},
	} {
		if got := c.Due(at, tt.span); !got.Equal(instant(t, tt.want)) {
			t.Errorf("Due(%v) = %s, want %s", tt.span, got.Format(time.RFC3339), tt.want)
		}
	}
}
