package report

import (
	"io"
	"time"

	// golang-ical escapes, folds and orders the lines of RFC 5545, where most
	// calendars written by hand go wrong; it brings no other library with it.
	ics "github.com/arran4/golang-ical"

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
func WriteCalendar(w io.Writer, events []Event, stamped time.Time) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//casefile//due//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetCalscale("GREGORIAN")
	for _, e := range events {
		v := cal.AddEvent(e.UID)
		v.SetDtStampTime(stamped)
		v.SetSummary(e.What)
		if e.Day.IsZero() {
			v.SetStartAt(e.At)
		} else {
			v.SetAllDayStartAt(e.Day.At(time.UTC))
		}
		if e.Why != "" {
			v.SetDescription(e.Why)
		}
		v.SetClass(ics.ClassificationPrivate)
		v.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows) // RFC 5545 section 3.1: CRLF on every machine
}
