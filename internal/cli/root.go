package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// runRoot answers casefile alone, and casefile CASE.
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
		return noCommand(app, args[0], "there is no command %q, and it is no case ID")
	}
	return noCommand(app, args[0], "there is no command %q")
}

// noCommand refuses a word that is no command, and names the nearest that is.
func noCommand(app *App, word, format string) error {
	if near := nearest(app, app.root, word); len(near) > 0 {
		return withHint(usage(format, word), "did you mean casefile %s?", near[0])
	}
	return withHint(usage(format, word), "casefile help lists the commands, casefile list the cases")
}

// nearest are the commands within one, or the commands and kinds, that a word may have been
// meant for, the likeliest first.
func nearest(app *App, within *cobra.Command, word string) []string {
	near := within.SuggestionsFor(word)
	if within == app.root {
		near = append(near, nearKinds(app, word)...)
	}
	slices.SortStableFunc(near, func(x, y string) int {
		return cmp.Or(cmp.Compare(slips(word, x), slips(word, y)),
			cmp.Compare(otherStart(word, x), otherStart(word, y)))
	})
	return near
}

// otherStart is 1 where two words begin with another letter: the first one is seldom mistyped.
func otherStart(typed, meant string) int {
	if typed != "" && strings.EqualFold(typed[:1], meant[:1]) {
		return 0
	}
	return 1
}

// slips counts the slips of the hand that make one word of another: a letter too many, too
// few, or another one, and two that changed places.
func slips(typed, meant string) int {
	a, b := strings.ToLower(typed), strings.ToLower(meant)
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range len(a) {
		for j := range len(b) {
			other := 1
			if a[i] == b[j] {
				other = 0
			}
			least := min(rows[i][j]+other, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				least = min(least, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = least
		}
	}
	return rows[len(a)][len(b)]
}

// nearKinds are kinds of entry that a word may have been meant for.
func nearKinds(app *App, word string) []string {
	all := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, name := range app.kinds.Names() {
		all.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	near := all.SuggestionsFor(word)
	return slices.DeleteFunc(near, func(name string) bool { return !isCommand(app, name) })
}

// isCommand says whether a kind of entry is a command too.
func isCommand(app *App, kind string) bool {
	k, ok := app.kinds.Kind(kind)
	return ok && k.Adds()
}
