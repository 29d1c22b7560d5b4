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

// hookFolder returns the repository, where git runs hooks. CASEFILE_DIR is ignored: it may be that
// of the pusher.
func hookFolder(app *App) string {
	if app.global.dir != "" {
		return app.global.dir
	}
	return "."
}

// hookOptions returns the options for a server, where nobody has a key.
func hookOptions(app *App, repo *store.Repo) casebook.Options {
	return casebook.Options{Clock: casebook.Clock{Now: app.Wall()}, Reserved: commandNames(),
		Builtin: app.kinds, Mark: hookMark(app, repo), Served: true}
}

// hookMark returns the mark of the account that runs the hook. If the account has no home, the mark
// lies in the repository. Without one, each push would judge all history from its beginning.
func hookMark(app *App, repo *store.Repo) ledger.Mark {
	if mark := app.mark(); len(mark) > 0 {
		return mark
	}
	mark, err := keyring.ServerMark(hookStore(repo))
	if err != nil { // the pusher sees it, and can tell the keeper of the server
		app.say("note: %v; until then all is judged again at each push: on the server, "+
			"casefile hook install --trust INTRO@TIP draws another", err)
	}
	return mark
}

// hookStore returns casefile's own folder in a server's repository.
func hookStore(repo *store.Repo) string { return filepath.Join(repo.CommonDir(), "casefile") }
