package duty

import (
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// readers asks for somebody to be let in where too few can read the case. An intake is
// read by leads alone, however few they are.
func (l *lister) readers() {
	n := len(activeReaders(l.f.Docket, l.w.member))
	least := l.w.Policy.LeastReaders()
	if n >= least || l.f.Docket.Status == record.Intake {
		return
	}
	s := l.staff(team.OpGrant)
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

// ActiveReaders returns the people who work with cases and can read this one.
func ActiveReaders(d *record.Docket, t team.Team) []string { return activeReaders(d, t.Member) }

// ShutOut finds the line manager of a key worker who may read cases and can't read this one.
// Such a manager would not be told what is late in the case.
func ShutOut(d *record.Docket, t team.Team) (line string, out bool) {
	worker, _ := t.Member(d.KeyWorker)
	m, known := t.Member(worker.LineManager)
	return m.ID, known && t.MayRead(m.ID) && !d.Reads(m.ID)
}

// activeReaders is ActiveReaders, with a way to find members by ID.
func activeReaders(d *record.Docket, member func(id string) (team.Member, bool)) []string {
	return slices.DeleteFunc(d.Readers(), func(id string) bool {
		m, known := member(id)
		return !known || !m.ActiveCasework()
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
	s := l.staff(team.OpHandover)
	d := Duty{
		Rule:    RuleNoWorker,
		What:    "another key worker: " + m.Name + " has left",
		Task:    "another key worker",
		Since:   m.Left,
		Due:     l.w.Policy.Calendar().SameDay(m.Left),
		Day:     l.w.Policy.Today(m.Left),
		Role:    record.LevelLine,
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
		if s := l.staff(team.OpAdd); s.deputy(id) != "" {
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
	s := l.staff(team.OpHandover)
	d := Duty{
		Rule:  RuleUncovered,
		What:  "cover: key worker away, covered elsewhere to " + until.String(),
		Task:  "cover",
		Role:  record.LevelLine,
		About: id,
		Command: "casefile handover " + l.f.Docket.Case.String() + " --to MEMBER --until " +
			until.String(),
		Mark: Watch,
	}
	l.put(d, s, s.lineManager())
}

// coversOver asks for access to be taken away that a cover has left over. Whom the team
// lets in by itself keeps it.
func (l *lister) coversOver() {
	for _, c := range l.overOf() {
		end := l.w.Policy.Calendar().EndOf(c.Until)
		s := l.staff(team.OpRevoke)
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

// overOf returns the covers that are over: those of the key worker by entries, and those of others
// by the roster. Their members still have the key, and act for none of these people now.
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

// unopened tells a new key worker of a case, until they have opened it or recorded something in it.
func (l *lister) unopened() {
	f := l.f
	id := f.Docket.KeyWorker
	if l.w.may(team.OpAdd, id, team.Stance{Reader: f.Docket.Reads(id), KeyWorker: true}) != nil {
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
		l.staff(team.OpAdd),
		assignees{whose: []string{id}, as: "key worker"},
	)
}
