package cases

import (
	"cmp"
	"slices"
	"time"

	"casefile/internal/record"
)

// Fold works out the state of a case. Policy must be given; the docket may be
// nil where entries stand alone, as plain files do.
func Fold(in Input) *Case {
	c := begin(in)
	items := c.accepted()
	c.Tombstones = c.tombstones()
	c.join(items)
	c.index()
	c.endorse(items)
	c.subject()
	c.raise()
	c.allocation()
	c.seen()
	c.risks()
	c.plan()
	c.decisions()
	c.referrals()
	c.concerns()
	c.actions()
	c.ending()
	c.access()
	c.transfers()
	c.textForks()
	c.deadlines()
	c.ever = c.everTold()
	c.Retention = c.retain(c.serviceEnded())
	c.findings(items)
	return c
}

// begin takes the input apart from its order, so that nothing later can
// depend on it.
func begin(in Input) *Case {
	in.Items = slices.Clone(in.Items)
	slices.SortFunc(in.Items, func(a, b Item) int {
		if a.Entry == nil || b.Entry == nil {
			return cmp.Or(cmp.Compare(btoi(a.Entry != nil), btoi(b.Entry != nil)),
				cmp.Compare(a.Commit, b.Commit), cmp.Compare(a.SHA256, b.SHA256),
				cmp.Compare(a.Fault, b.Fault))
		}
		return cmp.Or(a.Recorded.Compare(b.Recorded), cmp.Compare(a.Seq, b.Seq),
			cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Commit, b.Commit))
	})
	c := &Case{Docket: in.Docket, Now: in.Now, in: in, zone: in.Policy.Zone(),
		byID: map[record.ID]*Thread{}, beside: map[*Item]*Item{},
		erasedOf: map[record.ID]*Thread{}, ids: idsOf(in.Items), severity: severities()}
	c.hour = hour{now: in.Now, today: in.Policy.Today(in.Now), zone: c.zone}
	c.Today = c.hour.today
	if in.Docket != nil {
		c.ID = in.Docket.Case
	}
	return c
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// accepted returns the entries that stood at the instant and that the history accepts; the refused
// ones are kept to be shown.
func (c *Case) accepted() []*Item {
	var out []*Item
	for i := range c.in.Items {
		it := &c.in.Items[i]
		switch {
		case !c.stood(it):
		case it.Fault != "" || it.Entry == nil:
			c.Faults = append(c.Faults, *it)
		default:
			out = append(out, it)
		}
	}
	if c.ID == "" && len(out) > 0 {
		c.ID = out[0].Case
	}
	return out
}

// reached returns the time at which the entry came into the shared record, as far as is known.
func (it *Item) reached() time.Time {
	switch {
	case !it.Arrived.IsZero():
		return it.Arrived
	case it.Committed.IsZero() && it.Entry != nil:
		return it.Recorded
	}
	return it.Committed
}

// since returns the time of recording, as the start of a clock. If a clock that was ahead dated the
// entry, the time of the commit before it counts. So no wrong clock puts anything off.
func (it *Item) since() time.Time { return it.noLater(it.Recorded) }

// firstSince is since for the time when the entry was first written down.
func (it *Item) firstSince() time.Time { return it.noLater(it.FirstRecorded()) }

func (it *Item) noLater(at time.Time) time.Time {
	if !it.After.IsZero() && it.After.Before(at) {
		return it.After
	}
	return at
}

// StoodAt reports whether the entry was in the shared record at an instant; the zero
// instant stands for all times.
func (it *Item) StoodAt(at time.Time) bool { return at.IsZero() || !it.reached().After(at) }

// stood reports whether an entry is in the record that is looked at. No clock hides one:
// only a look back does (FORMAT.md, 9).
func (c *Case) stood(it *Item) bool { return it.StoodAt(c.in.AsAt) }

// author returns the member who answers for the entry.
func (it *Item) author() string { return cmp.Or(it.Author, it.By) }

// Live reports whether work on a case goes on: an intake, an open case, or one that
// is closing. Entries without a docket, as plain files are, count as live.
func Live(d *record.Docket) bool {
	return d == nil || slices.Contains([]record.Status{record.Intake, record.Open, record.Closing},
		d.Status)
}

// live reports whether work on the case goes on, so that clocks run.
func (c *Case) live() bool { return Live(c.Docket) }

// of returns the current texts of some kinds, in the order of the chronology.
func (c *Case) of(kinds ...string) []*Thread {
	var out []*Thread
	for _, t := range c.threads {
		if slices.Contains(kinds, t.Kind) {
			out = append(out, t)
		}
	}
	return out
}

// linked returns the threads of this case to which one links by a relation.
func (c *Case) linked(t *Thread, relation string) []*Thread {
	return c.threadsOf(t.Links[relation])
}

func (c *Case) threadsOf(refs []record.Ref) []*Thread {
	var out []*Thread
	for _, ref := range refs {
		if to := c.thread(ref); to != nil && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

func (c *Case) thread(ref record.Ref) *Thread {
	if ref.Entry == "" || ref.Case != c.ID && ref.Case != "" {
		return nil
	}
	return cmp.Or(c.byID[ref.Entry], c.erasedOf[ref.Entry])
}

// linking returns the threads of some kinds that link to one by a relation, in the order of the
// chronology.
func (c *Case) linking(to *Thread, relation string, kinds ...string) []*Thread {
	var out []*Thread
	for _, t := range to.linking[relation] {
		if slices.Contains(kinds, t.Kind) {
			out = append(out, t)
		}
	}
	return out
}

// index notes on each thread which others link to it.
func (c *Case) index() {
	for _, t := range c.threads {
		for relation := range t.Links {
			for _, to := range c.linked(t, relation) {
				if to == t {
					continue
				}
				if to.linking == nil {
					to.linking = map[string][]*Thread{}
				}
				to.linking[relation] = append(to.linking[relation], t)
			}
		}
		for _, to := range c.droppedBy(t) {
			to.dropped = append(to.dropped, t)
		}
	}
}

// droppedBy returns the threads to which an earlier version of one links, and none of those that
// stand does by the same relation.
func (c *Case) droppedBy(t *Thread) []*Thread {
	var out []*Thread
	for _, v := range t.History {
		for relation, refs := range v.Links {
			for _, to := range c.threadsOf(refs) {
				if to != t && !slices.Contains(c.linked(t, relation), to) &&
					!slices.Contains(out, to) {
					out = append(out, to)
				}
			}
		}
	}
	return out
}

// Threads returns the current texts of some kinds, of all when none is named, in the order of the
// chronology.
func (c *Case) Threads(kinds ...string) []*Thread {
	if len(kinds) == 0 {
		return slices.Clone(c.threads)
	}
	return c.of(kinds...)
}

// Thread finds an entry, in whichever version, or nil.
func (c *Case) Thread(id record.ID) *Thread { return c.byID[id] }

// Short shows an entry with as many symbols as tell it apart in its case: it
// need only be compared with its neighbours in order.
func (c *Case) Short(id record.ID) string {
	at, found := slices.BinarySearch(c.ids, id)
	after := at
	if found {
		after++
	}
	return record.Short(id,
		append(slices.Clone(c.ids[max(at-1, 0):at]), c.ids[after:min(after+1, len(c.ids))]...))
}

// idsOf returns the IDs of all entries given, refused ones among them, sorted.
func idsOf(items []Item) []record.ID {
	var out []record.ID
	for _, it := range items {
		if it.Entry != nil {
			out = append(out, it.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// day of an instant in the agency's zone.
func (c *Case) day(t time.Time) record.Date { return record.DateOf(t.In(c.zone)) }

// name of a member, or the member's ID where no name is known.
func (c *Case) name(member string) string { return cmp.Or(c.in.Names[member], member) }
