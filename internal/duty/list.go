package duty

import (
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// The operations that a duty is done by, as room team names the right to them.
const (
	opAdd      = "add"
	opAccept   = "accept"
	opHandover = "handover"
	opGrant    = "grant"
	opRevoke   = "revoke"
	opDispose  = "dispose-request"
	opPolicy   = "policy"
	opDestroy  = "dispose"
	opReseal   = "reseal"
	opRetain   = "retain"
	opEndorse  = "endorse:"
)

// List is every duty that there is, in the order of cases, rules and entries. An
// absence is known from any of the cases, so all that are known must be given at once.
func List(all []Facts, w World) []Duty {
	w = w.known()
	away := awayOf(all, w)
	var out []Duty
	for i := range all {
		l := &lister{w: w, f: &all[i]}
		l.of(away)
		out = append(out, l.out...)
	}
	out = append(out, policyReview(w))
	slices.SortStableFunc(out, Duty.compare)
	return out
}

// awayOf are the key workers who are covered somewhere today, and until when.
func awayOf(all []Facts, w World) map[string]record.Date {
	out := map[string]record.Date{}
	for _, f := range all {
		c, ok := cases.Covering(f.Covers, f.Docket.KeyWorker, w.today())
		if ok && c.Until.After(out[c.For]) {
			out[c.For] = c.Until
		}
	}
	return out
}

// policyReview is about no case. Seniors see to it.
func policyReview(w World) Duty {
	p := w.Policy
	d := Duty{
		Rule:    RulePolicy,
		What:    "review of the policy",
		Due:     p.Calendar().EndOf(p.ReviewBy),
		Day:     p.ReviewBy,
		Role:    team.LevelSenior,
		Command: "casefile policy edit",
	}
	d.Since = p.Approved.On.At(p.Zone())
	s := &staff{w: w, op: opPolicy}
	s.fill(&d, s.ofRole(team.Senior))
	return w.timed(d, Late)
}

// timed says how late a duty is, and how urgent: mark while its time has run out, Next
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

func (l *lister) put(d Duty, s *staff, h holders) *Duty {
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
	case team.LevelLine, team.LevelSenior:
		l.endorsement(c)
		return
	case cases.RoleLead:
		l.lead(d)
		return
	case cases.RoleRecords:
		s := l.staff(opAdd)
		l.put(l.w.timed(d, Late), s, either(s.ofRole(team.Records), s.keyWorker("")))
		return
	}
	mark := Late
	if c.Rule == cases.RuleDormant || c.Rule == cases.RuleSupervisionOverdue {
		mark = Watch
	}
	s := l.staff(opAdd)
	l.put(l.w.timed(d, mark), s, s.keyWorker(c.Member))
}

// either is for what two may do: the keepers of the records, or the key worker. Who only
// stands in does so where neither is there.
func either(a, b holders) holders {
	switch {
	case len(b.whose) == 0 || b.standIn() && !a.standIn():
		return a
	case len(a.whose) == 0 || a.standIn() && !b.standIn():
		return b
	}
	out := holders{whose: slices.Clone(a.whose), as: a.why() + ", or " + b.why(), covers: a.covers}
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

// lead is for what a safeguarding lead sees to: concerns, and intakes.
func (l *lister) lead(d Duty) {
	concern, isConcern := l.f.Danger[d.Ref.Entry]
	op := opAdd
	switch {
	case isConcern:
		d.Danger, d.About = concern.Danger, concern.RaisedBy
	case d.Rule == cases.RuleIntakeTooLong:
		op, d.About = opAccept, ""
	}
	s := l.staff(op)
	h := s.ofRole(team.Lead)
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
		return l.w.may(opAccept, id, team.Stance{Reader: l.f.Docket.Reads(id)}) != nil
	})
}

// intakeUnread is the acceptance of an intake whose entries were not looked at.
func (l *lister) intakeUnread() {
	if l.f.Read || l.f.Docket.Status != record.Intake {
		return
	}
	l.deadline(cases.Acceptance(l.f.Docket, l.w.Policy))
}

// endorsement is for whoever gives the next one that is missing.
func (l *lister) endorsement(c cases.Deadline) {
	i := slices.IndexFunc(l.f.Texts, func(t Text) bool { return t.Ref == c.Ref })
	if i < 0 {
		return
	}
	t := l.f.Texts[i]
	if p := l.f.pending(); p != nil && p.Ref == t.Ref {
		return // pendingAlone has it, by what the history says
	}
	l.sign(t, c.Due)
}

// pendingAlone is the endorsement of a closure, a disposal or an erasure for which the
// docket waits, whether or not its text was read.
func (l *lister) pendingAlone() {
	p := l.f.pending()
	switch {
	case p == nil:
		return
	case len(p.Missing) == 0:
		l.carryOut(*p)
		return
	}
	l.sign(*p, cases.EndorseBy(l.w.Policy, p.Since, p.Missing[0]))
}

// carryOut is for a disposal or an erasure that everybody has endorsed who must.
func (l *lister) carryOut(t Text) {
	id := l.f.Docket.Case.String()
	d := Duty{
		Rule:  RuleCarryOut,
		What:  "carrying out of the " + t.Kind + ", which is endorsed",
		Ref:   t.Ref,
		First: t.First,
		Short: t.Short,
		Kind:  t.Kind,
		Since: t.Since,
		About: t.Author,
		Mark:  Watch,
	}
	d.Task = d.What
	switch t.Kind {
	case "disposal":
		if l.f.Docket.Blocked(record.BlockHold) {
			return // nothing is destroyed meanwhile
		}
		d.Role, d.Command = cases.RoleRecords, "casefile dispose "+id
		s := l.staff(opDestroy)
		l.put(d, s, s.holding(team.Records))
	case "erasure":
		d.Role, d.Command = cases.RoleKeyWorker, "casefile erase "+id+" --finish"
		s := l.staff(opReseal)
		l.put(d, s, s.keyWorker(""))
	}
}

func (l *lister) sign(t Text, due time.Time) {
	level := t.Missing[0]
	d := Duty{
		Rule:  cases.RuleNotEndorsedInTime,
		What:  level + " endorsement of the " + t.Kind,
		Ref:   t.Ref,
		First: t.First,
		Short: t.Short,
		Kind:  t.Kind,
		Since: t.Since,
		Due:   due,
		Role:  level,
		Joint: t.Joint,
		About: t.Author,
	}
	d.Day = l.w.Policy.Calendar().LastOf(due)
	s := l.staff(opEndorse + level)
	s.text = &t
	h := s.level(level)
	mark := Sign
	if t.Answers != "" && s.able(t.Answers) == "" && (t.AnswersAt == "" || t.AnswersAt == level) {
		h, mark = holders{whose: []string{t.Answers}, as: "returned an earlier version"}, Back
	}
	d.Command = "casefile endorse " + t.Ref.String()
	if level == team.LevelLine && len(t.Missing) > 1 && !slices.ContainsFunc(h.whose, l.isManager) {
		d.Command += " --level line"
	}
	at := l.put(l.w.timed(d, mark), s, h)
	at.Mark = mark
	if at.Late > 0 && level == team.LevelLine { // seniors are told of what waits too long
		for _, id := range l.w.seniors() {
			if l.f.Docket.Reads(id) {
				at.tell(id)
			}
		}
	}
}

func (l *lister) isManager(id string) bool {
	m, _ := l.w.member(id)
	return m.Has(team.Manager)
}

// returned is for the author of a text that came back.
func (l *lister) returned(t Text) {
	if t.ReturnedBy == "" {
		return
	}
	d := Duty{
		Rule:    RuleReturned,
		What:    "answer to the return of the " + t.Kind,
		Ref:     t.Ref,
		First:   t.First,
		Short:   t.Short,
		Kind:    t.Kind,
		Since:   t.ReturnedAt,
		Role:    cases.RoleKeyWorker,
		About:   t.ReturnedBy,
		Command: "casefile amend " + t.Ref.String(),
		Mark:    Back,
	}
	d.Task = d.What
	s := l.staff(opAdd)
	h := s.keyWorker(t.Author)
	if slices.Equal(h.whose, []string{t.Author}) {
		h.as = "wrote it"
	}
	l.put(d, s, h)
}

// disposal is for whoever keeps the records, once the time of keeping is over.
func (l *lister) disposal() {
	due := cases.Due(l.f.Docket, l.w.today(), l.w.Policy.Version)
	if due.Recheck && !due.Until.IsZero() && l.w.today().After(due.Until) &&
		l.f.Docket.Pending == "" {
		s := l.staff(opRetain)
		l.put(
			Duty{
				Rule:    RuleRecheck,
				What:    "a new date of keeping: something was added since",
				Task:    "a new date of keeping",
				Since:   due.Until.AddDays(1).At(l.w.Policy.Zone()),
				Role:    cases.RoleRecords,
				Command: "casefile retain " + l.f.Docket.Case.String(),
				Mark:    Watch,
			},
			s,
			s.ofRole(team.Records),
		)
		return
	}
	if due.State != cases.DueNow || l.f.Docket.Pending != "" {
		return
	}
	s := l.staff(opDispose)
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

// readers asks for somebody to be let in where too few can read the case. An intake is
// read by leads alone, however few they are.
func (l *lister) readers() {
	n := l.w.activeReaders(l.f.Docket)
	least := max(2, l.w.Policy.MinReaders())
	if n >= least || l.f.Docket.Status == record.Intake {
		return
	}
	s := l.staff(opGrant)
	l.put(
		Duty{
			Rule: RuleReaders,
			What: fmt.Sprintf(
				"another reader: %s of the team can read the case, there must be %d",
				people(n),
				least,
			),
			Task:    "another reader",
			Role:    cases.RoleKeyWorker,
			About:   l.f.Docket.KeyWorker,
			Command: "casefile readers " + l.f.Docket.Case.String() + " grant MEMBER",
			Mark:    Watch,
		},
		s,
		s.keyWorker(""),
	)
}

// activeReaders counts the people who work with cases and can read this one.
func (w World) activeReaders(d *record.Docket) int {
	n := 0
	if len(d.Keys) == 0 {
		return n
	}
	for id := range d.Keys[len(d.Keys)-1] {
		if m, known := w.member(id); known && m.Active() && m.Casework() {
			n++
		}
	}
	return n
}

// ActiveReaders are the people who work with cases and can read this one.
func ActiveReaders(d *record.Docket, t team.Team) []string {
	return slices.DeleteFunc(d.Readers(), func(id string) bool {
		m, ok := t.Member(id)
		return !ok || !m.Active() || !m.Casework()
	})
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// worker asks for another key worker where the one there was has left.
func (l *lister) worker() {
	m, known := l.w.member(l.f.Docket.KeyWorker)
	if !known || m.Active() {
		return
	}
	s := l.staff(opHandover)
	d := Duty{
		Rule:    RuleNoWorker,
		What:    "another key worker: " + m.Name + " has left",
		Task:    "another key worker",
		Since:   m.Left,
		Due:     l.w.Policy.Calendar().SameDay(m.Left),
		Day:     l.w.Policy.Today(m.Left),
		Role:    team.LevelLine,
		About:   m.ID,
		Command: "casefile assign " + l.f.Docket.Case.String() + " MEMBER",
	}
	l.put(l.w.timed(d, Watch), s, s.lineManager()).Mark = Watch // a gap at once
}

// uncovered asks for cover where the key worker is away, as the roster or another case
// tells, and nobody acts for them here.
func (l *lister) uncovered(away map[string]record.Date) {
	id := l.f.Docket.KeyWorker
	until := away[id]
	m, _ := l.w.member(id)
	if !m.Active() {
		return // another key worker is asked for, and no cover
	}
	if m.Cover(l.w.todayText()) != "" {
		if s := l.staff(opAdd); s.deputy(id) != "" {
			return
		}
		until, _ = record.ParseDate(m.CoveredUntil)
	}
	if c, here := cases.Covering(l.f.Covers, id, l.w.today()); here {
		if by, _ := l.w.member(c.Member); by.Active() {
			return
		}
		until = c.Until // who covers here has left
	}
	if until.IsZero() {
		return
	}
	s := l.staff(opHandover)
	d := Duty{
		Rule:    RuleUncovered,
		What:    "cover: key worker away, covered elsewhere to " + until.String(),
		Task:    "cover",
		Role:    team.LevelLine,
		About:   id,
		Command: "casefile handover " + l.f.Docket.Case.String() + " --to MEMBER --until " + until.String(),
		Mark:    Watch,
	}
	l.put(d, s, s.lineManager())
}

// coversOver asks for access to be taken away that a cover has left over. Whom the team
// lets in by itself keeps it.
func (l *lister) coversOver() {
	for _, c := range l.overOf() {
		end := l.w.Policy.Calendar().EndOf(c.Until)
		s := l.staff(opRevoke)
		d := Duty{
			Rule:    RuleCoverEnded,
			What:    fmt.Sprintf("end %s's access: the cover is over", l.w.name(c.Member)),
			Task:    "access left over from a cover",
			Ref:     c.Ref,
			First:   c.First,
			Short:   c.Short,
			Since:   end,
			Due:     end,
			Day:     c.Until,
			Role:    cases.RoleKeyWorker,
			About:   c.Member,
			Command: "casefile readers " + l.f.Docket.Case.String() + " revoke " + c.Member,
		}
		if d = l.w.timed(d, Watch); c.Ref.Entry == "" {
			// The roster tells no first day: they may have been let in for another reason.
			d.Due, d.Day, d.Late, d.Mark = time.Time{}, record.Date{}, 0, Watch
		}
		l.put(d, s, s.keyWorker(""))
	}
}

// overOf are the covers that are over, of the key worker by entries and of others by the
// roster, whose members have the key still and act for nobody of these now.
func (l *lister) overOf() []cases.Cover {
	if len(l.f.Covers)+len(l.w.roster) == 0 {
		return nil
	}
	over := cases.CoversOver(slices.Concat(l.f.Covers, l.w.roster), l.w.today())
	over = slices.DeleteFunc(over, func(c cases.Cover) bool {
		return c.Member == l.f.Docket.KeyWorker || !l.f.Docket.Reads(c.Member)
	})
	if len(over) == 0 {
		return nil
	}
	usual := l.w.Team.DefaultReaders(l.f.Docket.KeyWorker, l.w.todayText())
	return slices.DeleteFunc(
		over,
		func(c cases.Cover) bool { return slices.Contains(usual, c.Member) },
	)
}

// unopened tells whoever became the key worker of a case, until they have opened it
// or recorded something in it.
func (l *lister) unopened() {
	f := l.f
	id := f.Docket.KeyWorker
	if l.w.may(opAdd, id, team.Stance{Reader: f.Docket.Reads(id), KeyWorker: true}) != nil {
		return
	}
	if !f.Here || !f.Wrote.Before(f.Given) || !f.Opened.Before(f.Given) {
		return
	}
	const what = "a first look at the case, which is yours now"
	l.put(
		Duty{
			Rule:    RuleUnopened,
			What:    what,
			Task:    what,
			Since:   f.Given,
			Role:    cases.RoleKeyWorker,
			About:   f.GivenBy,
			Command: "casefile " + f.Docket.Case.String(),
			Mark:    New,
		},
		l.staff(opAdd),
		holders{whose: []string{id}, as: "key worker"},
	)
}

// command is the one that sees to a deadline.
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
	case cases.RuleUnknownFact:
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

// In are the duties in one case, as that case alone tells them. That a key worker is
// covered elsewhere it can't tell.
func In(f Facts, w World) []Duty {
	l := &lister{w: w.known(), f: &f}
	l.of(nil)
	slices.SortStableFunc(l.out, Duty.compare)
	return l.out
}

// MayBeFor says from a docket alone whether anything in the case can be for a member. In
// a case that has ended, and whose docket shows nothing, a concern, a request of the
// subject or a transfer may wait for any of its readers.
func MayBeFor(d *record.Docket, member string) bool {
	return d.Status != record.Destroyed && d.Reads(member)
}
