package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/team"
)

// worldOf returns the facts outside the cases on which duties depend.
func worldOf(b *casebook.Book) duty.World {
	return duty.World{Team: b.Team(), Policy: b.Policy(), Now: b.Now()}
}

// gatherWork gathers duties from the dockets of all cases and the texts of those that read selects.
// also may be nil. It gets the row of each case that was read.
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

// mayBeMine returns a filter that leaves out, by the docket alone, cases without a duty for a
// member.
func mayBeMine(me team.Member) func(*record.Docket) bool {
	return func(d *record.Docket) bool { return duty.MayBeFor(d, me.ID) }
}

// dutiesIn returns the duties in one case.
func dutiesIn(b *casebook.Book, c *cases.Case) ([]duty.Duty, error) {
	me, _ := b.Me() // somebody outside the team has none
	return duty.GatherCase(b, c, me.ID, worldOf(b))
}
