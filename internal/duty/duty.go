package duty

import (
	"cmp"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Mark says how urgent a duty is.
type Mark string

// The marks, the most urgent first.
const (
	Now  Mark = "NOW"  // a concern that nobody has triaged, an intake, or a duty of nobody
	Late Mark = "LATE" // a clock has run out
	Sign Mark = "SIGN" // an entry waits for an endorsement
	New  Mark = "NEW"  // a case was given to its key worker, who has not opened it
	Back Mark = "BACK" // an entry was returned, or answers a return
	// nothing happens, nobody is there, the time of keeping is over, or texts stand apart
	Watch Mark = "WATCH"
	Next  Mark = "NEXT" // it is due later
)

// marks returns all marks, the most urgent first.
func marks() []Mark { return []Mark{Now, Late, Sign, New, Back, Watch, Next} }

// The rules of duties that come from no deadline of an entry.
const (
	RuleReturned      = cases.RuleReturned
	RuleNoWorker      = cases.RuleKeyWorkerLeft
	RuleCoverEnded    = cases.RuleCoverEnded
	RuleReaders       = "too-few-readers"
	RuleUncovered     = "away-without-cover"
	RuleDisposal      = "due-for-disposal"
	RuleUnopened      = "case-not-opened"
	RuleCarryOut      = "endorsed-not-carried-out"
	RuleRepeatRequest = "request-to-make-anew"
	RuleRecheck       = "keep-until-not-computed"
	RulePolicy        = policy.RuleOverdue
)

// Duty is one thing to be done.
type Duty struct {
	Rule  string
	What  string
	Task  string     // What without words of the record, for a calendar that leaves the agency
	Ref   record.Ref // Entry empty when it is about the whole case; Case too when about none
	First record.ID  // the first text of the entry
	Short string
	Kind  string // of the entry; "" when it is about the whole case
	Name  string // of the subject

	Since time.Time     // zero = not known
	Due   time.Time     // zero = it has no clock
	Day   record.Date   // where the whole of a day may be used
	Late  time.Duration // 0 = in time

	Whose   []string // members, any one of whom may do it; none = nobody
	Told    []string // members who see it although others must do it
	Role    string   // whom policy names: a Role of room cases, or a level of endorsement
	Why     string   // why it is theirs, in words
	StandIn bool     // they have it in the place of another

	Mark    Mark // for those whose it is
	Command string

	Adopter string   // who took over what About wrote and had not sent; "" for nobody
	About   string   // the other person whom it is about: who wrote, raised or covers; "" for none
	Danger  string   // of a concern
	Seen    []string // members who read the concern and may not triage it
	// AmendedBy is the member who amended the concern last, at AmendedAt; "" for none.
	AmendedBy string
	AmendedAt time.Time
	Joint     bool   // of a decision
	For       string // the member in whose place one endorses, as endorse --covering has it
}

// Nobody reports whether nobody is left who may do it.
func (d Duty) Nobody() bool { return len(d.Whose) == 0 }

// IsFor reports whether a member is to see it.
func (d *Duty) IsFor(member string) bool {
	return slices.Contains(d.Whose, member) || slices.Contains(d.Told, member)
}

// MarkFor returns the urgency of a duty for a member who sees it.
func (d Duty) MarkFor(member string) Mark {
	switch {
	case d.Nobody() && (d.Mark == Watch || d.Mark == Next):
		return Watch
	case d.Nobody():
		return Now
	case slices.Contains(d.Whose, member) || d.Mark == Watch:
		return d.Mark
	case d.Late > 0:
		return Late
	}
	return Next
}

// urgent reports whether a concern must be read before any other: a child is in
// danger, or nobody knows.
func (d Duty) urgent() bool { return d.Danger != "" && d.Danger != "no" }

// For returns the duties that a member sees, in their order.
func For(all []Duty, member string) (out []Duty) {
	for i := range all {
		if all[i].IsFor(member) {
			out = append(out, all[i])
		}
	}
	return out
}

// Sorted orders duties as a member should take them: by mark, danger first, then the
// longest wait.
func Sorted(all []Duty, member string) []Duty {
	marks := marks()
	begins := func(d *Duty) time.Time {
		if m := d.MarkFor(member); !d.Due.IsZero() && (m == Late || m == Watch || m == Next) {
			return d.Due
		}
		return d.Since
	}
	return ordered(all, func(a, b *Duty) int {
		return cmp.Or(
			cmp.Compare(
				slices.Index(marks, a.MarkFor(member)),
				slices.Index(marks, b.MarkFor(member)),
			),
			compareBool(b.urgent(), a.urgent()),
			begins(a).Compare(begins(b)),
			a.compare(b),
		)
	})
}

// ByDue orders duties by their due times; duties without a clock come last.
func ByDue(all []Duty) []Duty {
	return ordered(all, func(a, b *Duty) int {
		if a.Due.IsZero() && b.Due.IsZero() {
			return cmp.Or(a.Since.Compare(b.Since), a.compare(b))
		}
		c := cmp.Or(compareBool(a.Due.IsZero(), b.Due.IsZero()), a.Due.Compare(b.Due))
		if c != 0 {
			return c
		}
		return a.compare(b)
	})
}

// ordered puts duties in an order, equal ones as they were. None is moved about meanwhile: one
// takes half a kilobyte, and of ten thousand cases there are tens of thousands.
func ordered(all []Duty, compare func(a, b *Duty) int) []Duty {
	at := make([]*Duty, len(all))
	for i := range all {
		at[i] = &all[i]
	}
	slices.SortStableFunc(at, compare)
	out := make([]Duty, len(all))
	for i, d := range at {
		out[i] = *d
	}
	return out
}

func (d *Duty) compare(o *Duty) int {
	if c := cmp.Or(cmp.Compare(d.Ref.Case, o.Ref.Case), cmp.Compare(d.Rule, o.Rule)); c != 0 {
		return c
	}
	return cmp.Or(
		d.Since.Compare(o.Since),
		cmp.Compare(d.Ref.Entry, o.Ref.Entry),
		d.Due.Compare(o.Due),
		cmp.Compare(d.About, o.About),
		cmp.Compare(d.Role, o.Role),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// World holds everything besides the cases on which duties depend.
type World struct {
	Team   team.Team
	Policy *policy.Policy
	Now    time.Time

	at     map[string]int // members, by their place in the roster
	roster []cases.Cover  // covers that the roster tells of

	day     record.Date
	dayText string
}

// known returns the same world, with the lookups that a list makes for each case done once.
func (w World) known() World {
	w.at, w.roster = make(map[string]int, len(w.Team.Members)), nil
	w.day = w.Policy.Today(w.Now)
	w.dayText = w.day.String()
	for i, m := range w.Team.Members {
		w.at[m.ID] = i
		if m.CoveredBy == "" {
			continue
		}
		if until, err := record.ParseDate(m.CoveredUntil); err == nil {
			w.roster = append(w.roster, cases.Cover{Member: m.CoveredBy, For: m.ID, Until: until})
		}
	}
	return w
}

// member finds one by ID.
func (w World) member(id string) (team.Member, bool) {
	if w.at == nil {
		return w.Team.Member(id)
	}
	i, known := w.at[id]
	if !known {
		return team.Member{}, false
	}
	return w.Team.Members[i], true
}

// may asks room team for the right to an operation.
func (w World) may(op, id string, s team.Stance) error {
	t := w.Team
	if i, known := w.at[id]; known {
		t.Members = t.Members[i : i+1]
	}
	return t.May(op, id, s)
}

// today returns the day of the list in the agency's zone.
func (w World) today() record.Date {
	if w.day.IsZero() {
		return w.Policy.Today(w.Now)
	}
	return w.day
}

// todayText returns the day as the roster writes days.
func (w World) todayText() string {
	if w.dayText == "" {
		return w.today().String()
	}
	return w.dayText
}

// name of a member, or the ID where there is none.
func (w World) name(id string) string {
	m, _ := w.member(id)
	return cmp.Or(m.Name, id)
}
