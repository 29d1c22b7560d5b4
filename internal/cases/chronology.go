package cases

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// reachedLate is the delay from which the chronology says that an entry came late into the shared
// record.
const reachedLate = time.Hour

// Chronology lists the events in order. With significantOnly it leaves out entries that neither
// their author nor their kind calls significant. Refused entries are always listed, with their
// fault, and so are tombstones.
func (c *Case) Chronology(significantOnly bool) []Row {
	var out []Row
	for _, t := range c.threads {
		if t.Significant || !significantOnly {
			out = append(out, c.row(t))
		}
	}
	for i := range c.Faults {
		if it := &c.Faults[i]; it.Entry != nil {
			row := c.row(&Thread{Item: it, First: it,
				Endorsement: Endorsement{State: EndorsedNone}})
			row.Fault = cmp.Or(it.Fault, "can't be read")
			out = append(out, row)
		}
	}
	out = append(out, c.tombstoneRows()...)
	sortRows(out)
	return out
}

// sortRows orders rows, of one case or of several merged.
func sortRows(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(a.Earliest.Compare(b.Earliest), a.Recorded.Compare(b.Recorded),
			cmp.Compare(a.Entry.Case, b.Entry.Case), cmp.Compare(a.seq(), b.seq()),
			cmp.Compare(a.Entry.Entry, b.Entry.Entry))
	})
}

func (c *Case) row(t *Thread) Row {
	at := c.occurred(t.Entry)
	row := Row{When: t.Occurred, Earliest: at, Day: c.day(at), Age: c.Age(c.day(at)),
		Impact: t.Impact, Kind: t.Kind,
		Event: c.event(t), Source: c.source(t), Withheld: t.Str("anonymous") == "yes" ||
			t.Confidentiality != "",
		Action: action(t), Endorsement: t.Endorsement, Joint: agencies(t), Late: c.late(t),
		Recorded: t.Recorded,
		Amended:  t.amended(), History: t.History, erased: t.erased,
		Returned:    t.Endorsement.State == Returned,
		Significant: t.Significant, By: t.author(), Entry: t.Ref(), Item: t.Item}
	if f := c.Fork(t.text()); f != nil {
		row.ForkedFrom = c.ForkWho(f)
	}
	// a time to come says that a clock is wrong
	if at := t.reached(); at.Sub(t.Recorded) > reachedLate && c.hour.has(at) {
		row.Reached = at
	}
	c.followUp(&row, t)
	return row
}

// followUp adds to a referral what came back and what the receiver does. To a concern whose author
// left the answer to others it adds what was done.
func (c *Case) followUp(row *Row, t *Thread) {
	if n := c.ConcernOf(t); n != nil {
		row.Concern = n
		if known(row.Action) == "" {
			row.Action = cmp.Or(n.Action, row.Action)
		}
	}
	row.SeenOnly = c.SeenOnly(t)
	i := slices.IndexFunc(c.Referrals, func(r *Referral) bool { return r.Entry == t })
	if i < 0 {
		return
	}
	row.Referral = c.Referrals[i]
	if response := row.Referral.Response; row.Action == "" && response != nil {
		row.Action = strings.Join(response.Strs("actions"), "; ")
	}
}

// occurred returns the first instant at which the entry's event can have happened; when nothing is
// said, when it was recorded.
func (c *Case) occurred(e *record.Entry) time.Time {
	if e.Occurred.IsZero() {
		return e.Recorded
	}
	return e.Occurred.Earliest(c.zone)
}

// begunAt returns the time of the event that a version tells of, as the start of a clock.
func (c *Case) begunAt(v *Item) time.Time { return v.noLater(c.occurred(v.Entry)) }

// event returns the headline, or the kind's title where it has none, with the name of an attached
// file.
func (c *Case) event(t *Thread) string {
	if t.Kind == record.KindAttachment && t.Headline == "" {
		return strings.TrimSuffix(c.title(t.Kind)+": "+t.Str("name"), ": ")
	}
	return cmp.Or(t.Headline, c.title(t.Kind))
}

func (c *Case) title(kind string) string {
	if c.in.Kinds != nil {
		if k, ok := c.in.Kinds.Kind(kind); ok {
			return cmp.Or(k.Title, kind)
		}
	}
	return kind
}

// source names who told it, and the agency whose entry it was.
func (c *Case) source(t *Thread) string {
	told, from := told(t), t.First.Origin
	if len(from) == 0 || strings.Contains(told, from[0].Agency) {
		return told
	}
	if told == "" {
		return from[0].Agency
	}
	return told + "; from " + from[0].Agency
}

// told names who told it, with the agency; for entries that name their informant
// in a field of the kind, that one.
func told(t *Thread) string {
	var out []string
	for _, s := range t.Sources {
		out = append(out, strings.Trim(s.Who+", "+s.Agency, ", "))
	}
	if len(out) > 0 {
		return strings.Join(out, "; ")
	}
	switch t.Kind {
	case record.KindReferral:
		return agencyPerson(t.Map("referrer"))
	case record.KindReferralResponse:
		return agencyPerson(t.Map("decided_by"))
	}
	return ""
}

// action returns the words for what was done about an entry, or why nothing was.
func action(t *Thread) string {
	switch {
	case t.Action != "":
		return t.Action
	case t.Str("reason_for_none") != "":
		return "none: " + t.Str("reason_for_none")
	}
	return ""
}

// late counts the working days by which a thread was recorded later than policy allows.
func (c *Case) late(t *Thread) int {
	s := c.recordingClock(t)
	if s.Late == 0 {
		return 0
	}
	return c.in.Policy.Calendar().WorkingDaysBetween(c.day(s.Due), c.day(s.Done))
}

// recordingClock returns the time by which an event had to be recorded: the eve of the first
// working day that is too late. A recording on the days off before that day is in time. An event
// before the opening of the case counts from the opening, since the agency could not have recorded
// it earlier. An entry from elsewhere has no such clock. A filed or moved entry counts from its
// first recording.
func (c *Case) recordingClock(t *Thread) ClockState {
	happened := func(v *Item) time.Time {
		if v.Occurred.IsZero() || t.First.fromOthers() {
			return time.Time{}
		}
		from := c.day(v.Occurred.Latest(c.zone))
		if c.Docket != nil && from.Before(c.Docket.Opened) {
			from = c.Docket.Opened
		}
		return from.At(c.zone)
	}
	due := func(from time.Time) time.Time {
		tooLate := c.in.Policy.Calendar().AddWorkingDays(from,
			c.in.Policy.Recording.LateAfterWorkingDays+1)
		return c.endOf(c.day(tooLate).AddDays(-1))
	}
	recorded := func(*Item) time.Time { return t.firstWritten() }
	return c.stopped(c.begins(t, happened, due), t, recorded)
}
