package cli

import (
	"context"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// changeTeam records the next version of the roster, and says what changed.
func changeTeam(ctx context.Context, app *App, change team.Change,
	said func(team.Team) string) error {
	if err := writing(app); err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		return changeTeamIn(ctx, app, b, change, said)
	})
}

// changeTeamIn does the same for a command that has opened the records already.
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

// teamHint adds the hint where the team can't be changed so.
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

// comeBackHelp is the hint for a member who left. Their old entry in the team stays, and they begin
// again as somebody new.
const comeBackHelp = "who comes back makes a new identity, with an ID and an address that " +
	"nobody had, and joins by its card: casefile team add CARD"

// rolesNamed parses role names. It refuses unknown ones with a list of all.
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
