package report

import (
	"io"
	"time"

	// golang-ical escapes, folds and orders the lines of RFC 5545, where most hand-written
	// calendars go wrong. It needs no other library.
	ics "github.com/arran4/golang-ical"

	"casefile/internal/record"
)

// Event is one event in a calendar. Calendars are copied to telephones and to other people's
// servers. So What and Why must hold no word of a record.
type Event struct {
	UID  string // stays the same when the event is written again
	What string
	Why  string      // why it is this person's, without a name; may be ""
	Day  record.Date // for an event that takes a whole day; else At
	At   time.Time
}

// WriteCalendar writes events as iCalendar (RFC 5545), for calendars that subscribe or import.
// Whole days are dates, instants are in UTC. Events are private and take up no time in a day.
// stamped is when the list was made.
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
