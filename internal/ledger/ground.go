package ledger

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// ground is the judged commit that a ledger stands on, with its judge and index. Only stand moves
// them, all together. The judge has judged up to the tip and no further. The index is read up to
// the tip's place in history; for a staged tip, up to the commit that it began from.
type ground struct {
	tip          string        // a commit; "" before the first move
	judge        *verify.Judge // at tip; nil before the first move
	kinds        *record.Kinds // at tip; nil until first needed
	index        *index
	withoutIndex bool // facts come from the judge, not from the index
}

// newGround holds the arguments of stand: a new ground.
type newGround struct {
	tip          string
	judge        *verify.Judge
	place        int  // up to which the index is read, once it has the learned lines
	withoutIndex bool // after faults or without a usable index; stays set
}

// stand moves the ledger, and adds the learned lines to the index. The ledger moves even where the
// index can't be written.
func (g *ground) stand(on newGround, taught *learnedLines) error {
	g.tip, g.judge, g.kinds = on.tip, on.judge, nil
	g.withoutIndex = g.withoutIndex || on.withoutIndex
	g.index.at = on.place
	if taught == nil || taught.commits == 0 {
		return nil
	}
	return g.index.learn(taught, on.tip)
}

// goOn moves the ledger to a judged tip without faults, and notes how far main was judged.
func (l *Ledger) goOn(ctx context.Context, last judgedTip, tip string, judge *verify.Judge,
	taught *learnedLines) error {
	l.noteUnsure(slices.Sorted(maps.Keys(l.touched)))
	on := newGround{tip: tip, judge: judge, place: last.place + taught.commits}
	if err := l.stand(on, taught); err != nil || taught.commits == 0 {
		return err
	}
	return l.moveVerified(ctx, last, tip)
}
