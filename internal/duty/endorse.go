package duty

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// endorsement adds the duty of the person who gives the next missing endorsement.
func (l *lister) endorsement(c cases.Deadline) {
	i := slices.IndexFunc(l.f.Texts, func(t Text) bool { return t.Ref == c.Ref })
	if i < 0 {
		return
	}
	t := l.f.Texts[i]
	if p := l.f.pending(); p != nil && p.Ref == t.Ref {
		return // pendingAlone adds it, by the history
	}
	l.sign(t, c.Due)
}

// pendingAlone adds the endorsement of a closure, a disposal or an erasure for which the docket
// waits, whether or not its text was read.
func (l *lister) pendingAlone() {
	p := l.f.pending()
	switch {
	case p == nil:
		return
	case len(p.Missing) == 0:
		l.carryOut(*p)
		return
	}
	due := cases.EndorseBy(l.w.Policy, p.Since, p.Missing[0])
	if !l.repeatRequest(*p, due) {
		l.sign(*p, due)
	}
}

// carryOut adds the duty to carry out a disposal or an erasure that has all its endorsements.
func (l *lister) carryOut(t Text) {
	id := l.f.Docket.Case.String()
	d := Duty{
		Rule:    RuleCarryOut,
		What:    "carrying out of the " + t.Kind + ", which is endorsed",
		Ref:     t.Ref,
		First:   t.First,
		Short:   t.Short,
		Kind:    t.Kind,
		Since:   t.Since,
		About:   t.Author,
		Adopter: t.Adopter,
		Mark:    Watch,
	}
	d.Task = d.What
	switch t.Kind {
	case record.KindDisposal:
		if l.f.Docket.OnHold() {
			return // nothing is destroyed meanwhile
		}
		d.Role, d.Command = cases.RoleRecords, "casefile dispose "+id
		s := l.staff(team.OpDispose)
		l.put(d, s, s.holding(team.Records))
	case record.KindErasure:
		d.Role, d.Command = cases.RoleKeyWorker, "casefile erase "+id+" --finish"
		s := l.staff(team.OpReseal)
		l.put(d, s, s.keyWorker(""))
	}
}

func (l *lister) sign(t Text, due time.Time) {
	level := t.Missing[0]
	d := Duty{
		Rule:    cases.RuleNotEndorsedInTime,
		What:    level + " endorsement of the " + t.Kind,
		Ref:     t.Ref,
		First:   t.First,
		Short:   t.Short,
		Kind:    t.Kind,
		Since:   t.Since,
		Due:     due,
		Role:    level,
		Joint:   t.Joint,
		About:   t.Author,
		Adopter: t.Adopter,
	}
	d.Day = l.w.Policy.Calendar().LastOf(due)
	s := l.staff(team.OpEndorseAt + level)
	s.text = &t
	h := s.level(level)
	mark := Sign
	if t.Answers != "" && s.able(t.Answers) == "" && (t.AnswersAt == "" || t.AnswersAt == level) {
		h, mark = assignees{whose: []string{t.Answers}, as: "returned an earlier version"}, Back
	}
	d.Command = "casefile endorse " + t.Ref.String()
	if level == record.LevelLine && len(t.Missing) > 1 &&
		!slices.ContainsFunc(h.whose, l.isManager) {
		d.Command += " --level line"
	}
	at := l.put(l.w.timed(d, mark), s, h)
	at.Mark = mark
	if at.Late > 0 && level == record.LevelLine { // seniors are told of a long wait
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

// returned adds the duty of the author of a returned text.
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
	s := l.staff(team.OpAdd)
	h := s.keyWorker(t.Author)
	if slices.Equal(h.whose, []string{t.Author}) {
		h.as = "wrote it"
	}
	l.put(d, s, h)
}

// EndorsesFor returns the member in whose place somebody endorses an entry at a level, as the
// duties have it; "" where they do so in their own place.
func EndorsesFor(duties []Duty, member string, target record.Ref, level string) string {
	for _, d := range duties {
		if d.Rule == cases.RuleNotEndorsedInTime && d.Ref == target && d.Role == level &&
			slices.Contains(d.Whose, member) {
			return d.For
		}
	}
	return ""
}
