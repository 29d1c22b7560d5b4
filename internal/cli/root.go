package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/match"
	"casefile/internal/record"
)

// runRoot runs casefile without a command, and casefile CASE.
func runRoot(ctx context.Context, app *App, args []string) error {
	switch {
	case len(args) == 0:
		return withBook(ctx, app, func(b *casebook.Book) error { return runStatus(ctx, app, b) })
	case len(args) == 1 && record.LooksLikeID(args[0]):
		return withBook(ctx, app, func(b *casebook.Book) error {
			if strings.Contains(args[0], "/") {
				return runShow(ctx, app, b, showOptions{}, args[0])
			}
			id, err := b.FindCase(ctx, args[0])
			if err != nil {
				return err
			}
			return frontSheet(ctx, app, b, id)
		})
	case len(args) == 1:
		return noCommand(app, args[0], "there is no command %q, and it is not a case ID")
	}
	return noCommand(app, args[0], "there is no command %q")
}

// noCommand refuses an unknown word, and names the nearest commands.
func noCommand(app *App, word, format string) error {
	if near := nearest(app, app.root, word); len(near) > 0 {
		return withHint(usage(format, word), "did you mean casefile %s?", near[0])
	}
	return withHint(usage(format, word), "casefile help lists the commands; for a case, %s",
		dashHelp)
}

// nearest returns the commands below within, or all commands and kinds, that a mistyped word may
// mean. The likeliest comes first.
func nearest(app *App, within *cobra.Command, word string) []string {
	near := within.SuggestionsFor(word)
	if within == app.root {
		near = append(near, nearKinds(app, word)...)
	}
	slices.SortStableFunc(near, func(x, y string) int { return match.Nearer(word, x, y) })
	return near
}

// nearKinds returns the kinds of entry that a mistyped word may mean.
func nearKinds(app *App, word string) []string {
	all := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, name := range app.kinds.Names() {
		all.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	near := all.SuggestionsFor(word)
	return slices.DeleteFunc(near, func(name string) bool { return !isCommand(app, name) })
}

// isCommand reports whether a kind of entry is also a command.
func isCommand(app *App, kind string) bool {
	k, ok := app.kinds.Kind(kind)
	return ok && k.Adds()
}
