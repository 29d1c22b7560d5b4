package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// LookBack moves the ledger to the last commit that had arrived by an earlier instant. Members who
// may read the case now may look back. What was judged stays judged.
func (l *Ledger) LookBack(ctx context.Context, at time.Time) error {
	line, err := l.repo.Since(ctx, "", l.tip)
	if err != nil {
		return err
	}
	place, err := l.arrivedBy(ctx, line, at)
	if err != nil {
		return err
	}
	if place == 0 {
		return fmt.Errorf("%w: the records begin after %s", ErrNotFound,
			at.UTC().Format(time.RFC3339))
	}
	tip := line[place-1]
	judge, err := verify.Resume(storedHistory{ctx: ctx, read: l.repo.Reader, index: l.index}, tip)
	if err != nil {
		return err
	}
	l.present, l.presentPlace, l.presentTeam = l.tip, len(line), l.Team()
	return l.stand(newGround{tip: tip, judge: judge, place: place}, nil)
}

// arrivedBy returns the place of the last commit of a line, from the root on, that is not dated
// after an instant; 0 for none. All commits before it had arrived by then.
func (l *Ledger) arrivedBy(ctx context.Context, line []string, at time.Time) (
	place int, err error,
) {
	backs, err := l.index.clockSetBacks()
	if err != nil {
		return 0, err
	}
	backs = slices.DeleteFunc(backs, func(s clockSetBack) bool { return s.To.After(at) })
	until := 0 // up to this place, an earlier time may follow a later one
	if len(backs) > 0 {
		until = backs[len(backs)-1].place
	}
	for i, id := range line {
		c, err := l.repo.Commit(ctx, id)
		if err != nil {
			return 0, err
		}
		late := c.Committer.When.After(at)
		if late && i+1 >= until {
			break
		}
		if !late {
			place = i + 1
		}
	}
	return place, nil
}

// TeamNow returns the newest roster, by which members are recognised and admitted.
func (l *Ledger) TeamNow() team.Team {
	if l.present == "" {
		return l.Team()
	}
	return l.presentTeam
}

// AsOfThen returns a member with the roles at the instant looked back to. Members who joined later
// keep their present roles.
func (l *Ledger) AsOfThen(m team.Member) team.Member {
	if then, ok := l.Team().Member(m.ID); ok && l.present != "" {
		return then
	}
	return m
}

// LooksBack reports whether the ledger stands on an earlier commit than main's newest.
func (l *Ledger) LooksBack() bool { return l.present != "" }

// Present returns main's newest commit, even while the ledger looks back.
func (l *Ledger) Present() string { return cmp.Or(l.present, l.tip) }

// MayRead reports whether a member can read a case now, whatever they could at the instant looked
// back to.
func (l *Ledger) MayRead(ctx context.Context, d *record.Docket, member string) (bool, error) {
	if l.present == "" {
		return d.Reads(member), nil
	}
	now, err := DocketAt(ctx, l.repo.Reader, l.present, d.Case)
	if err != nil {
		return false, err
	}
	return now.Reads(member), nil
}

// FactsNow returns history's facts of a case up to the newest commit, even while the ledger looks
// back. A text that was erased since is gone from earlier days too.
func (l *Ledger) FactsNow(id record.ID) (*verify.CaseFacts, error) {
	if l.present == "" {
		return l.Facts(id)
	}
	now := *l.index
	now.at = l.presentPlace
	return now.facts(id)
}
