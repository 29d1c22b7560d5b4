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

// At a terminal, a command about a case asks for the case if the user named none, or typed - in its
// place. The user may then type a child's name. Arguments take no names, since shells keep a
// history of them.

// caseArg describes the argument by which a command takes its case.
type caseArg struct {
	at int // its index among the arguments
	// lacks reports whether the arguments have no case although the command needs one.
	lacks func(cmd *cobra.Command, args []string) bool
	// confirms reports whether the command writes, or gives an answer that leaves the agency. nil
	// means never.
	confirms func(cmd *cobra.Command, args []string) bool
}

// caseChoice says how a case is chosen from those that a typed name fits.
type caseChoice bool

const (
	readCase    caseChoice = false // a reader is told which case it is
	confirmCase caseChoice = true  // a writer must confirm name and age
)

// readsCase lets a command that only reads ask for its case. A name with one case needs no further
// answer.
func readsCase(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: noArguments})
}

// writesCase lets a command ask for its case if it writes, or if its answer leaves the agency. The
// user sees the case and must confirm it.
func writesCase(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: noArguments, confirms: always})
}

// writesCaseWith does the same for commands with another argument after the case, as in add note.
func writesCaseWith(app *App, cmd *cobra.Command) *cobra.Command {
	return asksCase(app, cmd, caseArg{lacks: onlyNonID, confirms: always})
}

// noArguments reports whether the case is missing, for commands that take only a case.
func noArguments(_ *cobra.Command, args []string) bool { return len(args) == 0 }

// onlyNonID reports whether the case is missing, for commands that take a case and one thing more.
// That other thing is no ID.
func onlyNonID(_ *cobra.Command, args []string) bool {
	return len(args) == 1 && args[0] != askForCase && !record.LooksLikeID(args[0])
}

// never returns false: the command does something else without a case.
func never(*cobra.Command, []string) bool { return false }

// always returns true: the command writes with any arguments.
func always(*cobra.Command, []string) bool { return true }

// unlessFlag reports whether the case is missing, for commands that take a case or this flag.
func unlessFlag(name string) func(*cobra.Command, []string) bool {
	return func(cmd *cobra.Command, args []string) bool {
		return len(args) == 0 && !cmd.Flags().Changed(name)
	}
}

// askForCase stands for a case that the program is to ask for.
const askForCase = "-"

// byName is the annotation of commands that ask for their case.
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

// asksCases reports whether a person is there to answer.
func (app *App) asksCases() bool { return app.InTTY && !app.global.noInput && !app.global.json }

// isLeftOut reports whether the program must ask for the case.
func (a caseArg) isLeftOut(cmd *cobra.Command, args []string) bool {
	return a.isAskedFor(args) || a.lacks(cmd, args)
}

// isAskedFor reports whether the user typed - for the case.
func (a caseArg) isAskedFor(args []string) bool {
	return len(args) > a.at && args[a.at] == askForCase
}

// with returns the arguments with the ID of the case in its place.
func (a caseArg) with(args []string, id string) []string {
	if a.isAskedFor(args) {
		return slices.Replace(slices.Clone(args), a.at, a.at+1, id)
	}
	return slices.Insert(slices.Clone(args), a.at, id)
}

// askCase asks for a case or an entry and returns its ID.
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

// maxAttempts bounds how often the program asks again after a wrong answer.
const maxAttempts = 3

// errNoSuchName means that no readable case has a name.
var errNoSuchName = notFound("no case that you can read has this name")

// noSuchNameHelp is the hint where somebody typed something other than a child's name: another
// person's name, a number, a day.
const noSuchNameHelp = "casefile search finds what texts say: other people, addresses, numbers, " +
	"days; casefile list shows the cases"

// dashHelp is the hint where a name was typed as an argument. Names are no arguments, since shells
// keep a history of them.
const dashHelp = "type - in its place, and at a terminal you are asked for a name; " +
	"casefile list shows the cases"

// askedCase asks for a case, and asks again where no case has the name. of returns the ID for a
// name.
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

// caseNamed finds the case that a name means, with the user's help, and returns its ID.
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
		if !errors.Is(err, errNothing) { // on a no, the user is asked for another name
			return one.ID.String(), err
		}
	}
	return "", withHint(errNoSuchName, noSuchNameHelp)
}

// settle chooses among the cases of a name. A reader gets the only case, or the only one of their
// own, without a question, and otherwise chooses. A writer always confirms.
func (how caseChoice) settle(app *App, b *casebook.Book, list []casebook.NamedCase) (
	casebook.NamedCase, error) {
	if one, ok := casebook.OwnOf(list); ok && how == readCase {
		app.say("%s", namedLine(b, one))
		return one, nil
	}
	return how.choose(app, b, list)
}

// settleNear chooses among cases with nearly the same name. Readers and writers must confirm.
func (how caseChoice) settleNear(app *App, b *casebook.Book, list []casebook.NamedCase) (
	casebook.NamedCase, error) {
	if len(list) == 1 {
		return list[0], isTheOne(app, b, list[0])
	}
	return how.choose(app, b, list)
}

// choose lets the user pick one of several cases by number. A writer confirms as well, since a
// digit is easily mistyped.
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

// isTheOne shows a case and asks whether it is the right one.
func isTheOne(app *App, b *casebook.Book, one casebook.NamedCase) error {
	app.say("%s", namedLine(b, one))
	yes, err := app.Confirm("Is it this one?")
	if err == nil && !yes {
		err = fmt.Errorf("%wno case was chosen", errSilent{errNothing})
	}
	return err
}

// maxChoices bounds the cases to choose from. Nobody reads a longer list.
const maxChoices = 20

// chooseCase asks for the number of a case in a list.
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

// namedLine describes a case so that its worker recognises it: name and age, status, key worker.
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
