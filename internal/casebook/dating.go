package casebook

import (
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// dateRun is the computing of the dates of several cases, of one child or of many, on one
// parent.
type dateRun struct {
	*parent
	asked   []record.ID // of all that is to be done, of which this is a part
	whole   bool        // all of it is done, or nothing
	list    []*datedCase
	dates   map[record.ID]record.Date // of those in list
	skipped []Skipped
}

// datedCase is one case of it. folded is kept only where others of the same child are computed
// together with it.
type datedCase struct {
	docket *record.Docket
	now    cases.Retention
	others []record.ID // of the same child
	folded *cases.Case
}

func newDating(p *parent, asked []record.ID, whole bool) *dateRun {
	return &dateRun{parent: p, asked: asked, whole: whole, dates: map[record.ID]record.Date{}}
}

// change returns what becomes of the cases of a chunk.
func (d *dateRun) change(chunk []record.ID) (*Change, error) {
	for queue := slices.Clone(chunk); len(queue) > 0; queue = queue[1:] {
		more, err := d.take(queue[0])
		switch {
		case d.ctx.Err() != nil: // what git said when it was ended says nothing of the case
			return nil, d.ctx.Err()
		case skippable(err):
			d.skipped = append(d.skipped, Skipped{queue[0], err})
		case err != nil:
			return nil, err
		}
		for _, id := range more {
			if !slices.Contains(queue, id) && !d.seen(id) {
				queue = append(queue, id)
			}
		}
	}
	d.settle()
	for d.deny() { // whose date stays as it was keeps the others by that
		d.settle()
	}
	if d.whole && len(d.skipped) > 0 {
		return nil, d.skipped[0].Why
	}
	return d.changes()
}

// seen reports whether a case was taken already.
func (d *dateRun) seen(id record.ID) bool {
	return d.settled(id) ||
		slices.ContainsFunc(d.skipped, func(s Skipped) bool { return s.Case == id })
}

// take folds one case, and gives those of the same child that are asked for too.
func (d *dateRun) take(id record.ID) (more []record.ID, err error) {
	if d.seen(id) {
		return nil, nil
	}
	docket, err := d.book.Docket(d.ctx, id)
	if err != nil {
		return nil, err
	}
	if why := cases.CantRetain(docket); why != "" {
		return nil, worded(ErrState, "%s %s", id, why)
	}
	c, err := d.book.Case(d.ctx, id)
	if err != nil {
		return nil, err
	}
	if c.Retention.Unread > 0 {
		return nil, &UnreadError{id, c.Retention.Why}
	}
	x := &datedCase{docket: docket, now: c.Retention, others: c.SameChild()}
	for _, other := range x.others {
		if slices.Contains(d.asked, other) {
			more, x.folded = append(more, other), c
		}
	}
	d.list = append(d.list, x)
	return more, nil
}

// settle works out the dates of cases of one child from what the rules of each give, and gives
// each the latest. It begins with no dates, so that none keeps another by the one that its
// docket has; dates only grow by it, and so it ends.
func (d *dateRun) settle() {
	clear(d.dates)
	for _, x := range d.list {
		if x.folded != nil {
			d.dates[x.docket.Case] = record.Date{}
		}
	}
	for again := true; again; {
		again = false
		for _, x := range d.list {
			if x.folded == nil {
				continue
			}
			x.now = x.folded.RetentionIf(d.dates)
			if is := d.dates[x.docket.Case]; x.now.Until.After(is) {
				d.dates[x.docket.Case], again = x.now.Until, true
			}
		}
	}
}

// until returns the date of one case. The floor is counted from the docket's end of service too,
// which the judge goes by.
func (x *datedCase) until() record.Date {
	floor := x.docket.ServiceEnded.AddYears(1).YearEnd()
	if until := x.now.Until; until.IsZero() || !until.Before(floor) {
		return until
	}
	return floor
}

// same reports whether the docket has that date already, under the policy in force, with
// nothing that asks for a look.
func (d *dateRun) same(x *datedCase) bool {
	return x.docket.RetainUntil == x.until() && x.docket.Policy == d.book.Policy().Version &&
		!x.docket.Blocked(record.BlockRecheck)
}

// deny skips the cases whose date this person may not set, and reports whether there were any.
func (d *dateRun) deny() (any bool) {
	d.list = slices.DeleteFunc(d.list, func(x *datedCase) bool {
		err := d.mayDate(x)
		if err == nil {
			return false
		}
		d.skipped, any = append(d.skipped, Skipped{x.docket.Case, err}), true
		return true
	})
	return any
}

func (d *dateRun) mayDate(x *datedCase) error {
	if d.same(x) {
		return nil
	}
	if err := d.may(team.OpRetain, stanceOf(x.docket, d.me.ID)); err != nil {
		return err
	}
	was := x.docket.RetainUntil
	switch {
	case d.me.ShortensRetention() || !verify.ShortensRetention(was, x.until()):
		return nil
	case was.IsZero():
		return fmt.Errorf("%w: only records or a senior may give %s a date, as it has none",
			ErrDenied, x.docket.Case)
	}
	return fmt.Errorf("%w: only records or a senior may bring the date of %s forward, from %s to "+
		"%s",
		ErrDenied, x.docket.Case, was, x.until())
}

// changes returns the dockets that change, and those of other cases of the same child of which a
// look is asked: where a date has changed, and theirs is another. Two cases so come to one date,
// and then neither asks for a look at the other.
func (d *dateRun) changes() (*Change, error) {
	change := &Change{Op: team.OpRetain}
	for _, x := range d.list {
		if !d.same(x) {
			next := verify.AfterRetain(*x.docket, x.until(), d.book.Policy().Version)
			change.Cases = append(change.Cases, CaseChange{Docket: next})
		}
	}
	for _, x := range d.list {
		until := x.until()
		if until == x.docket.RetainUntil {
			continue
		}
		err := d.askLook(change, x.others, func(o *record.Docket) bool {
			return o.RetainUntil != until && !d.settled(o.Case)
		})
		if err != nil {
			return nil, err
		}
	}
	if len(change.Cases) == 0 {
		return nil, errNothingLeft
	}
	return change, nil
}

// settled reports whether a case was dated together with the others.
func (d *dateRun) settled(id record.ID) bool {
	return slices.ContainsFunc(d.list, func(x *datedCase) bool { return x.docket.Case == id })
}

// retained returns what came of it.
func (d *dateRun) retained() *Retained {
	out := &Retained{Many: Many{Skipped: d.skipped}}
	for _, x := range d.list {
		now := x.now
		now.Until = x.until()
		out.Dated = append(out.Dated, RecomputedDate{Was: x.docket, Now: now, Same: d.same(x)})
	}
	return out
}
