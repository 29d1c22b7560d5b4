package casebook

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"casefile/internal/duty"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/search"
)

// lists are my index's facts of all cases, at the tip of the book. Every case is in it with its
// docket. A case also has its row, if its entries were read since it last changed, and all could
// be. A case without a row is folded by whoever needs it.
type lists struct {
	db    *index.DB
	made  string // what texts are decoded by: see decodedBy
	me    string // member
	keeps bool   // what is folded anew is written
	whole bool   // all cases were read of it; a search looks at few
	cases map[record.ID]*listed
	to    index.State        // where the index stands once what is dirty is written
	moved bool               // it does not stand there yet
	lacks bool               // something that was read could not be written
	dirty map[record.ID]bool // what it has of these does not stand; true = nor do their texts
}

// listed is the index's record of one case.
type listed struct {
	docket *record.Docket
	head   rowHead     // of the row
	row    *duty.Row   // nil where there is none, and until it is asked for
	stored []byte      // the row as it was written; nil where there is none
	links  []record.ID // other cases that the row tells of
}

// listsHere returns the index lists of this command, or nil where it works without the index.
// Unless anew is set, a missing index is not begun. A person who can open nothing is then asked for
// no identity.
func (b *Book) listsHere(ctx context.Context, anew bool) *lists {
	l := b.listsOpened(ctx, anew)
	if l == nil || l.whole {
		return l
	}
	if err := b.readLists(ctx, l); err != nil {
		b.leaveIndex(ctx, err)
		return nil
	}
	return l
}

// listsOpened returns the lists of this command as they are. They may not have been read yet.
func (b *Book) listsOpened(ctx context.Context, anew bool) *lists {
	if b.lists != nil || b.noIndex {
		return b.lists
	}
	o, ok := b.myIndex(anew)
	if !ok {
		return nil
	}
	l, err := b.openLists(ctx, o)
	if err != nil {
		b.leaveIndex(ctx, err)
		return nil
	}
	b.lists = l
	return l
}

// myIndex returns the options that open my index; ok is false where this book can't use it.
func (b *Book) myIndex(anew bool) (o index.Options, ok bool) {
	me, err := b.Me()
	if b.noIndex = err != nil || !b.atTip(); b.noIndex {
		return o, false
	}
	folder := filepath.Join(index.Lists(b.repo.CommonDir()), me.ID)
	if _, err := os.Lstat(folder); err != nil && !anew {
		return o, false
	}
	b.person.Identity = sync.OnceValues(b.person.Identity) // asked for once, also where it fails
	id, err := b.person.Identity()
	if b.noIndex = err != nil || id.Recipient() != me.Recipient; b.noIndex {
		return o, false // what goes wrong with the cases for want of it says so
	}
	return index.Options{Dir: b.repo.CommonDir(), Member: me.ID, Identity: id,
		Fold: search.Folded, Mark: b.MarkFor("lists")}, true
}

// atTip reports whether the book stands where an index can: on the newest commit of main, as
// judged, and not on one that is only being written.
func (b *Book) atTip() bool {
	return !b.LooksBack() && b.Accident() == nil && b.staged == nil && !b.WithoutIndex()
}

// leaveIndex goes on without the index, and says why in one line.
func (b *Book) leaveIndex(ctx context.Context, why error) {
	b.CloseLists()
	b.noIndex = true
	if ctx.Err() == nil {
		b.note("this went without the index of your cases: " + why.Error())
	}
}

// CloseLists ends the work with the index. Whoever opened the book does so at its end.
func (b *Book) CloseLists() {
	if b.lists != nil {
		_ = b.lists.db.Close() // what was written is there
		b.lists = nil
	}
}

// openLists opens my index.
func (b *Book) openLists(ctx context.Context, o index.Options) (*lists, error) {
	l := &lists{me: o.Member, keeps: true}
	var err error
	l.db, err = index.Open(ctx, o)
	if isFault(err, index.Sealed) {
		sealed := err
		o.ReadOnly, l.keeps = true, false
		if l.db, err = index.Open(ctx, o); isFault(err, index.Missing) {
			err = sealed
		}
	}
	if err != nil {
		return nil, err
	}
	if l.made, err = b.decodedBy(ctx); err != nil {
		return nil, errors.Join(err, l.db.Close())
	}
	if why, anew := l.db.Remade(); anew {
		b.note("the index of your cases is built again: " + why.String())
	}
	return l, nil
}

func isFault(err error, why index.Why) bool {
	var fault *index.Fault
	return errors.As(err, &fault) && fault.Why == why
}

// since is the commit at which the index stood, with the changes in the record since then.
type since struct {
	was     index.State
	touched map[record.ID]bool // cases
	same    bool               // all else that rows depend on is as it was
	begin   bool               // nothing in it can be taken
}

// listsSince compares where the index stands with where the book does.
func (b *Book) listsSince(ctx context.Context, l *lists) (s since, err error) {
	l.cases, l.dirty = map[record.ID]*listed{}, map[record.ID]bool{}
	versions, err := b.rowVersions(ctx)
	if err != nil {
		return s, err
	}
	l.to = index.State{Tip: b.Tip(), Place: int64(b.Place()), Versions: versions}
	if s.was, err = l.db.State(ctx); err != nil {
		return s, err
	}
	if byNewer(s.was.Versions, versions) {
		return s, &index.Fault{Why: index.Newer}
	}
	if s.was.Tip != "" && l.keeps && byNewer(versions, s.was.Versions) {
		b.note("the index of your cases is built again: " + index.Older.String())
	}
	l.moved = !s.was.Equal(l.to)
	s.same = maps.Equal(s.was.Versions, versions)
	if s.was.Tip == "" || s.was.Versions["layout"] != versions["layout"] {
		s.begin = true
		return s, nil
	}
	touched, ahead, err := b.CasesSince(ctx, s.was.Tip)
	s.touched, s.begin = touched, err != nil
	l.keeps = l.keeps && !ahead // what another process has learned since is newer
	return s, nil
}

// readLists reads what the index has, and leaves out what does not stand any more.
func (b *Book) readLists(ctx context.Context, l *lists) error {
	s, err := b.listsSince(ctx, l)
	switch {
	case err != nil:
		return err
	case s.begin:
		err = b.beginLists(ctx, l)
	default:
		if err = l.read(ctx, s); err == nil {
			err = b.readTouched(ctx, l, s.touched)
		}
	}
	l.whole = err == nil
	return err
}

// beginLists begins with the dockets alone.
func (b *Book) beginLists(ctx context.Context, l *lists) error {
	lost, err := b.Ledger.EachDocketHere(ctx, func(d *record.Docket) error {
		l.cases[d.Case], l.dirty[d.Case] = &listed{docket: d}, true
		return nil
	})
	if err == nil && len(lost) > 0 { // a docket, or a folder of many
		err = errors.New("not every docket can be read in this copy")
	}
	return err
}

// read takes from the index what stands: the dockets of cases that no commit touched since, and
// the rows that besides are of the same versions, and tell of no other case that was touched.
func (l *lists) read(ctx context.Context, s since) error {
	rows, err := l.all(ctx, s.was)
	for _, c := range rows {
		l.take(c, s)
	}
	return err
}

// take takes one case from the index, as far as it stands.
func (l *lists) take(c *listed, s since) {
	isTouched := func(id record.ID) bool { return s.touched[id] }
	id := c.docket.Case
	switch {
	case s.touched[id]: // its docket is read again
		l.dirty[id] = true
		return
	case c.stored != nil && (!s.same || slices.ContainsFunc(c.links, isTouched)):
		c.stored, c.links, l.dirty[id] = nil, nil, false
	}
	l.cases[id] = c
}

// readTouched reads the dockets of the cases that were touched.
func (b *Book) readTouched(ctx context.Context, l *lists, touched map[record.ID]bool) error {
	for id := range touched {
		d, err := b.Docket(ctx, id)
		if errors.Is(err, ErrNotFound) { // only the other line has it
			continue
		}
		if err != nil {
			return err
		}
		l.cases[id], l.dirty[id] = &listed{docket: d}, true
	}
	return nil
}

// dockets returns all of them, in the order of their IDs.
func (l *lists) dockets() []*record.Docket {
	out := make([]*record.Docket, 0, len(l.cases))
	for _, c := range l.cases {
		out = append(out, c.docket)
	}
	slices.SortFunc(out, func(a, b *record.Docket) int {
		return strings.Compare(string(a.Case), string(b.Case))
	})
	return out
}

// DocketsListed returns the same as DocketsHere, from the index where there is one. It is for pages
// that open cases too: the index needs an identity.
func (b *Book) DocketsListed(ctx context.Context) (
	out []*record.Docket, lost []record.ID, err error,
) {
	if l := b.listsHere(ctx, false); l != nil {
		return l.dockets(), nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return b.DocketsHere(ctx)
}
