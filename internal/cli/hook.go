package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newHookCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "hook", Short: "Have a server judge every push", GroupID: "setup", Args: arguments(0, 0, ""),
		Long: `Have a server judge every push before it lands. On the server, in the bare
repository: casefile hook install --trust INTRO@TIP. Git runs the rest.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newHookInstall(app), newHookPreReceive(app), newHookPostReceive(app))
	return cmd
}

// hookFolder is where git runs a hook: in the repository. CASEFILE_DIR may be
// that of whoever pushes.
func hookFolder(app *App) string {
	if app.global.dir != "" {
		return app.global.dir
	}
	return "."
}

// hookOptions are those of a server, where nobody has a key.
func hookOptions(app *App) casebook.Options {
	return casebook.Options{Clock: casebook.Clock{Now: app.Wall()}, Reserved: commandNames(app),
		Builtin: app.kinds, Mark: app.mark(), Served: true}
}
