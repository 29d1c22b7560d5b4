package duty

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Facts hold what the duties in one case are worked out from. They are plain data that depends on
// no clock, so that they can be stored.
type Facts struct {
	Docket *record.Docket
	// Read says that the entries were looked at. Otherwise Docket and Pending are
	// all that is known.
	Read    bool
	Name    string // of the subject
	Covers  []cases.Cover
	Open    []cases.Deadline // the clocks that run
	Late    []cases.Deadline // what was done late
	Texts   []Text           // what waits for an endorsement, or was returned
	Danger  map[record.ID]Concern
	Last    time.Time // when anything was recorded last
	Given   time.Time // when the key worker was given the case
	GivenBy string    // member; "" where no handover says it
	Wrote   time.Time // when the key worker last recorded something in the case
	// Opened is when the key worker opened the case at this copy; zero if this copy does not know.
	// The caller sets it.
	Opened time.Time
	// Here says that the key worker is at this copy, so that Opened means something.
	Here bool
	// Pending is the entry that the docket waits for, as the history tells of it.
	Pending *Text
	// PendingShort is that entry, in the fewest symbols that tell it apart in its case.
	PendingShort string
	// Told are the times of which something was recorded late, as they were first told.
	Told map[record.ID]record.Occurred
}

// Concern holds the facts that a safeguarding lead must know before opening a concern.
type Concern struct {
	Danger   string // now: yes, no, unknown
	RaisedBy string // member
	Intake   bool
	Named    []string // members whom it names
	Seen     []string // members who read it and may not triage it
	// AmendedBy is the member who wrote the text that stands in the place of an earlier one,
	// at AmendedAt; "" where it was never amended.
	AmendedBy string
	AmendedAt time.Time
}

// Text is an entry that managers have to say something of, or have.
type Text struct {
	Ref     record.Ref
	First   record.ID // the first text of the entry
	Short   string
	Kind    string
	Author  string          // member
	Adopter string          // member who signed it for the author, who had left; "" for nobody
	Before  []string        // members who recorded it in the case that it was moved from
	Joint   bool            // a joint decision
	Request *policy.Request // of a closure, a disposal or an erasure: whom it was asked of
	Erases  []record.ID     // the entries that an erasure names
	Missing []string
	Signed  []policy.Signed // endorsements that count
	Spoke   []string        // members who have given a verdict on the text that stands
	Since   time.Time       // when the next endorsement could first have been given
	// member: the text that stands was returned, and nothing has followed
	ReturnedBy string
	ReturnedAt time.Time
	Answers    string // member who returned an earlier version
	AnswersAt  string // the level at which they did; "" = not known
}

// Of returns the facts of a case that was read.
func Of(c *cases.Case) Facts {
	f := Facts{
		Docket:  c.Docket,
		Read:    true,
		Name:    c.Subject.Name,
		Covers:  c.Allocation.Covers,
		Open:    c.Deadlines,
		Given:   c.Allocation.Given,
		GivenBy: c.Allocation.GivenBy,
		Danger:  map[record.ID]Concern{},
	}
	for _, d := range c.Answered() {
		if cases.Passed(d.Due, d.Answered) > 0 {
			f.Late = append(f.Late, d)
			f.tell(c, d)
		}
	}
	for _, n := range c.Concerns {
		if n.Untriaged() {
			k := Concern{
				Danger:   n.Immediate,
				RaisedBy: n.RaisedBy(),
				Named:    n.Named,
				Intake:   c.Docket.Status == record.Intake,
				Seen:     n.Seers(),
			}
			k.AmendedBy, k.AmendedAt, _ = n.Entry.Amender()
			f.Danger[n.Entry.ID] = k
		}
	}
	for _, t := range c.Threads() {
		if text, waits := textOf(c, t); waits {
			f.Texts = append(f.Texts, text)
		}
	}
	f.Last = c.LastWritten()
	f.Wrote = c.LastWorkBy(c.Allocation.KeyWorker)
	if id := pendingOf(c.Docket); id != "" {
		f.PendingShort = c.Short(id)
	}
	return f
}

// tell notes which event was recorded late, in its first words.
func (f *Facts) tell(c *cases.Case, d cases.Deadline) {
	if d.Rule != cases.RuleLateRecording && d.Rule != cases.RuleConcernRecordedLate {
		return
	}
	if f.Told == nil {
		f.Told = map[record.ID]record.Occurred{}
	}
	f.Told[d.Ref.Entry] = c.Thread(d.Ref.Entry).FirstTold()
}

// pendingOf returns the entry that a docket waits for; "" for none.
func pendingOf(d *record.Docket) record.ID {
	if d == nil {
		return ""
	}
	return d.Pending
}

// textOf says what waits of a text: its endorsement, or an answer to a return.
func textOf(c *cases.Case, t *cases.Thread) (Text, bool) {
	e := t.Endorsement
	out := Text{
		Ref:     t.Ref(),
		First:   t.First.ID,
		Short:   c.Short(t.ID),
		Kind:    t.Kind,
		Author:  t.Author,
		Adopter: t.Adopter(),
		Request: t.Request,
		Before:  t.RecordedBefore(),
		Joint:   t.Str("mode") == "joint",
		Signed:  cases.Signed(e.Given),
		Since:   e.WaitingSince,
	}
	if t.Kind == record.KindErasure {
		out.Erases = c.AskedToErase(t.Item)
	}
	for _, g := range e.Given {
		switch {
		case g.Counts || g.Reported && !g.Earlier:
			out.Spoke = append(out.Spoke, g.By)
		case g.Earlier && g.Verdict == record.VerdictReturned && e.Answered:
			out.Answers, out.AnswersAt = g.By, g.Level
		}
		if g.Counts && g.Verdict == record.VerdictReturned {
			out.ReturnedBy, out.ReturnedAt = g.By, g.At
		}
	}
	switch {
	case e.State == cases.Returned && !c.Overtaken(t):
		return out, true
	case e.State == cases.Returned || e.State == cases.Declined:
		return out, false
	}
	out.ReturnedBy, out.Missing = "", e.Missing
	return out, len(e.Missing) > 0
}

// PendingText returns history's facts of the entry that a docket waits for; no key is needed. The
// entry is there since since, with the endorsements given.
func PendingText(
	d *record.Docket,
	p *policy.Policy,
	fact verify.EntryFact,
	since time.Time,
	given []verify.EndorseFact,
) *Text {
	known := &verify.CaseFacts{Entries: map[record.ID]verify.EntryFact{d.Pending: fact},
		Endorsements: given}
	asked := known.PendingEndorsement(d)
	out := &Text{
		Ref:     record.Ref{Case: d.Case, Entry: d.Pending},
		First:   d.Pending,
		Short:   record.Short(d.Pending, nil),
		Kind:    asked.Kind,
		Author:  fact.Author,
		Request: asked.Request,
		Since:   since,
		Missing: asked.Missing(p),
		Signed:  asked.Signed,
	}
	if fact.Signer != fact.Author {
		out.Adopter = fact.Signer
	}
	for _, g := range given {
		out.Spoke = append(out.Spoke, g.Member)
		if g.Verdict == record.VerdictEndorsed && g.Arrived.After(out.Since) {
			out.Since = g.Arrived
		}
	}
	return out
}

// asked returns the text as room verify knows one: whom it is asked of is decided there.
func (t *Text) asked() verify.EndorsementRequest {
	writers := append([]string{t.Author}, t.Before...)
	if t.Adopter != "" {
		writers = append(writers, t.Adopter)
	}
	return verify.EndorsementRequest{Kind: t.Kind, Writers: writers, Request: t.Request,
		Signed: t.Signed}
}

// pending returns the text that the docket waits for. What endorsements amount to is as the history
// has it, by which the case moves on; the rest is as the entries tell.
func (f *Facts) pending() *Text {
	if f.Docket.Pending == "" || f.Pending == nil {
		return nil
	}
	out := *f.Pending
	if i := slices.IndexFunc(f.Texts, func(t Text) bool {
		return t.Ref.Entry == f.Docket.Pending
	}); i >= 0 {
		t := f.Texts[i]
		out.First, out.Short, out.Joint, out.Erases = t.First, t.Short, t.Joint, t.Erases
	}
	return &out
}
