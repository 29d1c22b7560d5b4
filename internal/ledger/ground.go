package ledger

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// ground is the judged commit that a ledger stands on, with its judge and index. Only stand
// moves them, all together. The judge has judged up to the tip and no further. The index is
// read up to the tip's place in history; for a staged tip, up to the commit that it began from.
type ground struct {
	tip          string        // a commit; "" before the first move
	judge        *verify.Judge // of that commit; nil before the first move
	kinds        *record.Kinds // as they are there; nil until somebody asks
	index        *index
	withoutIndex bool // what history says is the judge's word, not the index's
}

// footing is a new ground for stand.
type footing struct {
	tip          string
	judge        *verify.Judge
	place        int  // up to which the index is read, once it has what was learned
	withoutIndex bool // faults were found, or the index can't be had: it stays so for the book
}

// stand moves the ledger, and adds to the index what the commits up to the place taught. Where
// the index can't be written the ledger has moved all the same.
func (g *ground) stand(on footing, taught *learnedLines) error {
	g.tip, g.judge, g.kinds = on.tip, on.judge, nil
	g.withoutIndex = g.withoutIndex || on.withoutIndex
	g.index.at = on.place
	if taught == nil || taught.commits == 0 {
		return nil
	}
	return g.index.learn(taught, on.tip)
}

// goOn moves the ledger to a tip that was judged and has no fault, and notes how far main was
// judged.
func (l *Ledger) goOn(ctx context.Context, last judgedTip, tip string, judge *verify.Judge,
	taught *learnedLines) error {
	l.noteUnsure(slices.Sorted(maps.Keys(l.touched)))
	on := footing{tip: tip, judge: judge, place: last.place + taught.commits}
	if err := l.stand(on, taught); err != nil || taught.commits == 0 {
		return err
	}
	return l.moveVerified(ctx, last, tip)
}
