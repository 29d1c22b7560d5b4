package cli

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/store"
	"casefile/internal/term"
)

func newRestoreServer(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "server FOLDER|URL", Short: "Give a server the records that this copy has",
		Long: `Give a server the records of this copy or, with -C, of a backup. Take the copy that
synced last. FOLDER becomes a server with its hook. If FOLDER is a server that came
back older, it is sent what it lost. At a URL there must be an empty repository with
the hook, or the older server itself.

Unsent work goes too. This copy syncs with that server from then on, unless its medium
is read-only. Tell the other members once where the server is: git remote set-url
origin URL.

If somebody has gone on with the older server, nothing changes: the answer names both
histories, and a senior manager runs casefile sync --rejoin.`,
		Example: `  # in the copy that synced last
  casefile restore server /srv/agency.git
  # from a backup
  casefile -C /media/stick/records restore server /srv/agency.git`,
		Args: arguments(1, 1, "FOLDER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return withBookPurging(ctx, app, func(b *casebook.Book) error {
				return runRestoreServer(ctx, app, b, args[0])
			})
		},
	}
}

func runRestoreServer(ctx context.Context, app *App, b *casebook.Book, where string) error {
	if err := errors.Join(writing(app), b.MayWrite()); err != nil {
		return err
	}
	if _, err := b.Me(); err != nil {
		return err
	}
	if store.IsFolder(where) {
		path, err := filepath.Abs(where)
		if err = errors.Join(err, beside(b.Repo(), where)); err != nil {
			return err
		}
		where = path
	}
	program, err := term.Program()
	if err != nil {
		return err
	}
	i := casebook.ServerOrder{Program: program, Options: casebook.Options{Builtin: app.kinds,
		Clock: casebook.Clock{Now: app.Wall()}, Reserved: commandNames(), Mark: app.mark(),
		Served: true}}
	out, err := remote.RestoreServer(ctx, b, where, i)
	if err != nil {
		return restoreHint(app, installHint(err))
	}
	return sayRestored(app, b, out)
}

func sayRestored(app *App, b *casebook.Book, out *remote.Restored) error {
	if app.global.json {
		return errors.Join(app.document("restore-server", map[string]any{"server": out.Where,
			"fresh": out.Fresh, "sent": out.Sent, "before": orNil(out.Before), "tip": out.Tip,
			"erased": erasedFields(out.Outcome.Erased)}), foundAtServer(out))
	}
	sayJoined(app, &out.Outcome.Joined)
	sayPurged(app, out.Outcome.Erased)
	app.print("%s  has the records again: %s that it lacked, up to %.12s", out.Where,
		record.Counted(out.Sent, "commit"), out.Tip)
	for _, r := range out.Ended {
		app.say("note: it came back from before %s %s: its keys go from there too; "+
			"casefile retention proof %s", r.Case, revivedWords(r), r.Case)
	}
	if out.Far {
		app.say("note: whether it judges each push can't be seen from here; there: "+
			"casefile hook install --trust %s", b.Intro()+"@"+out.Tip)
	}
	switch {
	case out.Fixed:
		app.say("note: this folder can't be written, and its own setting stays: origin is %s here",
			cmp.Or(out.Before, "nowhere"))
	case out.Before != "":
		app.say("note: this copy syncs with it now, and no more with %s", out.Before)
	}
	app.say("the others, once, in their copies: git remote set-url origin URL; then casefile sync")
	return foundAtServer(out)
}

// foundAtServer returns the error that sets the exit code, from the sync that filled a server.
func foundAtServer(out *remote.Restored) error {
	return errors.Join(conflictError(out.Outcome.Conflicts),
		remainingKeysOf(out.Outcome.Erased).finding())
}

// restoreHint says how to go on if a server can't be given this copy's records.
func restoreHint(app *App, err error) error {
	halves, ok := errors.AsType[*remote.DivergedError](err)
	switch {
	case ok:
		sayHalf(app, "only here ", halves.Here, halves.AllHere)
		sayHalf(app, "only there", halves.There, halves.AllThere)
		if halves.Lost == "" {
			return withHint(err, "nothing was changed; it has all that was sent from here: "+
				"casefile sync, once git remote get-url origin names it")
		}
		return withHint(err, "nothing was changed; a senior manager, in a copy that syncs "+
			"with it: casefile sync --rejoin --lost %s", halves.Lost)
	case errors.Is(err, remote.ErrHasAll):
		return withHint(err, "git remote set-url origin URL, where this copy does not sync "+
			"with it; then casefile sync")
	case errors.Is(err, remote.ErrNoServer):
		return withHint(usage("%v", err), "name a new folder, or an empty one")
	case remote.OtherRecords(err):
		return withHint(err, "nothing was changed; these are not the records of this copy")
	case errors.Is(err, ledger.ErrFault):
		return withHint(err, "nothing was changed; its own state is not in order, and what this "+
			"copy has makes a new one: move that folder aside and run the command again, or "+
			"casefile restore server NEWFOLDER")
	case unwritable(err):
		return withHint(err, "nothing of this copy was changed; make room, or name a folder that "+
			"can be written: the same command goes on with what it began")
	}
	return err
}

func sayHalf(app *App, where string, half []casebook.CommitSummary, all int) {
	if before := all - len(half); before > 0 {
		app.say("%s  %s before these", where, record.Counted(before, "commit"))
	}
	for _, d := range half {
		app.say("%s  %s  %s  %s  %.12s", where, d.When.UTC().Format(time.RFC3339), d.Who,
			operationWords(d.Op, d.Cases), d.Commit)
	}
}
