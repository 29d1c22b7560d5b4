package cases

import (
	"slices"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// A clock begins with one entry and is stopped by another. Every version of each entry is a
// reading. The worst readings count: the earliest beginning and the latest stop. So no later text
// makes a clock look better. If the standing texts would, the clock names the correction, its
// author, its reason and its endorsement.

// ClockState is a clock that runs from one event until another.
type ClockState struct {
	Due  time.Time     // zero = this clock does not run
	Done time.Time     // zero = still running
	Late time.Duration // real time past Due, by now or when it was done, as first recorded
	// Corrections are the amendments by which it would look better.
	Corrections []Correction
	// InTimeNow says that it would be in time by the texts that stand.
	InTimeNow bool
	// Withdrawn says that it was stopped by no answer, but by an endorsed correction by
	// which it never began.
	Withdrawn bool
}

// Correction is an amendment of a time by which a clock would look better.
type Correction struct {
	Kind     string // of the entry that was corrected
	By       string // member
	On       time.Time
	Reason   string // of the amendment; "" = the author gave none
	Endorsed string // the member who endorsed exactly that text; "" = nobody
	At       time.Time
}

// Timeliness is the state of a clock that was stopped: one of three.
type Timeliness int

// The states of a clock that was stopped. Nothing goes from the others back to InTime.
const (
	InTime Timeliness = iota
	Late
	LateCorrected // late as first recorded, corrected since, and the correction endorsed
)

// String names the state in tables for machines.
func (s Timeliness) String() string { return [...]string{"in_time", "late", "late_corrected"}[s] }

// Runs reports whether the clock applies and has not been stopped.
func (s ClockState) Runs() bool { return !s.Due.IsZero() && s.Done.IsZero() }

// Overdue reports whether the clock still runs, past its time.
func (s ClockState) Overdue() bool { return s.Runs() && s.Late > 0 }

// Timeliness returns the state of a clock that was stopped.
func (s ClockState) Timeliness() Timeliness {
	return timeliness(s.Late, s.InTimeNow, s.Corrections)
}

func timeliness(late time.Duration, inTimeNow bool, corrections []Correction) Timeliness {
	open := slices.ContainsFunc(corrections, func(k Correction) bool { return k.Endorsed == "" })
	switch {
	case late == 0:
		return InTime
	case inTimeNow && len(corrections) > 0 && !open:
		return LateCorrected
	}
	return Late
}

// CorrectedWords names each correction: who made it, when and why, and who endorsed it. If there
// are several, it says which is which. It returns "" for none. Every page takes these words from
// here.
func CorrectedWords(all []Correction, name func(string) string, zone *time.Location) string {
	out := ""
	for _, k := range all {
		if out != "" {
			out += "; "
		}
		if len(all) > 1 {
			out += strings.ReplaceAll(k.Kind, "-", " ") + " "
		}
		reason := k.Reason
		if reason == "" {
			reason = "no reason given"
		}
		day := record.DateOf(k.On.In(zone)).String()
		out += "corrected by " + name(k.By) + " on " + day + " (" + reason + "), "
		if k.Endorsed == "" {
			out += "not endorsed"
			continue
		}
		out += "endorsed by " + name(k.Endorsed)
	}
	return out
}

// AsRecorded returns the words that follow the delay of a thing on every page: that it counts as
// first recorded, if a correction is endorsed, and what was corrected. It returns "" if nothing
// was.
func AsRecorded(
	s Timeliness, all []Correction, name func(string) string, zone *time.Location,
) string {
	words := CorrectedWords(all, name, zone)
	switch {
	case words == "" || s == InTime:
		return ""
	case s == LateCorrected:
		return " as first recorded; " + words
	}
	return "; " + words
}

// clockReading is the instant that one version of an entry gives. It is zero if that version has no
// such clock.
type clockReading struct {
	version *Item
	at      time.Time
}

// readings returns the readings of all versions of an entry, the oldest first.
func readings(t *Thread, of func(*Item) time.Time) []clockReading {
	var out []clockReading
	for _, v := range t.oldestFirst() {
		out = append(out, clockReading{v, of(v)})
	}
	return out
}

// FirstTold returns the time of the event, by the first version that gives it.
func (t *Thread) FirstTold() record.Occurred {
	for _, v := range t.oldestFirst() {
		if !v.Occurred.IsZero() {
			return v.Occurred
		}
	}
	return record.Occurred{}
}

// oldestFirst returns all texts of the thread in the order in which they were recorded.
func (t *Thread) oldestFirst() []*Item { return append(slices.Clone(t.History), t.text()) }

// begun is a clock that has begun: when it is due as first recorded, and by the texts
// that stand, where zero says that by these there is no clock.
type begun struct {
	from, due, current time.Time
	corrections        []Correction
}

// begins returns the clock that a thread began. It counts from the earliest reading, and runs where
// any version says so.
func (c *Case) begins(t *Thread, of func(*Item) time.Time, due func(time.Time) time.Time) begun {
	all := readings(t, of)
	var b begun
	for _, r := range all {
		if !r.at.IsZero() && (b.from.IsZero() || r.at.Before(b.from)) {
			b.from = r.at
		}
	}
	if b.from.IsZero() {
		return b
	}
	b.due = due(b.from)
	if last := all[len(all)-1]; !last.at.IsZero() {
		b.current = due(last.at)
	}
	if !b.current.Equal(b.due) {
		b.corrections = append(b.corrections, c.correction(t, all))
	}
	return b
}

// stopped returns the clock as an answer stopped it: the one that was recorded first. Any later
// answer is another entry, and changes nothing.
func (c *Case) stopped(b begun, answer *Thread, of func(*Item) time.Time) ClockState {
	s := ClockState{Due: b.due, Corrections: b.corrections}
	ended := withdrawn(b)
	switch {
	case b.due.IsZero():
		return ClockState{}
	case answer == nil || !ended.IsZero() && ended.Before(answer.First.Recorded):
		s.Done = ended
		s.Late = c.behindBy(s.Due, s.Done)
		s.InTimeNow, s.Withdrawn = !s.Done.IsZero(), !s.Done.IsZero()
		return s
	}
	all := readings(answer, of)
	s.Done = latestOf(all)
	last := all[len(all)-1].at
	if last.Before(s.Done) {
		s.Corrections = append(s.Corrections, c.correction(answer, all))
	}
	s.Late = Passed(s.Due, s.Done)
	s.InTimeNow = b.current.IsZero() || Passed(b.current, last) == 0
	if s.Late == 0 { // nothing could look better
		s.Corrections = nil
	}
	return s
}

// latestOf returns the last instant of some readings.
func latestOf(all []clockReading) time.Time {
	var last time.Time
	for _, r := range all {
		if r.at.After(last) {
			last = r.at
		}
	}
	return last
}

// behindBy returns the delay of a thing that was done at an instant. A zero instant means now.
func (c *Case) behindBy(due, done time.Time) time.Duration {
	if done.IsZero() {
		return c.hour.late(due)
	}
	return Passed(due, done)
}

// withdrawn returns the end of a clock that, by the texts that stand, never began: the time at
// which a manager endorsed the amendment that says so. It returns zero, and the clock runs on,
// until a manager has.
func withdrawn(b begun) time.Time {
	if !b.current.IsZero() || len(b.corrections) == 0 {
		return time.Time{}
	}
	return b.corrections[len(b.corrections)-1].At
}

// correction returns the amendment since which a thread has said what it says now.
func (c *Case) correction(t *Thread, all []clockReading) Correction {
	i := len(all) - 1
	for i > 0 && all[i-1].at.Equal(all[i].at) {
		i--
	}
	by := all[i].version
	k := Correction{Kind: t.Kind, By: by.author(), On: by.Recorded, Reason: by.Str("amend_reason")}
	if t.Concurrent != nil {
		return k // two texts disagree: nobody stands behind one until that is settled
	}
	for _, g := range t.Endorsement.Given {
		if c.standsBehind(t, g, by) {
			k.Endorsed, k.At = g.By, g.At
			break
		}
	}
	return k
}

// standsBehind reports whether an endorsement covers a correction: it is of the correction, or of a
// later text of the thread that has it too. The endorser must be none of the authors of these
// texts.
func (c *Case) standsBehind(t *Thread, g Given, by *Item) bool {
	all := t.oldestFirst()
	from, at := slices.Index(all, by), slices.Index(all, g.of)
	if at < from || g.Reported || g.Verdict != record.VerdictEndorsed {
		return false
	}
	wrote := func(v *Item) bool { return v.WrittenBy(g.By) }
	return !slices.ContainsFunc(all[from:at+1], wrote)
}

// firstAnswer returns the answer that was recorded first; nil where there is none.
func firstAnswer(answers []*Thread) *Thread {
	if len(answers) == 0 {
		return nil
	}
	return slices.MinFunc(answers, byWritten)
}

// saidAt returns a function that reads from a version the first instant that a field allows, or
// else the time when the thread was first recorded. An answer dated before its question can't be
// right, and counts from its recording too.
func (c *Case) saidAt(t *Thread, field string) func(*Item) time.Time {
	second := c.answersAfterWithdrawal(t)
	return func(v *Item) time.Time {
		if p, ok := v.Point(field); ok && !second && !c.beforeItsCause(t, v, field) {
			return p.Instant(c.zone)
		}
		return t.First.FirstRecorded()
	}
}

// answersAfterWithdrawal reports whether something was answered before by an entry of the kind,
// which an amendment has taken back. What that answer made late no second one mends by its date.
func (c *Case) answersAfterWithdrawal(t *Thread) bool {
	if t == nil {
		return false
	}
	before := func(o *Thread) bool { return o.Kind == t.Kind && o != t && byWritten(o, t) < 0 }
	for relation := range t.Links {
		for _, to := range c.linked(t, relation) {
			if slices.ContainsFunc(to.dropped, before) {
				return true
			}
		}
	}
	return false
}

// happenedAt returns the first instant at which what a version tells of can have happened, and
// happenedBy the last; when nothing is said, when it was recorded.
func (c *Case) happenedAt(v *Item) time.Time { return c.occurred(v.Entry) }

func (c *Case) happenedBy(v *Item) time.Time {
	if v.Occurred.IsZero() {
		return v.Recorded
	}
	return v.Occurred.Latest(c.zone)
}

// within returns a clock of a span of time under the agency's calendar.
func (c *Case) within(span policy.Span) func(time.Time) time.Time {
	return func(from time.Time) time.Time { return c.in.Policy.Calendar().Due(from, span) }
}
