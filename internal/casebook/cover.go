package casebook

import (
	"context"
	"fmt"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Why there can be no cover for a member. ErrNoCover is ErrNotFound: nothing of theirs is
// there to cover. ErrNoRoleForCover is ErrDenied: the other has no role in which to act
// for them. ErrCoverTooLong is ErrState: the last day is too far away.
var (
	ErrNoCover        = fmt.Errorf("%w: nothing to cover", ErrNotFound)
	ErrNoRoleForCover = fmt.Errorf("%w: no role for it", ErrDenied)
	ErrCoverTooLong   = fmt.Errorf("%w: away for too long", ErrState)
)

// Cover is the plan of cover for a member, before any of it is done.
type Cover struct {
	HandoverPlan
	Absent bool // they have duties besides those of a key worker: the team says who acts
	Told   bool // the team says so already
	// LetIn are the absent member's cases that are opened to the person who covers. Shut are the
	// ones that, by their looks, must be kept from that person.
	LetIn, Shut []record.ID
	Cases       []record.ID // of which they are the key worker
}

// PlanCover settles it, while the roster still says who should read what, and finds first
// what can be refused. Both members are known, and the day is one.
func (b *Book) PlanCover(ctx context.Context, h HandoverPlan) (*Cover, error) {
	away, _ := b.Team().Member(h.From)
	if !away.Active() {
		return nil, worded(ErrState, "%s left on %s", h.From, away.Left.Format(time.DateOnly))
	}
	h.Reason = fmt.Sprintf("%s is away", b.Team().Name(h.From))
	ids, err := b.liveCasesOf(ctx, h.From)
	if err != nil {
		return nil, err
	}
	c := &Cover{HandoverPlan: h, Absent: away.Oversees(), Told: away.AwayAs(h.To, h.Until),
		Cases: ids}
	if !c.Absent {
		if len(ids) == 0 {
			return nil, worded(ErrNoCover, "%s is the key worker of no open case, and has no "+
				"role that waits for them: there is nothing to cover", h.From)
		}
		return c, nil
	}
	if err := b.mayBeAway(ctx, away, h); err != nil {
		return nil, err
	}
	c.LetIn, c.Shut, err = b.standInCases(ctx, h.From, h.To)
	return c, err
}

// mayBeAway refuses an absence that I may not record, or that nobody could bridge.
func (b *Book) mayBeAway(ctx context.Context, away team.Member, h HandoverPlan) error {
	if err := b.MayNow(ctx, team.OpTeam, ""); err != nil {
		return err
	}
	if in, _ := b.Team().Member(h.To); !in.MayActFor(away) {
		return worded(ErrNoRoleForCover, "%s has no role in which to act for %s", h.To, h.From)
	}
	until, err := record.ParseDate(h.Until)
	if err == nil && team.TooLongAway(b.Today().String(), until.String()) {
		err = worded(ErrCoverTooLong, "%s is more than a year away", until)
	}
	return err
}

// Covered is the result of CoverFor.
type Covered struct{ LetIn, Handed Many }

// CoverFor opens an absent member's cases to the people who cover. It records the absence in the
// team's file, and the cover in each case. After an interruption, plan and begin it again: it goes
// on.
func (b *Book) CoverFor(ctx context.Context, c *Cover, steps NextSteps, w Watcher) (*Covered,
	error) {
	var out Covered
	if c.Absent {
		let, err := b.watched(w, "letting in "+c.To, len(c.LetIn),
			func(tell Tell) (*Many, error) { return b.GrantMany(ctx, c.LetIn, c.To, tell) })
		out.LetIn.Take(let)
		if err != nil {
			return &out, err
		}
	}
	if c.Absent && !c.Told {
		_, err := b.ChangeTeam(ctx, team.AwayUntil(c.From, c.To, c.Until))
		if err != nil {
			return &out, err
		}
	}
	err := b.handOverMany(ctx, &out.Handed, c.Cases, BulkHandover{c.HandoverPlan, steps, w})
	return &out, err
}

// EndCover records in the team's file that a member is back since yesterday, so that it stays known
// who covered. What entries say of cover in single cases stands.
func (b *Book) EndCover(ctx context.Context, id string) error {
	m, _ := b.Team().Member(id)
	yesterday := b.Today().AddDays(-1).String()
	_, err := b.ChangeTeam(ctx, team.AwayUntil(id, m.CoveredBy, yesterday))
	return err
}
