package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"casefile/internal/record"
)

func someEvents() []Event {
	return []Event{
		{UID: "K3F927QM-7K2M9QXH-action-overdue@casefile.invalid", What: "K3F9-27QM action",
			Day: record.Date{Year: 2026, Month: time.March, Day: 29}},
		{UID: "K3F927QM-9QXH7K2M-referral-unconfirmed@casefile.invalid",
			What: "K3F9-27QM written confirmation; a comma, a \\ and, since lines must not be " +
				"long, eighty letters: " + strings.Repeat("ä", 40),
			At: time.Date(2026, 3, 29, 2, 30, 0, 0, time.FixedZone("BST", 3600))},
	}
}

func TestCalendarIsReadBack(t *testing.T) {
	var b bytes.Buffer
	stamp := time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)
	if err := WriteCalendar(&b, someEvents(), stamp); err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if n := len(cal.Events()); n != 2 {
		t.Fatalf("%d events, want 2", n)
	}
	for i, e := range cal.Events() {
		want := someEvents()[i]
		if e.Id() != want.UID {
			t.Errorf("UID %s, want %s", e.Id(), want.UID)
		}
		if got := e.GetProperty(ics.ComponentPropertySummary).Value; ics.FromText(
			got) != want.What && got != want.What {
			t.Errorf("summary %q, want %q", got, want.What)
		}
	}
	if day, err := cal.Events()[0].GetAllDayStartAt(); err != nil ||
		record.DateOf(day) != someEvents()[0].Day {
		t.Errorf("all day on %v (%v), want 29 March", day, err)
	}
	if at, err := cal.Events()[1].GetStartAt(); err != nil || !at.Equal(someEvents()[1].At) {
		t.Errorf("begins at %v (%v), want 01:30Z", at, err)
	}
}

// RFC 5545 requires of the bytes: CRLF, at most 75 octets a line, commas and semicolons escaped,
// times in UTC, dates with their type.
func TestCalendarBytes(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCalendar(&b, someEvents(),
		time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.SplitAfter(b.String(), "\n") {
		if line != "" && !strings.HasSuffix(line, "\r\n") {
			t.Errorf("%q does not end in CRLF", line)
		}
		if n := len(strings.TrimRight(line, "\r\n")); n > 75 {
			t.Errorf("a line of %d octets: %q", n, line)
		}
	}
	for _, want := range []string{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "METHOD:PUBLISH\r\n",
		"DTSTAMP:20260306T174500Z\r\n",
		"DTSTART;VALUE=DATE:20260329\r\n", "DTSTART:20260329T013000Z\r\n", "CLASS:PRIVATE\r\n",
		"TRANSP:TRANSPARENT\r\n", `confirmation\; a comma\, a \\ and`} {
		if !strings.Contains(strings.ReplaceAll(b.String(), "\r\n ", ""), want) {
			t.Errorf("the calendar lacks %q:\n%s", want, b.String())
		}
	}
}

func TestEmptyCalendar(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCalendar(&b, nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := ics.ParseCalendar(&b); err != nil {
		t.Error(err)
	}
}
