package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/team"
)

// work is what there is to do in all cases, as one person at this copy can know it.
type work struct {
	me     team.Member
	world  duty.World
	facts  []duty.Facts
	list   []duty.Duty
	unread []record.ID // cases whose key could not be opened
}

func worldOf(b *casebook.Book) duty.World {
	return duty.World{Team: b.Team(), Policy: b.Policy(), Now: b.Now()}
}

// mine are the duties that one person sees.
func (w *work) mine() []duty.Duty { return duty.For(w.list, w.me.ID) }

// gatherWork looks into the cases that read says yes to, and at the dockets of all.
// also may be nil; it sees each case that was read.
func gatherWork(
	ctx context.Context,
	b *casebook.Book,
	me team.Member,
	read func(*record.Docket) bool,
	also func(*cases.Case),
) (*work, error) {
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	return gatherWorkOf(ctx, b, me, dockets, read, also)
}

// gatherWorkOf is gatherWork over dockets that were read before.
func gatherWorkOf(
	ctx context.Context,
	b *casebook.Book,
	me team.Member,
	dockets []*record.Docket,
	read func(*record.Docket) bool,
	also func(*cases.Case),
) (*work, error) {
	w := &work{me: me, world: worldOf(b)}
	shown := b.Shown(me.ID)
	facts := map[record.ID]duty.Facts{}
	var err error
	w.unread, err = b.EachCaseOf(ctx, dockets, read, func(c *cases.Case) error {
		f := duty.Of(c)
		f.Here, f.Opened = f.Docket.KeyWorker == me.ID, shown[c.ID]
		facts[c.ID] = f
		if also != nil {
			also(c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, w.withDockets(b, dockets, facts)
}

// withDockets adds what dockets and history tell of every case, and makes the list. Of a
// case that one can't read, nothing is told to anybody but seniors.
func (w *work) withDockets(
	b *casebook.Book,
	dockets []*record.Docket,
	read map[record.ID]duty.Facts,
) error {
	var known []duty.Facts
	for _, d := range dockets {
		f, ok := read[d.Case]
		if !ok {
			f = duty.Facts{Docket: d}
		}
		var err error
		if f.Pending, err = pendingText(b, d); err != nil {
			return err
		}
		w.facts = append(w.facts, f)
		if ok || d.Reads(w.me.ID) || w.me.Has(team.Senior) {
			known = append(known, f)
		}
	}
	w.list = duty.List(known, w.world)
	return nil
}

// pendingText is the entry that a docket waits for, by what the history says of it.
func pendingText(b *casebook.Book, d *record.Docket) (*duty.Text, error) {
	if d.Pending == "" {
		return nil, nil
	}
	given, err := b.Endorsed(d.Case, d.Pending)
	if err != nil {
		return nil, err
	}
	fact, err := b.Standing(record.Ref{Case: d.Case, Entry: d.Pending})
	if err != nil {
		return nil, err
	}
	return duty.PendingText(d, b.Policy(), fact.Author, fact.Committed, given), nil
}

// mayBeMine leaves out, from its docket alone, a case in which nothing can be for a
// person.
func mayBeMine(me team.Member) func(*record.Docket) bool {
	return func(d *record.Docket) bool { return duty.MayBeFor(d, me.ID) }
}

// dutiesIn are the duties in one case, as that case alone tells them.
func dutiesIn(b *casebook.Book, c *cases.Case) ([]duty.Duty, error) {
	f := duty.Of(c)
	var err error
	if f.Pending, err = pendingText(b, c.Docket); err != nil {
		return nil, err
	}
	if me, err := b.Me(); err == nil && me.ID == c.Docket.KeyWorker {
		f.Here, f.Opened = true, b.Shown(me.ID)[c.ID]
	}
	return duty.In(f, worldOf(b)), nil
}

// opened notes that its key worker has seen a case.
func opened(b *casebook.Book, c *cases.Case) {
	b.NoteShown(c.Docket, c.Allocation.Given)
}
