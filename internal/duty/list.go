package duty

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// list returns every duty that there is, in the order of cases, rules and entries. An absence is
// known from any of the cases, so all that are known must be given at once.
func list(all []Facts, w World) []Duty {
	w = w.known()
	away := awayOf(all, w)
	l := &lister{w: w, out: make([]Duty, 0, len(all))} // many have one at least
	for i := range all {
		l.f = &all[i]
		l.of(away)
	}
	out := l.out
	if !w.Policy.ReviewBy.IsZero() {
		out = append(out, policyReview(w))
	}
	return ordered(out, (*Duty).compare)
}

// awayOf returns the key workers who are covered somewhere today, and until when.
func awayOf(all []Facts, w World) map[string]record.Date {
	out := map[string]record.Date{}
	for i := range all {
		f := &all[i]
		c, ok := cases.Covering(f.Covers, f.Docket.KeyWorker, w.today())
		if ok && c.Until.After(out[c.For]) {
			out[c.For] = c.Until
		}
	}
	return out
}

// policyReview returns the review of the policy, which concerns no case. Senior managers do it.
func policyReview(w World) Duty {
	p := w.Policy
	d := Duty{
		Rule:    RulePolicy,
		What:    "review of the policy",
		Due:     p.Calendar().EndOf(p.ReviewBy),
		Day:     p.ReviewBy,
		Role:    record.LevelSenior,
		Command: "casefile policy edit",
	}
	if !p.Approved.None() {
		d.Since = p.Approved.On.At(p.Zone())
	}
	s := &staff{w: w, op: team.OpPolicy}
	s.fill(&d, s.ofRole(team.Senior))
	return w.timed(d, Late)
}

// timed returns the duty with its delay and its urgency: mark if its time has run out, and Next
// before that.
func (w World) timed(d Duty, mark Mark) Duty {
	d.Task = taskOf(d)
	d.Mark = mark
	if d.Late = cases.Passed(d.Due, w.Now); d.Due.IsZero() {
		d.Late = 0
	} else if d.Late == 0 {
		d.Mark = Next
	}
	return d
}

func taskOf(d Duty) string {
	if d.Task == "" {
		return d.What
	}
	return d.Task
}

// lister makes the duties of one case.
type lister struct {
	w   World
	f   *Facts
	out []Duty
}

func (l *lister) staff(op string) *staff {
	return &staff{w: l.w, d: l.f.Docket, op: op, open: l.f.Covers}
}

func (l *lister) put(d Duty, s *staff, h assignees) *Duty {
	d.Ref.Case, d.Name = l.f.Docket.Case, l.f.Name
	s.fill(&d, h)
	l.out = append(l.out, d)
	return &l.out[len(l.out)-1]
}

func (l *lister) of(away map[string]record.Date) {
	if l.f.Docket.Status == record.Destroyed {
		return
	}
	for _, d := range l.f.Open {
		l.deadline(d)
	}
	l.intakeUnread()
	for _, t := range l.f.Texts {
		l.returned(t)
	}
	l.pendingAlone()
	l.disposal()
	if cases.Live(l.f.Docket) {
		l.readers()
		l.worker()
		l.uncovered(away)
		l.coversOver()
		l.unopened()
	}
}

// deadline makes a duty of a clock that runs.
func (l *lister) deadline(c cases.Deadline) {
	d := Duty{
		Rule:    c.Rule,
		What:    c.What,
		Task:    c.Task,
		Ref:     c.Ref,
		First:   c.First,
		Short:   c.Short,
		Kind:    c.Kind,
		Since:   c.Since,
		Due:     c.Due,
		Day:     c.Day,
		Role:    c.Role,
		About:   l.f.Docket.KeyWorker,
		Command: l.command(c),
	}
	switch c.Role {
	case record.LevelLine, record.LevelSenior:
		l.endorsement(c)
		return
	case cases.RoleLead:
		l.lead(d, c.Member)
		return
	case cases.RoleRecords:
		if c.Rule == cases.RuleHoldReview {
			s := l.staff(team.OpRelease) // who looks at a hold can lift it
			l.put(l.w.timed(d, Late), s, s.ofRole(team.Records))
			return
		}
		s := l.staff(team.OpAdd)
		l.put(l.w.timed(d, Late), s, either(s.ofRole(team.Records), s.keyWorker("")))
		return
	}
	mark := Late
	if c.Rule == cases.RuleDormant || c.Rule == cases.RuleSupervisionOverdue {
		mark = Watch
	}
	s := l.staff(team.OpAdd)
	at := l.put(l.w.timed(d, mark), s, s.keyWorker(c.Member))
	if c.Rule == cases.RuleApart && at.Late == 0 { // nobody knows what is true meanwhile
		at.Mark = Watch
	}
}

// either returns the holders of a duty that two roles may do: the keepers of the records, or the
// key worker. A stand-in holds it only if neither is there.
func either(a, b assignees) assignees {
	switch {
	case len(b.whose) == 0 || b.standIn() && !a.standIn():
		return a
	case len(a.whose) == 0 || a.standIn() && !b.standIn():
		return b
	}
	out := assignees{whose: slices.Clone(a.whose), as: a.why() + ", or " + b.why(),
		covers: a.covers}
	if a.standIn() { // both do
		out.lack = append(slices.Clone(a.lack), b.lack...)
	}
	for _, id := range b.whose {
		if !slices.Contains(out.whose, id) {
			out.whose = append(out.whose, id)
		}
	}
	return out
}

// lead adds a duty of a safeguarding lead: about concerns and intakes. If something is missing
// after the triage, the duty is that of the member who triaged.
func (l *lister) lead(d Duty, triaged string) {
	if triaged != "" {
		s := l.staff(team.OpAdd)
		l.put(l.w.timed(d, Late), s, s.triager(triaged))
		return
	}
	concern, isConcern := l.f.Danger[d.Ref.Entry]
	isConcern = isConcern && d.Rule == cases.RuleConcernWithoutTriage
	op := team.OpAdd
	switch {
	case isConcern:
		d.Danger, d.About, d.Seen = concern.Danger, concern.RaisedBy, concern.Seen
		d.AmendedBy, d.AmendedAt = concern.AmendedBy, concern.AmendedAt
	case d.Rule == cases.RuleIntakeTooLong:
		op, d.About = team.OpAccept, ""
	}
	s := l.staff(op)
	h := s.triagers(append([]string{concern.RaisedBy}, concern.Named...))
	if isConcern && concern.Intake && l.accept(h.whose) {
		d.Command = "casefile accept " + d.Ref.Case.String() // which is more than triage
	}
	at := l.put(l.w.timed(d, Late), s, h)
	if isConcern || d.Rule == cases.RuleIntakeTooLong && len(l.f.Danger) == 0 {
		at.Mark = Now
	}
}

// accept reports whether all of some members may accept the intake. Who covers for a lead
// may have the right to triage alone.
func (l *lister) accept(members []string) bool {
	return !slices.ContainsFunc(members, func(id string) bool {
		return l.w.may(team.OpAccept, id, team.Stance{Reader: l.f.Docket.Reads(id)}) != nil
	})
}

// intakeUnread adds the acceptance of an intake whose entries were not read.
func (l *lister) intakeUnread() {
	if l.f.Read || l.f.Docket.Status != record.Intake {
		return
	}
	l.deadline(cases.Acceptance(l.f.Docket, l.w.Policy))
}

// disposal adds the duty of the keepers of the records when the time of keeping is over. A case
// without a date is due as soon as something changes: it may have a date from then on.
func (l *lister) disposal() {
	due := cases.DisposalStateOf(l.f.Docket, l.w.today(), l.w.Policy)
	anew := due.Recheck || due.State == cases.DisposalRecompute
	if anew && (due.Until.IsZero() || l.w.today().After(due.Until)) && l.f.Docket.Pending == "" {
		why := "something was added, or another case of the child has changed"
		if due.State == cases.DisposalRecompute {
			why = "policy has changed since"
		}
		since := time.Time{} // nobody knows, without a date
		if !due.Until.IsZero() {
			since = due.Until.AddDays(1).At(l.w.Policy.Zone())
		}
		s := l.staff(team.OpRetain)
		l.put(
			Duty{
				Rule:    RuleRecheck,
				What:    "a new date of keeping: " + why,
				Task:    "a new date of keeping",
				Since:   since,
				Role:    cases.RoleRecords,
				Command: "casefile retain " + l.f.Docket.Case.String(),
				Mark:    Watch,
			},
			s,
			s.ofRole(team.Records),
		)
		return
	}
	if due.State != cases.DisposalDue || l.f.Docket.Pending != "" {
		return
	}
	s := l.staff(team.OpDisposeRequest)
	l.put(
		Duty{
			Rule:    RuleDisposal,
			What:    "disposal of the case, " + due.Why,
			Task:    "disposal",
			Since:   due.Until.AddDays(1).At(l.w.Policy.Zone()),
			Role:    cases.RoleRecords,
			Command: "casefile dispose " + l.f.Docket.Case.String(),
			Mark:    Watch,
		},
		s,
		s.holding(team.Records),
	)
}

// command returns the one that sees to a deadline.
func (l *lister) command(c cases.Deadline) string {
	id, ref := c.Ref.Case.String(), c.Ref.String()
	switch c.Rule {
	case cases.RuleConcernWithoutTriage:
		return "casefile triage " + ref
	case cases.RuleIntakeTooLong:
		return "casefile accept " + id
	case cases.RuleReferralUnconfirmed:
		return "casefile confirm " + ref
	case cases.RuleReferralNoResponse:
		return "casefile reply " + ref
	case cases.RuleRiskReview:
		return "casefile risk " + id
	case cases.RuleReviewOverdue:
		return "casefile review " + id
	case cases.RuleActionOverdue:
		return "casefile action-result " + id
	case cases.RuleNextContact:
		return "casefile contact " + id
	case cases.RuleSupervisionOverdue:
		return "casefile supervision " + id
	case cases.RuleUnknownFact, cases.RuleBeforeCause, cases.RuleApart, cases.RuleCategoryUnknown:
		return "casefile amend " + ref
	case cases.RuleAccessOverdue:
		return "casefile sar " + id
	case cases.RuleTransferOverdue, cases.RuleNoReceipt:
		return "casefile transfer " + id
	case cases.RuleDormant:
		return "casefile note " + id
	}
	return "casefile show " + ref
}

// In returns the duties in one case, as that case alone tells them. That a key worker is covered
// elsewhere it can't tell.
func In(f Facts, w World) []Duty {
	l := &lister{w: w.known(), f: &f}
	l.of(nil)
	return ordered(l.out, (*Duty).compare)
}

// MayBeFor says from a docket alone whether anything in the case can be for a member. In
// a case that has ended, and whose docket shows nothing, a concern, a request of the
// subject or a transfer may wait for any of its readers.
func MayBeFor(d *record.Docket, member string) bool {
	return d.Status != record.Destroyed && d.Reads(member)
}
