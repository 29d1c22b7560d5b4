package casebook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// LookBack stands the book on the last commit that had arrived by an earlier instant.
// Whoever may read the case now may look back; what was judged stays judged.
func (b *Book) LookBack(ctx context.Context, at time.Time) error {
	line, err := b.repo.Since(ctx, "", b.tip)
	if err != nil {
		return err
	}
	place, err := b.arrivedBy(ctx, line, at)
	if err != nil {
		return err
	}
	if place == 0 {
		return fmt.Errorf("%w: the records begin after %s", ErrNotFound, at.UTC().Format(time.RFC3339))
	}
	tip := line[place-1]
	judge, err := verify.Resume(past{ctx: ctx, read: b.repo.Reader, index: b.index}, tip)
	if err != nil {
		return err
	}
	b.present, b.presentPlace, b.presentTeam = b.tip, len(line), b.Team()
	b.asked, b.clock.Now = b.clock.Now, at
	return b.stand(footing{tip: tip, judge: judge, place: place}, nil)
}

// arrivedBy is the place of the last commit of a line, from the root on, that bears no time
// after an instant: all before it had arrived by then. 0 where there is none.
func (b *Book) arrivedBy(ctx context.Context, line []string, at time.Time) (place int, err error) {
	backs, err := b.index.setBacks()
	if err != nil {
		return 0, err
	}
	backs = slices.DeleteFunc(backs, func(s setBack) bool { return s.To.After(at) })
	until := 0 // up to here an earlier time may follow a later one
	if len(backs) > 0 {
		until = backs[len(backs)-1].place
	}
	for i, id := range line {
		c, err := b.repo.Commit(ctx, id)
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

// Asked is when the command runs, also while the book looks back.
func (b *Book) Asked() time.Time {
	if b.present == "" {
		return b.clock.Now
	}
	return b.asked
}

// teamNow is the roster of today, by which somebody is known and let in.
func (b *Book) teamNow() team.Team {
	if b.present == "" {
		return b.Team()
	}
	return b.presentTeam
}

// asOfThen gives a member the roles that they had at the instant looked at. Who
// joined later has those of today.
func (b *Book) asOfThen(m team.Member) team.Member {
	if then, ok := b.Team().Member(m.ID); ok && b.present != "" {
		return then
	}
	return m
}

// MayRead reports whether a member can read a case today, whoever could at the
// instant looked at.
func (b *Book) MayRead(ctx context.Context, d *record.Docket, member string) (bool, error) {
	if b.present == "" {
		return d.Reads(member), nil
	}
	now, err := docketAt(ctx, b.repo.Reader, b.present, d.Case)
	if err != nil {
		return false, err
	}
	return now.Reads(member), nil
}

// Readable are the dockets of the cases that I may read, as MayRead has it.
func (b *Book) Readable(ctx context.Context) ([]*record.Docket, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	var out []*record.Docket
	for _, d := range dockets {
		mine, err := b.MayRead(ctx, d, me.ID)
		if err != nil {
			return nil, err
		}
		if mine {
			out = append(out, d)
		}
	}
	return out, nil
}
