package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/casebook"
	"casefile/internal/pattern"
)

// completeFlags makes a shell offer the values of flags, by the words of their help: cases,
// members, kinds, or one of the words listed there. Only names of cases need a key.
func completeFlags(app *App, cmd *cobra.Command) {
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		offer := offerFor(app, f)
		if offer == nil {
			return
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, func(
			cmd *cobra.Command, _ []string, typed string,
		) ([]cobra.Completion, cobra.ShellCompDirective) {
			return offer(cmd, typed), cobra.ShellCompDirectiveNoFileComp
		})
	})
}

// flagCompleter returns possible values of a flag for what was typed so far.
type flagCompleter func(cmd *cobra.Command, typed string) []cobra.Completion

// offerFor returns the completer of a flag, or nil for a flag whose values can't be listed.
func offerFor(app *App, f *pflag.Flag) flagCompleter {
	switch valueOf(f) {
	case "case":
		return func(cmd *cobra.Command, typed string) []cobra.Completion {
			return casesBegun(cmd, app, typed)
		}
	case "member", "worker":
		return lastOf(func(cmd *cobra.Command) []string { return membersOffered(cmd, app) })
	case "kind":
		return lastOf(func(cmd *cobra.Command) []string { return kindsOffered(cmd, app) })
	}
	if words := listedWords(f); words != nil {
		return lastOf(func(*cobra.Command) []string { return words })
	}
	return nil
}

var listOfWords = pattern.Of(`(?:^|: )([a-z_]+(?:, [a-z_]+)*(?: or |, )[a-z_]+)(?: \(|$)`)

// listedWords returns the values that a flag's help lists: text, md, html, json or csv.
func listedWords(f *pflag.Flag) []string {
	m := listOfWords().FindStringSubmatch(f.Usage)
	if m == nil || !strings.HasPrefix(f.Value.Type(), "string") {
		return nil
	}
	return strings.Split(strings.Replace(m[1], " or ", ", ", 1), ", ")
}

// lastOf completes the last of several words with commas between them.
func lastOf(words func(cmd *cobra.Command) []string) flagCompleter {
	return func(cmd *cobra.Command, typed string) (out []cobra.Completion) {
		at := strings.LastIndex(typed, ",") + 1
		for _, w := range words(cmd) {
			if strings.HasPrefix(w, typed[at:]) {
				out = append(out, typed[:at]+w)
			}
		}
		return out
	}
}

// membersOffered returns all members who have not left, with their names.
func membersOffered(cmd *cobra.Command, app *App) (out []string) {
	forShell(cmd, app, func(b *casebook.Book) error {
		for _, m := range b.Team().Members {
			if m.Active() {
				out = append(out, m.ID+"\t"+m.Name)
			}
		}
		return nil
	})
	return out
}

// kindsOffered returns the kinds of entry, the agency's own included.
func kindsOffered(cmd *cobra.Command, app *App) (out []string) {
	forShell(cmd, app, func(b *casebook.Book) error {
		kinds, err := b.Kinds(cmd.Context())
		if err == nil {
			out = slices.Sorted(slices.Values(kinds.Names()))
		}
		return err
	})
	return out
}
