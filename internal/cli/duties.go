package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/team"
)

// worldOf returns what duties depend on besides the cases.
func worldOf(b *casebook.Book) duty.World {
	return duty.World{Team: b.Team(), Policy: b.Policy(), Now: b.Now()}
}

// gatherWork looks into the cases that read says yes to, and at the dockets of all; also
// may be nil, and sees the row of each case that was read.
func gatherWork(
	ctx context.Context,
	b *casebook.Book,
	me team.Member,
	read func(*record.Docket) bool,
	also func(*duty.Row),
) (*duty.Work, error) {
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	return duty.Gather(ctx, b, me, worldOf(b), dockets, read, also)
}

// mayBeMine leaves out, from its docket alone, a case in which nothing can be for a
// person.
func mayBeMine(me team.Member) func(*record.Docket) bool {
	return func(d *record.Docket) bool { return duty.MayBeFor(d, me.ID) }
}

// dutiesIn returns the duties in one case, as that case alone tells them.
func dutiesIn(b *casebook.Book, c *cases.Case) ([]duty.Duty, error) {
	me, _ := b.Me() // whoever only looks has none
	return duty.GatherCase(b, c, me.ID, worldOf(b))
}
