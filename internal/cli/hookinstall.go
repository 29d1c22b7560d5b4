package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

type hookInstallOptions struct {
	notify string
	force  bool
}

func newHookInstall(app *App) *cobra.Command {
	o := &hookInstallOptions{}
	cmd := &cobra.Command{
		Use: "install --trust INTRO@TIP", Short: "Put the hooks into a bare repository, and pin it",
		Example: `  # judge every push to this bare repository
  casefile hook install --trust INTRO@TIP
  # tell a program of each operation
  casefile hook install --notify /srv/notify`,
		Args: arguments(0, 0, ""),
		Long: `Put the hooks into a bare repository on a server, and pin it to the introduction of
the agency's records. Records that are there already are judged first. An empty
repository then takes these records and no others.

The command also configures the repository. The hooks run whoever pushes, incoming
objects are checked, no reflog keeps old keys, and no ref can be deleted. Run the
command again when the program has moved to another place.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runHookInstall(cmd.Context(), app, *o)
		},
	}
	cmd.Flags().StringVar(&o.notify, "notify", "", "a shell `command` that is told of each "+
		"operation, as JSON lines on stdin")
	cmd.Flags().BoolVar(&o.force, "force", false,
		"replace other hooks, which are kept as NAME.before-casefile")
	return cmd
}

func runHookInstall(ctx context.Context, app *App, o hookInstallOptions) error {
	repo, err := repo(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	program, err := term.Program()
	if err != nil {
		return err
	}
	if err := keyring.DropServerMark(hookStore(repo)); err != nil {
		return err
	}
	i := casebook.ServerOrder{Options: hookOptions(app, repo), Program: program, Notify: o.notify,
		Force: o.force}
	i.Trust = app.global.trust
	done, err := casebook.InstallHooks(ctx, repo, i)
	if err != nil {
		return installHint(err)
	}
	if len(done.Faults) > 0 {
		for _, f := range done.Faults {
			printFault(app, f)
		}
		return withHint(fmt.Errorf("%w: %s; no hook was installed", ledger.ErrFault,
			record.Counted(len(done.Faults), "fault")), "casefile verify shows them again")
	}
	return sayInstalled(app, repo, program, done)
}

// installHint adds the hint where no hook can be installed.
func installHint(err error) error {
	other, ok := errors.AsType[*casebook.OtherHookError](err)
	switch {
	case errors.Is(err, casebook.ErrNotBare):
		return withHint(
			usage("hooks are for a server's bare repository, and this one has a work tree"),
			"git init --bare DIR makes one")
	case errors.Is(err, casebook.ErrBackup):
		return withHint(err, "casefile restore server NEWFOLDER, in this folder, makes a server "+
			"of it")
	case errors.Is(err, casebook.ErrHooksElsewhere):
		return withHint(err, "git config --show-origin core.hooksPath shows where that is set; "+
			"for this repository alone: git config core.hooksPath hooks")
	case ok:
		return withHint(err, "casefile hook install --force keeps it as %s",
			other.Hook+store.HookKept)
	case errors.Is(err, store.ErrNotShared):
		return withHint(err, "give all of it to the group: chmod -R g+rwX DIR, and "+
			"find DIR -type d -exec chmod g+s {} +")
	case errors.Is(err, ledger.ErrUntrusted), errors.Is(err, ledger.ErrTrustFile):
		return withHint(err, "casefile version, in the records of a colleague, shows it: "+
			"casefile hook install --trust INTRO@TIP")
	}
	return err
}

func sayInstalled(app *App, repo *store.Repo, program string, done *casebook.Installed) error {
	if app.global.json {
		return app.document("hook-install", map[string]any{"repository": repo.GitDir(),
			"trust": done.Trust, "program": program, "hooks": casebook.Hooks(),
			"notify": orNil(done.Notify)})
	}
	app.print("every push to %s is judged from now on", repo.GitDir())
	app.print("pinned to     %s", done.Trust)
	app.print("hooks call    %s", program)
	if done.Notify != "" {
		app.print("notifies      %s", done.Notify)
	}
	return nil
}
