package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// runRoot answers casefile alone, and casefile CASE.
func (a *App) runRoot(ctx context.Context, args []string) error {
	switch {
	case len(args) == 0:
		return a.withBook(ctx, func(b *casebook.Book) error { return a.runStatus(ctx, b) })
	case len(args) == 1 && record.LooksLikeID(args[0]):
		return a.withBook(ctx, func(b *casebook.Book) error {
			if strings.Contains(args[0], "/") {
				return a.runShow(ctx, b, showOptions{}, args[0])
			}
			id, err := b.FindCase(ctx, args[0])
			if err != nil {
				return err
			}
			return a.frontSheet(ctx, b, id)
		})
	case len(args) == 1:
		return a.noCommand(args[0], "there is no command %q, and it is no case ID")
	}
	return a.noCommand(args[0], "there is no command %q")
}

// noCommand refuses a word that is no command, and names the nearest that is.
func (a *App) noCommand(word, format string) error {
	near := append(a.root.SuggestionsFor(word), a.nearKinds(word)...)
	if len(near) > 0 {
		return withHint(usage(format, word), "did you mean casefile %s?", near[0])
	}
	return withHint(usage(format, word), "casefile help lists the commands, casefile list the cases")
}

// nearKinds are kinds of entry that a word may have been meant for.
func (a *App) nearKinds(word string) []string {
	all := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, name := range a.kinds.Names() {
		all.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	return all.SuggestionsFor(word)
}
