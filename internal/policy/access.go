package policy

import (
	"cmp"
	"fmt"
	"slices"

	"casefile/internal/record"
)

// AccessFacts holds the days that the clock of a subject access request depends on. A zero day has
// not come, or is not known.
type AccessFacts struct {
	Received       record.Date
	Identity       record.Date // when the proof of identity that we asked for came
	AwaitsIdentity bool        // it was asked for, and has not come
	Clarifications []Pause
	Extensions     []Extension
}

// Pause is a clarification: from the day on which we asked to the day of the answer. Both days are
// left out of the count.
type Pause struct{ From, To record.Date }

// Extension says when the person was told of a longer time, and until when it runs.
type Extension struct{ Notified, Until record.Date }

// AccessStart returns the day from which the time is counted: the day of receipt or, where proof of
// identity was asked for, the day on which the proof came (UK GDPR Article 12A: the latest of
// them). Zero while the proof is awaited.
func AccessStart(p *Policy, r AccessFacts) record.Date {
	if p.SubjectAccess.Identity != "restart_on_receipt" {
		return r.Received
	}
	switch {
	case r.Received.IsZero() || r.AwaitsIdentity && r.Identity.IsZero():
		return record.Date{}
	case r.Identity.After(r.Received):
		return r.Identity
	}
	return r.Received
}

// AccessNotice returns the last day on which the person can be told of a longer time: the end of
// the first month and of the days left out of it, not moved off weekends. Zero while the clock
// stands still.
func AccessNotice(p *Policy, r AccessFacts) record.Date {
	start := AccessStart(p, r)
	if start.IsZero() {
		return start
	}
	k := accessClock{p: p, start: start, end: p.SubjectAccess.Notice.From(start)}
	k.exclude(r.Clarifications)
	return k.end
}

// AccessLongest returns the last day that any extension can reach: so many further months, counted
// from the start, the days left out and, as for every last day, the next working day where it is
// none. Zero while the clock stands still.
func AccessLongest(p *Policy, r AccessFacts) record.Date {
	start := AccessStart(p, r)
	if start.IsZero() {
		return start
	}
	k := accessClock{p: p, start: start,
		end: start.AddMonths(p.SubjectAccess.Due.N + p.SubjectAccess.Extension.N)}
	k.exclude(r.Clarifications)
	if !k.end.IsZero() {
		k.move()
	}
	return k.end
}

// AccessDue returns the day by which a request must be answered, and in words how it came about. It
// is zero while the clock stands still: proof of identity or the answer to a clarification is
// awaited.
//
// The corresponding day of the next month counts, or the last of a month that
// lacks it (ICO: 3 September gives 3 October). An extension of which the person
// was told in time counts from the same start. Days of clarification are left
// out (Article 12A). Only the last day of all moves off a weekend or holiday.
func AccessDue(p *Policy, r AccessFacts) (due record.Date, steps []string) {
	k := accessClock{p: p, start: AccessStart(p, r)}
	k.begin(r)
	if k.start.IsZero() {
		return record.Date{}, k.steps
	}
	rules := p.SubjectAccess
	k.end = rules.Due.From(k.start)
	k.say("%s from then: %s%s", rules.Due, k.end, lastOfMonth(k.start, k.end))
	told := k.extend(r)
	k.exclude(r.Clarifications)
	if k.end.IsZero() {
		return k.end, k.steps
	}
	if until := k.promised(told); !until.IsZero() && until.Before(k.end) {
		k.say("the person was told %s, which is earlier and counts", until)
		k.end = until
	}
	k.move()
	return k.end, k.steps
}

// accessClock counts the time of one request and says how.
type accessClock struct {
	p          *Policy
	start, end record.Date // end zero: it stands still
	steps      []string
	counted    []Pause // the days left out, none twice
}

func (k *accessClock) say(format string, args ...any) {
	k.steps = append(k.steps, fmt.Sprintf(format, args...))
}

func (k *accessClock) begin(r AccessFacts) {
	if r.Received.IsZero() {
		k.say("the day of receipt is not known")
		return
	}
	k.say("received on %s", r.Received)
	switch {
	case k.start.IsZero():
		k.say("proof of identity was asked for and has not come: the time begins on the day it " +
			"does")
	case k.start != r.Received:
		k.say("proof of identity came on %s: the time begins then", k.start)
	}
}

func lastOfMonth(from, to record.Date) string {
	if from.Day == to.Day {
		return ""
	}
	return fmt.Sprintf(", since that month has no day %d", from.Day)
}

// extend moves the end where the person was told in time, and gives what was
// told of the latest day; none where nothing counts.
func (k *accessClock) extend(r AccessFacts) (told Extension) {
	rules, by, extended := k.p.SubjectAccess, AccessNotice(k.p, r), false
	for _, e := range r.Extensions {
		if !by.IsZero() && e.Notified.After(by) {
			k.say("the extension told on %s does not count: the person had to be told by %s",
				e.Notified, by)
			continue
		}
		extended = true
		k.say("extended, as told on %s", e.Notified)
		if e.Until.After(told.Until) {
			told = e
		}
	}
	if extended {
		k.end = k.start.AddMonths(rules.Due.N + rules.Extension.N)
		k.say("%s further, counted from the start: %s%s", rules.Extension, k.end,
			lastOfMonth(k.start, k.end))
	}
	return told
}

// exclude leaves out the days of each clarification that was asked while the
// time ran. Days that two of them share are left out once.
func (k *accessClock) exclude(pauses []Pause) {
	if k.p.SubjectAccess.Clarification != "exclude_days_inclusive" {
		return
	}
	pauses = slices.SortedFunc(slices.Values(pauses), func(a, b Pause) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To))
	})
	next := k.start // the first day that can still be left out
	for _, pause := range pauses {
		from := later(pause.From, next)
		open := pause.To.IsZero()
		switch {
		case from.After(k.end):
			k.say("the clarification asked on %s changes nothing: the time was up", pause.From)
			continue
		case open:
			k.say("a clarification was asked for on %s and is not answered: the time stands still "+
				"until it is", pause.From)
			k.end = record.Date{}
			return
		case pause.To.Before(from):
			continue // before the time began, or within another
		}
		days := from.DaysUntil(pause.To) + 1
		k.end, next = k.end.AddDays(days), pause.To.AddDays(1)
		k.counted = append(k.counted, Pause{from, pause.To})
		k.say("%s left out, %s to %s, for a clarification: %s", Span{days, Days}, from, pause.To,
			k.end)
	}
}

// promised returns the day that the person was told, and the days left out since.
func (k *accessClock) promised(told Extension) record.Date {
	until := told.Until
	for _, pause := range k.counted {
		if !until.IsZero() && pause.From.After(told.Notified) {
			until = until.AddDays(pause.From.DaysUntil(pause.To) + 1)
		}
	}
	return until
}

// move takes the last day off a weekend or holiday (ICO).
func (k *accessClock) move() {
	if k.p.SubjectAccess.WeekendOrHoliday != "next_working_day" {
		return
	}
	if day := k.p.Calendar().nextWorkingDay(k.end); day != k.end {
		k.say("%s is not a working day: %s", k.end, day)
		k.end = day
	}
}

func later(a, b record.Date) record.Date {
	if a.After(b) {
		return a
	}
	return b
}
