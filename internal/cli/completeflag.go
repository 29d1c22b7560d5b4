package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/casebook"
	"casefile/internal/pattern"
)

// completeFlags has a shell offer what a flag takes, by what help says of it: a case, a member, a
// kind of entry, or one word of those that it lists. Only what anybody sees is looked at, unless
// cases have names.
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

// flagCompleter gives what a flag may have, for what was typed of it.
type flagCompleter func(cmd *cobra.Command, typed string) []cobra.Completion

// offerFor returns what is offered behind a flag; nil for one that takes what nobody can list.
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

// listedWords returns those that help lists of a flag: text, md, html, json or csv.
func listedWords(f *pflag.Flag) []string {
	m := listOfWords().FindStringSubmatch(f.Usage)
	if m == nil || !strings.HasPrefix(f.Value.Type(), "string") {
		return nil
	}
	return strings.Split(strings.Replace(m[1], " or ", ", ", 1), ", ")
}

// lastOf offers words for the last of several that are typed with commas between them.
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

// membersOffered returns all who have not left, each with their name.
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

// kindsOffered returns the kinds of entry, those of the agency among them.
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
