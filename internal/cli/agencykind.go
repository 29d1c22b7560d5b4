package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/record"
)

// addAgencyKind makes a command of the agency's own kind, where the command
// line names one. The records are opened for that only when the word is no
// command otherwise; whatever is wrong with them is told by what comes after.
func addAgencyKind(ctx context.Context, app *App, root *cobra.Command, args []string) {
	word, dir := firstWord(args)
	if word == "" || record.LooksLikeID(word) || strings.HasPrefix(word, "__") ||
		slices.ContainsFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == word || c.HasAlias(word) }) {
		return
	}
	if dir != "" {
		app.global.dir = dir
		defer func() { app.global.dir = "" }()
	}
	kinds, err := kindsHere(ctx, app)
	if err != nil {
		return
	}
	if k, ok := kinds.Kind(word); ok && k.Agency && slices.Contains(k.Ops, "add") {
		root.AddCommand(newKindCommand(app, k))
	}
}

// firstWord is the first argument that is no flag and no flag's value, and the
// folder that -C names before it.
func firstWord(args []string) (word, dir string) {
	takesValue := []string{"-C", "--directory", "--as-at", "--identity", "--trust"}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if slices.Contains(takesValue, arg) && i+1 < len(args) {
			if arg == "-C" || arg == "--directory" {
				dir = args[i+1]
			}
			i++
			continue
		}
		if rest, ok := strings.CutPrefix(arg, "--directory="); ok {
			dir = rest
			continue
		}
		if !strings.HasPrefix(arg, "-") {
			return arg, dir
		}
	}
	return "", dir
}
