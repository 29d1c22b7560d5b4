package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

func newHookCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "hook", Short: "Have a server judge every push", GroupID: "setup",
		Example: `  # run this on the server, in the bare repository
  casefile hook install --trust INTRO@TIP`,
		Args: arguments(0, 0, ""),
		Long: `Have a server judge every push before any ref moves. Run this on the server, in the
bare repository: casefile hook install --trust INTRO@TIP. Git runs the other commands.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newHookInstall(app), newHookPreReceive(app), newHookPostReceive(app))
	return cmd
}

// hookFolder returns where git runs a hook: in the repository. CASEFILE_DIR may be that of whoever
// pushes.
func hookFolder(app *App) string {
	if app.global.dir != "" {
		return app.global.dir
	}
	return "."
}

// hookOptions returns those of a server, where nobody has a key.
func hookOptions(app *App, repo *store.Repo) casebook.Options {
	return casebook.Options{Clock: casebook.Clock{Now: app.Wall()}, Reserved: commandNames(),
		Builtin: app.kinds, Mark: hookMark(app, repo), Served: true}
}

// hookMark returns the mark of the account that a hook runs as; where that has no home, one that is
// kept in the repository, so that not all is judged from the beginning at every push.
func hookMark(app *App, repo *store.Repo) ledger.Mark {
	if mark := app.mark(); len(mark) > 0 {
		return mark
	}
	mark, err := keyring.ServerMark(hookStore(repo))
	if err != nil { // whoever pushes sees it, and may tell whoever keeps the server
		app.say("note: %v; until then all is judged again at each push: on the server, "+
			"casefile hook install --trust INTRO@TIP draws another", err)
	}
	return mark
}

// hookStore returns the folder of casefile's own in a server's repository.
func hookStore(repo *store.Repo) string { return filepath.Join(repo.CommonDir(), "casefile") }
