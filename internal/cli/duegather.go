package cli

import (
	"context"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// dueList is what due gathers for one answer.
type dueList struct {
	b      *casebook.Book
	o      dueOptions
	work   *work
	about  string
	single bool // about one case
	list   []duty.Duty
	past   []duty.WasLate
}

func (d *dueList) today() record.Date { return d.b.Today() }

func (d *dueList) gather(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return d.one(ctx, args[0])
	}
	me, err := d.b.Me()
	if err != nil {
		return err
	}
	read := mayBeMine(me)
	mine := func(x duty.Duty) bool { return x.IsFor(me.ID) }
	late := func(l duty.WasLate) bool { return l.IsFor(me.ID) }
	d.about = "for " + me.Name
	switch {
	case d.o.all:
		d.about, read = "every case that you can read", nil
		mine, late = func(duty.Duty) bool { return true }, func(duty.WasLate) bool { return true }
	case d.o.worker != "":
		if err := knownMembers(d.b, []string{d.o.worker}); err != nil {
			return err
		}
		d.about, read = "the cases of "+nameOf(d.b, d.o.worker), nil
		mine, late = d.ofWorker, d.lateOfWorker
	}
	if d.work, err = gatherWork(ctx, d.b, me, read, nil); err != nil {
		return err
	}
	d.take(mine, late)
	return nil
}

// ofWorker reports whether a duty is one of the worker whom --worker names: in a case of
// theirs, or theirs in another.
func (d *dueList) ofWorker(x duty.Duty) bool {
	return x.Ref.Case != "" && (slices.Contains(x.Whose, d.o.worker) || d.worksIn(x.Ref.Case))
}

func (d *dueList) lateOfWorker(l duty.WasLate) bool {
	return l.AnsweredBy == d.o.worker || d.worksIn(l.Ref.Case)
}

// worksIn reports whether the worker has a case, or covers in it.
func (d *dueList) worksIn(id record.ID) bool {
	i := slices.IndexFunc(d.work.facts, func(f duty.Facts) bool { return f.Docket.Case == id })
	f := d.work.facts[i]
	cover, _ := cases.Covering(f.Covers, f.Docket.KeyWorker, d.today())
	return f.Docket.KeyWorker == d.o.worker || cover.Member == d.o.worker
}

func (d *dueList) one(ctx context.Context, typed string) error {
	id, err := d.b.FindCase(ctx, typed)
	if err != nil {
		return err
	}
	c, err := d.b.Case(ctx, id)
	if err != nil {
		return err
	}
	d.work = &work{world: worldOf(d.b), facts: []duty.Facts{duty.Of(c)}}
	if d.work.list, err = dutiesIn(d.b, c); err != nil {
		return err
	}
	d.single, d.about = true, strings.TrimSpace(id.String()+" "+c.Subject.Name)
	d.take(func(duty.Duty) bool { return true }, func(duty.WasLate) bool { return true })
	return nil
}

// take notes what is asked of those who are asked about.
func (d *dueList) take(mine func(duty.Duty) bool, late func(duty.WasLate) bool) {
	if d.o.late {
		for _, l := range duty.DoneLate(d.work.facts, d.work.world) {
			if late(l) {
				d.past = append(d.past, l)
			}
		}
		return
	}
	for _, t := range duty.ByDue(d.work.list) {
		if mine(t) && d.soon(t) {
			d.list = append(d.list, t)
		}
	}
}

func (d *dueList) soon(t duty.Duty) bool {
	return t.Late > 0 || t.Due.IsZero() || d.o.days < 0 ||
		!d.day(t).After(d.today().AddDays(d.o.days))
}

// day on which a thing is due.
func (d *dueList) day(t duty.Duty) record.Date { return d.b.Policy().Today(t.Due) }
