package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// completeCases makes a shell offer cases where a command's usage line has one: show CASE, report
// KIND [CASE], link CASE CASE. It also offers the values of flags.
func completeCases(app *App, cmd *cobra.Command) {
	completeFlags(app, cmd)
	if cmd.ValidArgsFunction == nil && strings.Contains(cmd.Use, "CASE") {
		words := cmd.ValidArgs
		cmd.ValidArgs = nil // else cobra would offer only them
		cmd.ValidArgsFunction = func(
			cmd *cobra.Command, args []string, typed string,
		) ([]cobra.Completion, cobra.ShellCompDirective) {
			if !strings.HasPrefix(wordAt(cmd.Use, len(args)), "CASE") {
				return wordsBegun(words, args, typed), cobra.ShellCompDirectiveNoFileComp
			}
			return casesBegun(cmd, app, typed), cobra.ShellCompDirectiveNoFileComp
		}
	}
	for _, c := range cmd.Commands() {
		completeCases(app, c)
	}
}

// wordsBegun returns the possible first words of a command if the first word is being typed.
func wordsBegun(words []cobra.Completion, args []string, typed string) []cobra.Completion {
	if len(args) > 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(words), func(w cobra.Completion) bool {
		return !strings.HasPrefix(w, typed)
	})
}

// wordAt returns the word of a usage line for the argument after n others: CASE, KIND, or "". A
// last word that ends in dots stands for all further arguments.
func wordAt(use string, n int) string {
	words := strings.Fields(use)[1:]
	if i := slices.Index(words, "|"); i >= 0 {
		words = words[:i] // its other arguments belong to a flag
	}
	if last := len(words) - 1; n > last && last >= 0 && strings.HasSuffix(words[last], "...") {
		n = last
	}
	if n >= len(words) {
		return ""
	}
	return strings.Trim(words[n], "[].")
}

// casesBegun returns the cases whose IDs begin as typed, each with a description. It prints nothing
// and asks nothing.
func casesBegun(cmd *cobra.Command, app *App, typed string) (offered []cobra.Completion) {
	begun, ok := record.ParseIDPrefix(typed)
	if !ok || cmd == app.root && typed == "" { // there, the names of commands are enough
		return nil
	}
	forShell(cmd, app, func(b *casebook.Book) error {
		list, err := b.Offered(cmd.Context(), begun, app.keys.OpensUnasked())
		if err != nil {
			return err
		}
		for _, o := range list {
			offered = append(offered, begun.Typed(o.Docket.Case)+"\t"+knownAs(o))
		}
		return nil
	})
	return offered
}

// forShell opens the records for a shell that waits for an answer.
func forShell(cmd *cobra.Command, app *App, look func(*casebook.Book) error) {
	app.NoInput, app.global.noInput = true, true
	app.Err, cmd.Root().SilenceErrors = io.Discard, true
	app.keys = openKeys(app)
	_ = withBookAsItIs(cmd.Context(), app, look)
}

// knownAs describes a case: its name if it can be had, and what its docket says.
func knownAs(o casebook.Offer) string {
	worker := o.Docket.KeyWorker
	if worker == "" {
		worker = "nobody yet"
	}
	text := string(o.Docket.Status) + ", " + worker
	if o.Name != "" {
		text = o.Name + " (" + text + ")"
	}
	return record.OneLine(text)
}
