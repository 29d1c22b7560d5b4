package casebook

import (
	"context"
	"errors"
	"time"

	"casefile/internal/team"
)

// ChangeTeam writes the next version of the roster. ErrNoMember or ErrState where the
// member whom the change is about can't be changed.
func (b *Book) ChangeTeam(ctx context.Context, c team.Change) (*Done, error) {
	return b.setTeam(ctx, func(t team.Team, at int64) (team.Team, error) {
		next, err := t.Following(c, time.Unix(at, 0).UTC())
		switch {
		case errors.Is(err, team.ErrNoMember):
			err = worded(ErrNoMember, "%v", err)
		case errors.Is(err, team.ErrLeft), errors.Is(err, team.ErrNothing),
			errors.Is(err, team.ErrKeyEnded):
			err = worded(errors.Join(ErrState, err), "%v", err)
		}
		return next, err
	})
}
