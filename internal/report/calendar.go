package report

import (
	"bytes"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"casefile/internal/record"
)

// Event is one thing in a calendar. A calendar leaves the house: it is copied
// to telephones and servers of others. So What and Why must hold no word of a record.
type Event struct {
	UID  string // the same whenever the thing is written again
	What string
	Why  string      // why it is whoever's it is, without a name; may be empty
	Day  record.Date // where it takes a whole day, or else
	At   time.Time
}

// WriteCalendar writes events as iCalendar (RFC 5545), which calendars
// subscribe to or import: whole days as dates, instants in UTC, marked private
// and taking no time of anybody's day. Stamped is when the list was made.
//
// The tests hold every byte against golang-ical, which itself stays out of the program: it
// brings net/http, whose start each command would pay for.
func WriteCalendar(w io.Writer, events []Event, stamped time.Time) error {
	var c calendar
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//casefile//due//EN")
	c.line("METHOD", "PUBLISH")
	c.line("CALSCALE", "GREGORIAN")
	for _, e := range events {
		c.event(e, stamped)
	}
	c.line("END", "VCALENDAR")
	_, err := w.Write(c.Bytes())
	return err
}

// calendar is a calendar under way.
type calendar struct{ bytes.Buffer }

// inUTC is an instant as a calendar writes it.
const inUTC = "20060102T150405Z"

func (c *calendar) event(e Event, stamped time.Time) {
	c.line("BEGIN", "VEVENT")
	c.line("UID", asText(e.UID))
	c.line("DTSTAMP", stamped.UTC().Format(inUTC))
	c.line("SUMMARY", asText(e.What))
	if e.Day.IsZero() {
		c.line("DTSTART", e.At.UTC().Format(inUTC))
	} else {
		c.line("DTSTART;VALUE=DATE", e.Day.At(time.UTC).Format("20060102"))
	}
	if e.Why != "" {
		c.line("DESCRIPTION", asText(e.Why))
	}
	c.line("CLASS", "PRIVATE")
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
}

// longestLine is how many octets a line may have without its end: RFC 5545 section 3.1.
const longestLine = 75

// line writes a property. What is longer than a line goes on in the next one, behind a space;
// no character is cut in two. Lines end in CRLF on every machine.
func (c *calendar) line(name, value string) {
	rest := name + ":" + value
	for len(rest) > longestLine {
		cut := longestLine
		for cut > 1 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.WriteString(rest[:cut] + "\r\n")
		rest = " " + rest[cut:]
	}
	c.WriteString(rest + "\r\n")
}

// asText escapes a text: RFC 5545 section 3.3.11.
func asText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, ";", `\;`, ",", `\,`).Replace(s)
}
