package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/remote"
)

func newBackupCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "backup FOLDER", Short: "Copy the records to a folder, or bring that up to date",
		Example: `  # make a backup on a stick, or bring it up to date
  casefile backup /media/stick/records`,
		GroupID: "setup",
		Long: `Make a folder a backup of the records, or bring it up to date: a bare copy of what
the server has, or of this copy where there is no server. It is judged as it comes
in, and opens nothing that your own identity does not open. Run it again, by hand
or from a timer; what was destroyed meanwhile goes from the folder at that run, and
not before.

  casefile -C FOLDER verify --from-scratch    checks it
  casefile clone FOLDER DIR --trust …         makes a copy of it

Nobody records in it, and it takes no push. It does not have what you have not
sent, drafts, or identities: keep a copy of your identity apart from it.`,
		Args: arguments(1, 1, "FOLDER"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runBackup(ctx, app, b, args[0])
		}),
	}
}

func runBackup(ctx context.Context, app *App, b *casebook.Book, folder string) error {
	if err := errors.Join(writing(app), b.MayWrite(), beside(b.Repo(), folder)); err != nil {
		return err
	}
	o, err := bookOptions(app)
	if err != nil {
		return err
	}
	out, err := remote.Backup(ctx, b, folder, o)
	if err != nil {
		return backupHint(err, folder)
	}
	if out.Unpushed > 0 {
		app.say("note: %s of this copy not sent yet, and not in the backup: casefile sync",
			record.Counted(out.Unpushed, "commit"))
	}
	if app.global.json {
		err = app.document("backup", map[string]any{"folder": folder, "from": out.From,
			"fresh": out.Fresh, "tip": out.Tip, "received": out.Received, "unsent": out.Unpushed,
			"erased": erasedFields(out.Erased)})
	} else {
		sayPurgedFrom(app, out.Erased, "the backup")
		app.print("%s  %s", folder, backedUpWords(out))
	}
	left := remainsOf(out.Erased)
	return errors.Join(err, withHint(left.finding(), "%s",
		left.helpThen("casefile backup '"+folder+"'")))
}

func backedUpWords(o *remote.BackedUp) string {
	switch {
	case o.Fresh:
		return "is a backup now, judged up to " + o.Tip[:12]
	case o.Received == 0:
		return "has it all already, up to " + o.Tip[:12]
	}
	return "received " + record.Counted(o.Received, "commit") + ", judged up to " + o.Tip[:12]
}

func backupHint(err error, folder string) error {
	_, damaged := errors.AsType[*remote.DamagedBackupError](err)
	switch {
	case damaged:
		return withHint(err, damagedBackupHelp)
	case errors.Is(err, remote.ErrNoBackup):
		return withHint(usage("%v", err), "name a new folder, or an empty one")
	case errors.Is(err, remote.ErrFollowsOther):
		return withHint(usage("%v", err), "where the server has moved: "+
			"git -C '%s' remote set-url origin URL, as in this copy; else name a new folder",
			folder)
	case errors.Is(err, remote.ErrWrittenTo):
		return withHint(err, "casefile -C '%s' sync sends that; a backup is not for recording in",
			folder)
	}
	return rejoinHint(err)
}
