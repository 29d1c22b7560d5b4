package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// A command that is about a case asks for it where a person is at a terminal and named none, or
// typed - in its place. There a name may be typed, which no argument has: shells keep those.

// caseArg is how a command asks for its case.
type caseArg struct {
	at int // which of the arguments it is
	// lacks says whether the command can't do without a case and the arguments have none.
	lacks func(cmd *cobra.Command, args []string) bool
	// confirms says whether the command writes, or its answer leaves the house; nil = never.
	confirms func(cmd *cobra.Command, args []string) bool
}

// caseChoice is how one case is made of those that a name fits.
type caseChoice bool

const (
	readCase    caseChoice = false // whoever reads is told which it is
	confirmCase caseChoice = true  // whoever writes says yes to name and age
)

// readsCase lets a command that only reads ask. A name finds its case where it is unambiguous.
func readsCase(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: noArguments})
}

// writesCase lets a command that writes ask, or one whose answer leaves the house. Whoever types a
// name sees the case, and says that it is the one.
func writesCase(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: noArguments, confirms: always})
}

// writesCaseWith is for commands whose case is followed by something else, as in add note.
func writesCaseWith(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: onlyNonID, confirms: always})
}

// noArguments is of commands that take a case alone.
func noArguments(_ *cobra.Command, args []string) bool { return len(args) == 0 }

// onlyNonID is of commands that take a case and one thing more, which is no ID.
func onlyNonID(_ *cobra.Command, args []string) bool {
	return len(args) == 1 && args[0] != askForCase && !record.LooksLikeID(args[0])
}

// never is of commands that do something else without a case.
func never(*cobra.Command, []string) bool { return false }

// always is of commands that write whatever they are given.
func always(*cobra.Command, []string) bool { return true }

// unlessFlag is of commands that take a case alone, or work on others by a flag.
func unlessFlag(name string) func(*cobra.Command, []string) bool {
	return func(cmd *cobra.Command, args []string) bool {
		return len(args) == 0 && !cmd.Flags().Changed(name)
	}
}

// askForCase in the place of a case has the program ask for it.
const askForCase = "-"

// byName marks commands that ask for their case.
const byName = "by name"

func asksCase(app *App, cmd *cobra.Command, a caseArg) *cobra.Command {
	marks := map[string]string{byName: "yes"}
	maps.Copy(marks, cmd.Annotations)
	cmd.Annotations = marks
	args, run := cmd.Args, cmd.RunE
	cmd.Args = func(cmd *cobra.Command, list []string) error {
		if app.asksCases() && a.isLeftOut(cmd, list) {
			return args(cmd, a.with(list, "CASE"))
		}
		if a.isAskedFor(list) {
			return nobodyToAsk()
		}
		return args(cmd, list)
	}
	cmd.RunE = func(cmd *cobra.Command, list []string) error {
		if !app.asksCases() || !a.isLeftOut(cmd, list) {
			return run(cmd, list)
		}
		settle := readCase
		if a.confirms != nil && a.confirms(cmd, list) {
			settle = confirmCase
		}
		id, err := askCase(cmd.Context(), app, "Which case?", settle)
		if err != nil {
			return err
		}
		return run(cmd, a.with(list, id))
	}
	return cmd
}

// asksCases reports whether somebody is there who can be asked.
func (app *App) asksCases() bool { return app.InTTY && !app.global.noInput && !app.global.json }

// isLeftOut reports whether the case is to be asked for.
func (a caseArg) isLeftOut(cmd *cobra.Command, args []string) bool {
	return a.isAskedFor(args) || a.lacks(cmd, args)
}

// isAskedFor reports whether - stands for the case.
func (a caseArg) isAskedFor(args []string) bool {
	return len(args) > a.at && args[a.at] == askForCase
}

// with returns the arguments with a case in its place.
func (a caseArg) with(args []string, id string) []string {
	if a.isAskedFor(args) {
		return slices.Replace(slices.Clone(args), a.at, a.at+1, id)
	}
	return slices.Insert(slices.Clone(args), a.at, id)
}

// askCase asks for a case, or an entry, and gives its ID.
func askCase(ctx context.Context, app *App, which string, settle caseChoice) (string, error) {
	return askedCase(app, which, func(name string) (id string, err error) {
		err = withBookAsItIs(ctx, app, func(b *casebook.Book) (err error) {
			id, err = caseNamed(ctx, app, b, name, settle)
			return err
		})
		return id, err
	})
}

func nobodyToAsk() error {
	return withHint(usage("a case for - is asked for at a terminal only"),
		"casefile list shows the cases")
}

// maxAttempts is how often somebody is asked who mistypes.
const maxAttempts = 3

// errNoSuchName is of a name that no case has.
var errNoSuchName = notFound("no case that you can read has this name")

// noSuchNameHelp is for whoever typed what is no child's name: somebody else's, a number, a day.
const noSuchNameHelp = "casefile search finds what texts say: other people, addresses, numbers, " +
	"days; casefile list shows the cases"

// dashHelp is the hint where a name was typed as an argument. No argument is one, since shells
// keep those.
const dashHelp = "type - in its place, and at a terminal you are asked for a name; " +
	"casefile list shows the cases"

// askedCase asks, and again where no case has the name; of tells the case that a name means.
func askedCase(app *App, which string, of func(name string) (id string, err error)) (
	string, error) {
	none := withHint(usage("no case was named"), "casefile list shows the cases")
	for left := maxAttempts; ; left-- {
		typed, err := app.Ask(which + " Its ID, or a name: ")
		switch {
		case err != nil || record.LooksLikeID(typed):
			return typed, err
		case typed == "":
			return "", none
		}
		id, err := of(typed)
		if left == 1 || !errors.Is(err, errNoSuchName) {
			return id, err
		}
		none = err
		app.say("%v", errNoSuchName)
		app.say("hint: %s", noSuchNameHelp)
	}
}

// caseNamed settles which case a name means, and gives its ID.
func caseNamed(
	ctx context.Context, app *App, b *casebook.Book, typed string, settle caseChoice,
) (string, error) {
	list, err := b.NamedCases(ctx, typed)
	if err != nil {
		return "", err
	}
	if len(list) > 0 {
		one, err := settle.settle(app, b, list)
		return one.ID.String(), err
	}
	near, err := b.NearlyNamed(ctx, typed)
	if err != nil {
		return "", err
	}
	if len(near) > 0 {
		app.say("%v; near it:", errNoSuchName)
		one, err := settle.settleNear(app, b, near)
		if !errors.Is(err, errNothing) { // else it is another, and asked for again
			return one.ID.String(), err
		}
	}
	return "", withHint(errNoSuchName, noSuchNameHelp)
}

// settle takes the case of a name. A reader has it at once where it is the only one, or the only
// one of their own, and otherwise chooses. A writer always says yes.
func (how caseChoice) settle(app *App, b *casebook.Book, list []casebook.NamedCase) (
	casebook.NamedCase, error) {
	if one, ok := casebook.OwnOf(list); ok && how == readCase {
		app.say("%s", namedLine(b, one))
		return one, nil
	}
	return how.choose(app, b, list)
}

// settleNear takes the case of a name that was mistyped. Nobody has it without a word of theirs.
func (how caseChoice) settleNear(app *App, b *casebook.Book, list []casebook.NamedCase) (
	casebook.NamedCase, error) {
	if len(list) == 1 {
		return list[0], isTheOne(app, b, list[0])
	}
	return how.choose(app, b, list)
}

// choose has one of several chosen. A digit is soon mistyped, so that a writer says yes as well.
func (how caseChoice) choose(app *App, b *casebook.Book, list []casebook.NamedCase) (
	one casebook.NamedCase, err error) {
	if one = list[0]; len(list) > 1 {
		one, err = chooseCase(app, b, list)
	}
	if err == nil && how == confirmCase {
		err = isTheOne(app, b, one)
	}
	return one, err
}

// isTheOne shows a case, and has somebody say that it is the one.
func isTheOne(app *App, b *casebook.Book, one casebook.NamedCase) error {
	app.say("%s", namedLine(b, one))
	yes, err := app.Confirm("Is it this one?")
	if err == nil && !yes {
		err = fmt.Errorf("%wno case was chosen", errSilent{errNothing})
	}
	return err
}

// maxChoices is how many cases somebody chooses from: more make a list that nobody reads.
const maxChoices = 20

// chooseCase has somebody say which one, by its number.
func chooseCase(app *App, b *casebook.Book, list []casebook.NamedCase) (
	none casebook.NamedCase, err error) {
	if len(list) > maxChoices {
		many := fmt.Errorf("%wthe name fits %d cases", errSilent{casebook.ErrAmbiguous}, len(list))
		return none, withHint(many, "type more of it, or the case's ID: casefile list")
	}
	for i, n := range list {
		app.say("%2d  %s", i+1, namedLine(b, n))
	}
	for range maxAttempts {
		said, err := app.Ask(fmt.Sprintf("Which one? [1 to %d; Enter: none] ", len(list)))
		if err != nil {
			return none, err
		}
		number, err := strconv.Atoi(said)
		if err == nil && 1 <= number && number <= len(list) {
			return list[number-1], nil
		}
		if said == "" {
			break
		}
	}
	return none, fmt.Errorf("%wno case was chosen", errSilent{errNothing})
}

// namedLine returns a case as somebody knows it again: name and age, how it stands, and whose it
// is.
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
