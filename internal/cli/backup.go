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
		Use: "backup FOLDER", Short: "Copy the records to a folder, or update that copy",
		Example: `  # make a backup on a stick, or bring it up to date
  casefile backup /media/stick/records`,
		GroupID: "setup",
		Long: `Make a folder a backup of the records, or update it. The backup is a bare copy of the
server's records, or of this copy's where there is no server. All that comes in is
judged. The backup opens only what your own identity opens.

Run the command again by hand or from a timer. Keys that were destroyed since the last
run leave the folder at the next run, and not before.

  casefile -C FOLDER verify --from-scratch    checks the backup
  casefile clone FOLDER DIR --trust …         makes a copy of it

Nobody records in a backup, and it takes no push. It has no identities, no drafts, and
nothing that you have not sent. Keep a copy of your identity in another place.`,
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
	left := remainingKeysOf(out.Erased)
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
