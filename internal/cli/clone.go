package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/remote"
)

func newCloneCommand(app *App) *cobra.Command {
	var bare, sparse bool
	cmd := &cobra.Command{
		Use: "clone URL [DIR] --trust INTRO@TIP", Short: "Copy records from a server, and judge " +
			"the whole history", GroupID: "setup",
		Long: `Copy the records from a URL or a path. --trust names the introduction and a later
commit of the history. A colleague reads both to you from casefile version: by
telephone or on paper, never from the server itself. A history is refused if it begins
otherwise, lacks that commit or breaks a rule. Nothing of it stays here then. If a clone
is interrupted, give the same command again.
` + aboutSparse,
		Example: `  # copy the records, pinned as a colleague told you by telephone
  casefile clone ssh://records.example/agency.git records --trust INTRO@TIP`,
		Args: arguments(1, 2, "URL [DIR]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runClone(cmd.Context(), app, args, bare, sparse)
		},
	}
	cmd.Flags().BoolVar(&bare, "bare", false, "no work tree")
	cmd.Flags().BoolVar(&sparse, "sparse", false, "a work tree without the cases, for large "+
		"repositories")
	return cmd
}

func runClone(ctx context.Context, app *App, args []string, bare, sparse bool) error {
	if err := oneTree(bare, sparse); err != nil {
		return err
	}
	if !strings.Contains(app.global.trust, "@") {
		return withHint(
			usage("clone needs --trust INTRO@TIP: who serves records must not say which are the "+
				"true ones"),
			"a colleague's casefile version shows it")
	}
	dir := remote.CloneDir(args[0])
	if len(args) == 2 {
		dir = args[1]
	}
	open, err := bookOptions(app)
	if err != nil {
		return err
	}
	b, err := remote.Clone(ctx,
		remote.CloneOptions{URL: remote.Absolute(args[0]), Dir: dir, Bare: bare, Sparse: sparse,
			Open: open})
	if err != nil {
		return err
	}
	defer b.Repo().Close()
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return err
	}
	if remote.ToBackup(ctx, b.Repo()) {
		app.say("note: that is a backup, which takes nothing: before you record here, "+
			"git -C '%s' remote set-url origin SERVER", dir)
	}
	if app.global.json {
		return app.document("clone",
			map[string]any{"directory": dir, "tip": b.Tip(), "cases": len(dockets)})
	}
	app.print("cloned into %s: %s, judged up to %.12s", dir, record.Counted(len(dockets), "case"),
		b.Tip())
	return nil
}
