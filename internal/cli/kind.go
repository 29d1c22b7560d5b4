package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// kindsFor returns the built-in kinds. It reads them once a run.
func kindsFor(app *App) *record.Kinds {
	kinds, err := record.Builtin()
	if err == nil {
		app.kinds = kinds
	}
	return kinds
}

// kindCommands makes the commands of those built-in kinds that the command line names. Reading all
// schemas takes longer than most commands.
func kindCommands(app *App, kinds *record.Kinds, args []string) (out []*cobra.Command) {
	for _, name := range args {
		cmd := kindCommand(app, kinds, name)
		isSame := func(c *cobra.Command) bool { return c.Name() == name }
		if cmd != nil && !slices.ContainsFunc(out, isSame) {
			out = append(out, cmd)
		}
	}
	return out
}

// kindCommand makes the command of a built-in kind. It returns nil for an unknown kind, one with
// the name of another command, and one recorded by another operation than add.
func kindCommand(app *App, kinds *record.Kinds, name string) *cobra.Command {
	if kinds == nil || table()[name] != nil {
		return nil
	}
	if k, ok := kinds.Kind(name); ok && k.Adds() {
		return newKindCommand(app, k)
	}
	return nil
}

// ofKind is the annotation of commands made from a kind.
const ofKind = "kind"

func newKindCommand(app *App, k *record.Kind) *cobra.Command {
	o := &addOptions{}
	cmd := &cobra.Command{
		Use: k.Name + " CASE", Short: "Record: " + k.Title, Long: k.About + "\n\ncasefile kinds " +
			k.Name + " shows its fields.\n\n" + alsoHelp,
		Example: "  # with the text from a file\n" +
			"  casefile " + k.Name + " K3F9-27QM -F " + k.Name + ".md",
		Args: arguments(1, 1, "CASE"), Hidden: true,
		Annotations: map[string]string{ofKind: k.Name},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAdd(cmd.Context(), app, *o, args[0], casebook.Act{Do: "kind", Kind: k.Name})
		},
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}

// kindFor finds a kind that the operation add may record.
func kindFor(ctx context.Context, b *casebook.Book, name string) (*record.Kind, error) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	k, ok := kinds.Kind(name)
	if !ok {
		return nil, withHint(fmt.Errorf("%w: there is no kind %q", casebook.ErrNotFound, name),
			"casefile kinds lists them")
	}
	if !k.Addable() {
		help := "casefile kinds " + name
		if c := opCommands[name]; c != "" {
			help = "casefile " + c
		}
		if name == record.KindAttachment {
			help += " CASE FILE, and --draft DRAFT where its text is kept: the file is given again"
		}
		return nil, withHint(usage("%s is not recorded with add", record.WithArticle(name)), "%s",
			help)
	}
	return k, nil
}

// addAgencyKind makes the command of an agency's own kind if the command line names one. It opens
// the records only if the word is no other command. It ignores errors in the records, since the
// later steps report them.
func addAgencyKind(ctx context.Context, app *App, root *cobra.Command, args []string) {
	word, dir := firstWord(args)
	if word == "" || word == "help" || record.LooksLikeID(word) || strings.HasPrefix(word, "__") ||
		slices.ContainsFunc(root.Commands(), func(c *cobra.Command) bool {
			return c.Name() == word || c.HasAlias(word)
		}) {
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
	if k, ok := kinds.Kind(word); ok && k.Agency && k.Adds() {
		root.AddCommand(newKindCommand(app, k))
	}
}

// firstWord returns the first argument that is neither a flag nor a flag's value, and the folder
// that -C names before it.
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
