package cli

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// A command that is about a case asks for it where a person is at a terminal and named none.
// There a name may be typed, which no argument has: shells keep those.

// readsCase lets a command that only reads ask. A name finds its case where it is unambiguous.
func readsCase(app *App, cmd *cobra.Command) *cobra.Command { return asksCase(app, cmd, readCase) }

// writesCase lets a command that writes ask. Whoever types a name sees the case, and says that it
// is the one.
func writesCase(app *App, cmd *cobra.Command) *cobra.Command { return asksCase(app, cmd, confirmCase) }

// settling makes one case of those that a name fits.
type settling func(app *App, b *casebook.Book, list []casebook.NamedCase) (casebook.NamedCase, error)

func asksCase(app *App, cmd *cobra.Command, settle settling) *cobra.Command {
	args, run := cmd.Args, cmd.RunE
	asks := func() bool { return app.InTTY && !app.global.noInput && !app.global.json }
	cmd.Args = func(cmd *cobra.Command, list []string) error {
		if len(list) == 0 && asks() && args(cmd, []string{"CASE"}) == nil {
			return nil
		}
		return args(cmd, list)
	}
	cmd.RunE = func(cmd *cobra.Command, list []string) error {
		if len(list) == 0 && asks() {
			id, err := askCase(cmd.Context(), app, settle)
			if err != nil {
				return err
			}
			list = []string{id}
		}
		return run(cmd, list)
	}
	return cmd
}

// askCase asks for a case, or an entry, and gives its ID.
func askCase(ctx context.Context, app *App, settle settling) (string, error) {
	typed, err := app.Ask("Which case? Its ID, or a name: ")
	switch {
	case err != nil:
		return "", err
	case typed == "":
		return "", withHint(usage("no case was named"), "casefile list shows the cases")
	case record.LooksLikeID(typed):
		return typed, nil
	}
	id := ""
	err = withBookAsItIs(ctx, app, func(b *casebook.Book) error {
		list, err := b.NamedCases(ctx, typed)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return withHint(notFound("no case that you can read has this name"), "casefile list shows the cases")
		}
		one, err := settle(app, b, list)
		id = one.ID.String()
		return err
	})
	return id, err
}

// readCase takes the case that a reader means, and says which it is; where there are several it
// asks.
func readCase(app *App, b *casebook.Book, list []casebook.NamedCase) (casebook.NamedCase, error) {
	if one, ok := casebook.OwnOf(list); ok {
		app.say("%s", namedLine(b, one))
		return one, nil
	}
	return chooseCase(app, b, list)
}

// confirmCase shows the choice, and has it confirmed.
func confirmCase(app *App, b *casebook.Book, list []casebook.NamedCase) (casebook.NamedCase, error) {
	if len(list) > 1 {
		return chooseCase(app, b, list)
	}
	app.say("%s", namedLine(b, list[0]))
	yes, err := app.Confirm("Is it this one?")
	if err == nil && !yes {
		err = fmt.Errorf("%wno case was chosen", errSilent{errNothing})
	}
	return list[0], err
}

// mostChoices is how many cases somebody chooses from: more make a list that nobody reads.
const mostChoices = 20

// chooseCase has somebody say which one, by its number.
func chooseCase(app *App, b *casebook.Book, list []casebook.NamedCase) (none casebook.NamedCase, err error) {
	if len(list) > mostChoices {
		return none, withHint(fmt.Errorf("%wthe name fits %d cases", errSilent{casebook.ErrAmbiguous}, len(list)),
			"type more of it, or the case's ID: casefile list")
	}
	for i, n := range list {
		app.say("%2d  %s", i+1, namedLine(b, n))
	}
	said, err := app.Ask(fmt.Sprintf("Which one? [1 to %d] ", len(list)))
	if err != nil {
		return none, err
	}
	number, err := strconv.Atoi(said)
	if err != nil || number < 1 || number > len(list) {
		return none, fmt.Errorf("%wno case was chosen", errSilent{errNothing})
	}
	return list[number-1], nil
}

// namedLine is a case as somebody knows it again: name and age, how it stands, and whose it is.
func namedLine(b *casebook.Book, n casebook.NamedCase) string {
	worker := "nobody yet"
	if n.KeyWorker != "" {
		worker = cmp.Or(b.Team().Name(n.KeyWorker), n.KeyWorker)
	}
	parts := []string{n.ID.String(), n.Name, n.Age, string(n.Status), "key worker " + worker}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "  ")
}
