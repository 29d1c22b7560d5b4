package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
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
		Use: "install --trust INTRO@TIP", Short: "Put the hooks into a bare repository, and pin it", Args: arguments(0, 0, ""),
		Long: `Put the hooks into a bare repository on a server, and pin it to the introduction
of the agency's records. Records that are there already are judged first; an
empty repository takes nothing else than the records so introduced.

The repository is configured besides: its hooks run whoever pushes, objects are
checked as they come in, no reflog keeps old keys, no ref is deleted. Repeat it
whenever the program has moved to another place.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return runHookInstall(cmd.Context(), app, *o) },
	}
	cmd.Flags().StringVar(&o.notify, "notify", "", "a shell `command` that is told of each operation, as JSON lines on stdin")
	cmd.Flags().BoolVar(&o.force, "force", false, "replace other hooks, which are kept as NAME.before-casefile")
	return cmd
}

// hookNames are the hooks of git that casefile answers.
var hookNames = [...]string{"pre-receive", "post-receive"}

func runHookInstall(ctx context.Context, app *App, o hookInstallOptions) error {
	repo, err := repo(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	if !repo.Bare() {
		return withHint(usage("hooks are for a server's bare repository, and this one has a work tree"), "git init --bare DIR makes one")
	}
	program, err := term.Program()
	if err != nil {
		return err
	}
	folder, err := hooksFolder(repo)
	if err != nil {
		return err
	}
	for _, name := range hookNames { // before anything is changed
		err := store.MayWriteHook(filepath.Join(folder, name), o.force)
		if errors.Is(err, store.ErrOtherHook) {
			return withHint(err, "casefile hook install --force keeps it as %s", name+store.HookKept)
		}
		if err != nil {
			return err
		}
	}
	if err := pinServer(ctx, app, repo); err != nil {
		return err
	}
	if err := configureServer(ctx, repo, o); err != nil {
		return err
	}
	for _, name := range hookNames {
		if err := store.WriteHook(filepath.Join(folder, name), program, name); err != nil {
			return err
		}
	}
	return sayInstalled(ctx, app, repo, program)
}

func hooksFolder(repo *store.Repo) (string, error) {
	own := filepath.Join(repo.CommonDir(), "hooks")
	if used := repo.Hooks(); used != own {
		return "", withHint(fmt.Errorf("git looks for hooks in %s, not in the repository (core.hooksPath)", used),
			"git config --show-origin core.hooksPath shows where that is set; "+
				"for this repository alone: git config core.hooksPath hooks")
	}
	return own, nil
}

func pinServer(ctx context.Context, app *App, repo *store.Repo) error {
	o := hookOptions(app)
	o.Trust = app.global.trust
	x, err := casebook.PinServer(ctx, repo, o)
	if errors.Is(err, casebook.ErrUntrusted) {
		return withHint(err, "casefile version, in the records of a colleague, shows it: casefile hook install --trust INTRO@TIP")
	}
	if err != nil || x == nil || len(x.Faults) == 0 {
		return err
	}
	for _, f := range x.Faults {
		printFault(app, f)
	}
	return withHint(fmt.Errorf("%w: %s; no hook was installed", casebook.ErrFault, record.Counted(len(x.Faults), "fault")), "casefile verify shows them again")
}

// configureServer sets the server up, and names the agency's command.
func configureServer(ctx context.Context, repo *store.Repo, o hookInstallOptions) error {
	if err := casebook.ConfigureServer(ctx, repo); err != nil || o.notify == "" {
		return err
	}
	return repo.SetConfig(ctx, notifyKey, o.notify)
}

func sayInstalled(ctx context.Context, app *App, repo *store.Repo, program string) error {
	notify, err := repo.Config(ctx, notifyKey)
	if err != nil {
		return err
	}
	trust, err := casebook.Pinned(repo)
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("hook-install", map[string]any{"repository": repo.GitDir(), "trust": trust, "program": program,
			"hooks": hookNames, "notify": orNil(notify)})
	}
	app.print("every push to %s is judged from now on", repo.GitDir())
	app.print("pinned to     %s", trust)
	app.print("hooks call    %s", program)
	if notify != "" {
		app.print("notifies      %s", notify)
	}
	return nil
}
