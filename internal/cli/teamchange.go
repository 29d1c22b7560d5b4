package cli

import (
	"context"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// changeTeam writes the next version of the roster, and says of it what was done.
func changeTeam(ctx context.Context, app *App, change team.Change,
	said func(team.Team) string) error {
	if err := writing(app); err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		return changeTeamIn(ctx, app, b, change, said)
	})
}

// changeTeamIn is changeTeam for a command that has looked at the records before.
func changeTeamIn(ctx context.Context, app *App, b *casebook.Book, change team.Change,
	said func(team.Team) string) error {
	if err := ready(ctx, app, b, team.OpTeam, ""); err != nil {
		return err
	}
	done, err := b.ChangeTeam(ctx, change)
	if err != nil {
		return teamHint(err)
	}
	if app.global.json {
		return app.document("team",
			map[string]any{"commit": done.Commit, "version": b.Team().Version})
	}
	app.print("%s", said(b.Team()))
	return nil
}

// teamHint says what helps where the team can't be changed so.
func teamHint(err error) error {
	switch {
	case errors.Is(err, casebook.ErrNoMember):
		return withHint(err, "casefile team lists the members")
	case errors.Is(err, team.ErrInvalid):
		return withHint(err, "casefile team lists everybody, who left too: "+
			"no ID and no address is given twice")
	case errors.Is(err, team.ErrLeft):
		return withHint(err, "%s", comeBackHelp)
	case errors.Is(err, casebook.ErrState):
		return withHint(err, "casefile team shows who is there")
	}
	return err
}

// comeBackHelp is for whoever left: what they were stays as it is, and they begin anew.
const comeBackHelp = "who comes back makes a new identity, with an ID and an address that " +
	"nobody had, and joins by its card: casefile team add CARD"

// rolesNamed reads role names, and refuses others with the list of all.
func rolesNamed(names []string) ([]team.Role, error) {
	roles, ok := team.RolesNamed(names)
	if !ok {
		var all []string
		for _, r := range team.Roles() {
			all = append(all, string(r))
		}
		return nil, usage("roles are some of %s, not %q", record.Enumerated(all),
			strings.Join(names, ","))
	}
	return roles, nil
}
