package casebook

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"casefile/internal/aside"
	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
)

// EachCase folds cases on all cores, and calls do with each in the order of their IDs.
//
// It takes the cases that want accepts, and that I can read now, or could at the instant to which
// the book looks back. A nil want accepts all. At most one case a core is held at a time. It
// returns the cases that could not be read: their key does not open, or this copy has lost parts of
// them. A caller who adds up must name these. An error of do ends the work.
func (b *Book) EachCase(ctx context.Context, want func(*record.Docket) bool,
	do func(*cases.Case) error,
) (unread []record.ID, err error) {
	dockets, _, err := b.DocketsHere(ctx)
	if err != nil {
		return nil, err
	}
	return b.EachCaseOf(ctx, dockets, want, do)
}

// EachCaseOf does what EachCase does, over dockets that were read before.
func (b *Book) EachCaseOf(ctx context.Context, dockets []*record.Docket,
	want func(*record.Docket) bool, do func(*cases.Case) error,
) (unread []record.ID, err error) {
	wanted, err := b.readOf(ctx, dockets, want)
	if err != nil {
		return nil, err
	}
	err = b.eachFolded(ctx, wanted, func(id record.ID, c *cases.Case, err error) error {
		if b.leavesOut(id, err) {
			unread = append(unread, id)
			return nil
		}
		if err != nil {
			return err
		}
		b.LostIn(c)
		return do(c)
	})
	return unread, err
}

// leavesOut notes a case of which an error says that I can't read it here.
func (b *Book) leavesOut(id record.ID, err error) bool {
	out := b.LostCase(id, err) || errors.Is(err, ErrNoKey) || errors.Is(err, ErrOtherKey)
	if out && !b.LeavesOut(id) {
		b.omit(cases.NotRead{Case: id, Why: "your key of it does not open"})
	}
	return out
}

// readOf returns the cases that I can read and that want accepts.
func (b *Book) readOf(ctx context.Context, dockets []*record.Docket,
	want func(*record.Docket) bool,
) ([]record.ID, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var out []record.ID
	for _, d := range dockets {
		mine, err := b.MayRead(ctx, d, me.ID)
		if err != nil {
			return nil, err
		}
		if (mine || d.Reads(me.ID)) && (want == nil || want(d)) {
			out = append(out, d.Case)
		}
	}
	return out, nil
}

// eachFolded folds cases on all cores, and calls do with each in the given order.
func (b *Book) eachFolded(ctx context.Context, ids []record.ID,
	do func(record.ID, *cases.Case, error) error,
) error {
	fold := func(one *Book, id record.ID) (*cases.Case, error) { return one.Case(ctx, id) }
	return eachRead(ctx, b, ids, fold, do)
}

// was is the result of reading one case, with the notes that it gave rise to.
type was[T any] struct {
	read  T
	err   error
	notes []string
}

// eachRead reads cases on all cores, and calls do with each result in the given order.
func eachRead[T any](ctx context.Context, b *Book, ids []record.ID,
	read func(*Book, record.ID) (T, error),
	do func(record.ID, T, error) error) error {
	if len(ids) == 0 {
		return nil
	}
	readers, err := b.readers(ctx, ids)
	if err != nil {
		return err
	}
	tell, end := b.Watching().Begin("reading cases", len(ids))
	defer end()
	beside := func(i int) was[T] {
		one := <-readers
		defer func() { readers <- one }()
		one.Notes = nil
		t, err := read(one, ids[i])
		return was[T]{t, err, one.Notes}
	}
	return aside.InOrder(ctx, len(ids), beside, func(i int, w was[T]) error {
		if errors.Is(w.err, ledger.ErrIndex) { // this book makes it anew, and no reader does
			w.read, w.err = read(b, ids[i])
		}
		b.note(w.notes...)
		tell(1)
		return do(ids[i], w.read, w.err)
	})
}

// readers returns as many books as there are cores, for readers at work beside each other. They
// stand where this one does. What they note is their own. The kinds are read before, and the person
// is asked for an identity once.
func (b *Book) readers(ctx context.Context, ids []record.ID) (chan *Book, error) {
	if _, err := b.Kinds(ctx); err != nil {
		return nil, err
	}
	beside, err := b.Ledger.Beside(ids)
	if err != nil {
		return nil, err
	}
	person := b.person
	person.Identity = sync.OnceValues(b.person.Identity)
	person.Signer = sync.OnceValues(b.person.Signer)
	_, _ = person.Identity() // a question for it is asked before there is anything to see
	out := make(chan *Book, runtime.GOMAXPROCS(0))
	for range cap(out) {
		one := *b
		one.Ledger, one.person, one.notAfter = beside(), person, nil
		out <- &one
	}
	return out, nil
}

// note adds what is to be told to whoever reads, each once.
func (b *Book) note(words ...string) {
	for _, w := range words {
		if !slices.Contains(b.Notes, w) {
			b.Notes = append(b.Notes, w)
		}
	}
}
