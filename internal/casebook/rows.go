package casebook

import (
	"context"
	"errors"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// EachRow calls do for the row of each case that I can read and that want accepts. It reports
// unread cases as EachCase does.
func (b *Book) EachRow(ctx context.Context, want func(*record.Docket) bool,
	do func(*duty.Row) error) (unread []record.ID, err error) {
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	return b.EachRowOf(ctx, dockets, want, do)
}

// EachRowOf does what EachRow does, for dockets that were read before.
func (b *Book) EachRowOf(ctx context.Context, dockets []*record.Docket,
	want func(*record.Docket) bool, do func(*duty.Row) error) (unread []record.ID, err error) {
	wanted, err := b.readOf(ctx, dockets, want)
	if err != nil {
		return nil, err
	}
	err = b.eachRow(ctx, wanted, rowFor{keeps: true}, func(id record.ID, r readRow) error {
		if b.leavesOut(id, r.err) {
			unread = append(unread, id)
			return nil
		}
		if r.err != nil {
			return r.err
		}
		r.noteLost(b)
		return do(r.row)
	})
	return unread, err
}

// rowFor says what a row is needed for.
type rowFor struct {
	checked bool // each text was checked by the rules of its time
	keeps   bool // folded rows are written to the index; no command that records does that
}

// has reports whether the indexed row of a case is good enough at an instant.
func (f rowFor) has(c *listed, at time.Time) bool {
	return c != nil && c.stored != nil && c.head.stands(at) && (c.head.checked || !f.checked)
}

// readRow is the row of a case, or the reason why there is none.
type readRow struct {
	row   *duty.Row
	c     *cases.Case // nil if the row comes from the index
	err   error
	notes []string
	links []record.ID   // the other cases that the row depends on
	texts []index.Entry // for search
	keeps bool          // the row holds until something is recorded or its time is over
}

// noteLost notes what this copy has lost of the case. A row from the index was made with every
// entry.
func (r readRow) noteLost(b *Book) (some bool) { return r.c != nil && b.LostIn(r.c) }

// eachRow calls do for the rows of cases, in their order. It takes a row from the index if it still
// holds, and else makes it from the entries, which are read on all cores. New rows are written to
// the index.
func (b *Book) eachRow(ctx context.Context, ids []record.ID, use rowFor,
	do func(record.ID, readRow) error) error {
	l := b.listsHere(ctx, len(ids) > 0 && use.keeps)
	if l == nil {
		return b.foldRows(ctx, ids, use, do)
	}
	var had []record.ID
	for _, id := range ids {
		if use.has(l.cases[id], b.clock.Now) {
			had = append(had, id)
		}
	}
	if err := l.openAll(ctx, had); err != nil {
		b.leaveIndex(ctx, err)
		return b.foldRows(ctx, ids, use, do)
	}
	give := func(end record.ID) error {
		for len(had) > 0 && (end == "" || had[0] < end) {
			if err := do(had[0], readRow{row: l.cases[had[0]].row}); err != nil {
				return err
			}
			had = had[1:]
		}
		return nil
	}
	err := b.renew(ctx, l, ids, use, func(id record.ID, r readRow) error {
		if err := give(id); err != nil {
			return err
		}
		return do(id, r)
	})
	if err != nil {
		return err
	}
	return give("")
}

// renew reads the cases without a good enough row in the index, and writes to the index what can be
// kept. Cases are in the order of their IDs.
func (b *Book) renew(ctx context.Context, l *lists, ids []record.ID, use rowFor,
	do func(record.ID, readRow) error) error {
	var lacks []record.ID
	for _, id := range ids {
		if !use.has(l.cases[id], b.clock.Now) {
			lacks = append(lacks, id)
		}
	}
	w := &listWriter{b: b, l: l, keeps: l.keeps && use.keeps}
	defer func() { w.flush(ctx) }()
	return b.foldRows(ctx, lacks, use, func(id record.ID, r readRow) error {
		w.take(ctx, id, r)
		return do(id, r)
	})
}

// openAll decodes the rows of some cases, on all cores.
func (l *lists) openAll(ctx context.Context, ids []record.ID) error {
	return onAllCores(ctx, len(ids), func(i int) error { return l.cases[ids[i]].open() })
}

// foldRows reads the entries of cases on all cores, and hands over their rows in turn.
func (b *Book) foldRows(ctx context.Context, ids []record.ID, use rowFor,
	do func(record.ID, readRow) error) error {
	read := func(one *Book, id record.ID) (readRow, error) {
		r := one.readRow(ctx, id, use)
		return r, r.err
	}
	return eachRead(ctx, b, ids, read, func(id record.ID, r readRow, _ error) error {
		b.note(r.notes...)
		return do(id, r)
	})
}

// readRow folds one case. Each goroutine calls it on a book of its own.
func (b *Book) readRow(ctx context.Context, id record.ID, use rowFor) (r readRow) {
	notes := b.Notes
	b.Notes, b.looked = nil, map[record.ID]bool{}
	defer func() { b.Notes, b.looked = notes, nil }()
	var all opened
	d, err := b.Docket(ctx, id)
	if err == nil {
		all, err = b.openedItems(ctx, d, nil)
	}
	if err == nil {
		r.c, err = b.Fold(ctx, d, all.items)
	}
	if r.err = err; err != nil {
		r.notes = b.Notes
		return r
	}
	r.row = duty.RowOf(r.c)
	if use.checked {
		o := &r.row.Outline
		o.Texts, r.err = b.TextFindings(ctx, r.c)
		o.Checked = true
	}
	since, ahead := aheadUntil(all.items, b.clock.Now)
	if since.After(r.row.Outline.From) {
		r.row.Outline.From = since
	}
	r.notes = b.Notes
	r.keeps = !ahead && len(r.notes) == 0 && r.row.Outline.AllRead() && r.err == nil
	for other := range b.looked {
		if other != id {
			r.links = append(r.links, other)
		}
	}
	slices.Sort(r.links)
	if r.keeps && use.keeps && !b.noIndex {
		r.texts = b.searchEntries(r.c, all)
	}
	return r
}

// looksAt notes another case that the row being folded depends on.
func (b *Book) looksAt(id record.ID) {
	if b.looked != nil {
		b.looked[id] = true
	}
}

// aheadUntil returns from when on no time in the entries is ahead of the clock, as boundFutureDated
// compares them. ahead reports whether one is ahead of the clock now: then the row may change each
// second.
func aheadUntil(items []cases.Item, now time.Time) (since time.Time, ahead bool) {
	for _, it := range items {
		for _, at := range []time.Time{it.Recorded, it.Arrived} {
			if at = at.Add(-verify.ClockSkew); at.After(since) {
				since = at
			}
		}
	}
	return since, since.After(now)
}

// mostEntries is roughly the number of entries that one transaction of the index writes.
const mostEntries = 5000

// listWriter writes folded rows to the index, some thousand entries at a time. So an interrupted
// command goes on where it stopped.
type listWriter struct {
	b       *Book
	l       *lists
	keeps   bool
	changes []index.Change
	entries int
}

// take adds the row of a folded case to what will be written.
func (w *listWriter) take(ctx context.Context, id record.ID, r readRow) {
	if !w.keeps {
		return
	}
	c := &listed{docket: w.l.cases[id].docket}
	if r.keeps {
		if err := c.keep(r); err != nil {
			w.stop(ctx, err)
			return
		}
	}
	_, dirty := w.l.dirty[id]
	if w.l.cases[id] = c; !r.keeps && !dirty {
		return // the index keeps its row: this one was not read to its end
	}
	w.put(ctx, id, r)
}

func (w *listWriter) put(ctx context.Context, id record.ID, r readRow) {
	change, err := w.l.change(id)
	if err != nil {
		w.stop(ctx, err)
		return
	}
	change.Keep, change.Entries = false, r.texts
	w.changes = append(w.changes, change)
	delete(w.l.dirty, id)
	if w.entries += 1 + len(r.texts); w.entries >= mostEntries {
		w.flush(ctx)
	}
}

// change returns the change to the index for one case.
func (l *lists) change(id record.ID) (index.Change, error) {
	c := l.cases[id]
	if c == nil { // the case was on another line
		return index.Change{Row: index.Row{Case: id}, Gone: true}, nil
	}
	data, err := c.store()
	row := index.Row{Case: id, Commit: l.to.Tip, Data: data}
	row.Mine, row.Whole = c.docket.Reads(l.me), c.stored != nil
	row.Since, row.Until, row.Refused = c.head.from, c.head.until, int(c.head.refused)
	for _, other := range c.links {
		if row.Links == nil {
			row.Links = map[record.ID]string{}
		}
		row.Links[other] = ""
	}
	// If no commit touched the case since, its texts are unchanged and may stay.
	return index.Change{Row: row, Keep: !l.dirty[id]}, err
}

// flush writes what was taken. The first flush also writes each row that no longer holds.
func (w *listWriter) flush(ctx context.Context) {
	if !w.keeps || !w.l.moved && len(w.changes) == 0 && len(w.l.dirty) == 0 {
		return
	}
	for id := range w.l.dirty {
		change, err := w.l.change(id)
		if err != nil {
			w.stop(ctx, err)
			return
		}
		w.changes = append(w.changes, change)
	}
	if err := w.l.db.Write(ctx, w.l.to, w.changes); err != nil {
		w.stop(ctx, err)
		return
	}
	clear(w.l.dirty)
	w.l.moved, w.changes, w.entries = false, nil, 0
}

// stop ends writing to the index in this command. If another process wrote the index meanwhile,
// that is as good, and no note is made.
func (w *listWriter) stop(ctx context.Context, why error) {
	w.keeps, w.l.keeps, w.l.lacks = false, false, true
	fault := &index.Fault{}
	if ctx.Err() == nil && !(errors.As(why, &fault) && fault.Why == index.Moved) {
		w.b.note("the index of your cases was not written: " + why.Error())
	}
}

// EachChecked calls do for the rows of the dockets that I may read, with the findings in their
// texts. An unreadable case ends it with an error, so that an unchecked case is not taken for a
// clean one.
func (b *Book) EachChecked(ctx context.Context, dockets []*record.Docket, me string,
	do func(*duty.Row) error) error {
	var mine []record.ID
	for _, d := range dockets {
		may, err := b.MayRead(ctx, d, me)
		if err != nil {
			return err
		}
		if may {
			mine = append(mine, d.Case)
		}
	}
	return b.eachRow(ctx, mine, rowFor{checked: true, keeps: true},
		func(_ record.ID, r readRow) error {
			if r.err != nil {
				return r.err
			}
			return do(r.row)
		})
}

// EachName calls do with the name of each subject that I can read, or with the reason why it can't
// be read. whole reports whether all entries of the case were read.
func (b *Book) EachName(ctx context.Context, ids []record.ID,
	do func(id record.ID, name string, whole bool, err error) error) error {
	return b.eachRow(ctx, ids, rowFor{keeps: true}, func(id record.ID, r readRow) error {
		if r.err != nil {
			return do(id, "", false, r.err)
		}
		return do(id, r.row.Facts.Name, !r.noteLost(b), nil)
	})
}
