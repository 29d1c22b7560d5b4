package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

// rosterChange makes the next roster of one, and says in words what it did.
type rosterChange func(t team.Team, at time.Time) (team.Team, string, error)

func changeMember(ctx context.Context, app *App, id string, change func(*team.Member, time.Time) (string, error)) error {
	return changeTeam(ctx, app, memberChange(id, change))
}

func memberChange(id string, change func(*team.Member, time.Time) (string, error)) rosterChange {
	return func(t team.Team, at time.Time) (team.Team, string, error) {
		i := slices.IndexFunc(t.Members, func(m team.Member) bool { return m.ID == id })
		if i < 0 {
			return t, "", withHint(notFound("no member %q", id), "casefile team lists the members")
		}
		if !t.Members[i].Active() {
			return t, "", inState("%s left on %s; what they were stays as it is", id, t.Members[i].Left.Format(time.DateOnly))
		}
		said, err := change(&t.Members[i], at)
		return t, said, err
	}
}

// changeTeam writes the next version of the roster, and says so.
func changeTeam(ctx context.Context, app *App, change rosterChange) error {
	if err := writing(app); err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		done, said, err := writeTeam(ctx, app, b, change)
		if err != nil {
			return err
		}
		if app.global.json {
			return app.document("team", map[string]any{"commit": done.Commit, "version": b.Team().Version})
		}
		app.print("%s", said)
		return nil
	})
}

func writeTeam(ctx context.Context, app *App, b *casebook.Book, change rosterChange) (done *casebook.Done, said string, err error) {
	if err := ready(ctx, app, b, team.OpTeam, ""); err != nil {
		return nil, "", err
	}
	done, err = b.SetTeam(ctx, func(t team.Team, at int64) (team.Team, error) {
		t.Members = slices.Clone(t.Members)
		t.Version++
		next, words, err := change(t, time.Unix(at, 0).UTC())
		said = words
		slices.SortFunc(next.Members, func(x, y team.Member) int { return strings.Compare(x.ID, y.ID) })
		return next, err
	})
	return done, said, err
}
