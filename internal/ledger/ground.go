package ledger

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// ground is what a book stands on. All that the book says rests on it, so that its parts
// move together, by stand alone: the judge has judged up to the tip and no further, and the
// index is read up to the tip's place in history, or, while no ref names the tip, up to
// that of the commit which it goes on from.
type ground struct {
	tip   string        // a commit; "" before the first move
	judge *verify.Judge // of that commit; nil before the first move
	kinds *record.Kinds // as they are there; nil until somebody asks
	index *index
	heard bool // what history says is the judge's word, not the index's
}

// footing is where a book comes to stand.
type footing struct {
	tip   string
	judge *verify.Judge
	place int  // up to which the index is read, once it has what was learned
	heard bool // faults were found, or the index can't be had: it stays so for the book
}

// stand moves the book, and tells the index what the commits up to the place taught. The
// book has moved also where the index could not be written.
func (g *ground) stand(on footing, taught *lessons) error {
	g.tip, g.judge, g.kinds = on.tip, on.judge, nil
	g.heard = g.heard || on.heard
	g.index.at = on.place
	if taught == nil || taught.commits == 0 {
		return nil
	}
	return g.index.learn(taught, on.tip)
}

// goOn stands the book on a tip that was judged and found sound after the one judged last,
// and notes how far main was judged.
func (l *Ledger) goOn(ctx context.Context, last judgedTip, tip string, judge *verify.Judge,
	taught *lessons) error {
	l.noteUnsure(slices.Sorted(maps.Keys(l.touched)))
	on := footing{tip: tip, judge: judge, place: last.place + taught.commits}
	if err := l.stand(on, taught); err != nil || taught.commits == 0 {
		return err
	}
	return l.moveVerified(ctx, last, tip)
}
