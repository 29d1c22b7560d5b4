package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/store"
)

func newRestoreCopy(app *App) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use: "copy [NEWDIR]", Short: "Replace a damaged copy by a new one, and keep what was not " +
			"sent",
		Long: `Replace a damaged copy of the records by a new one. Run it in the damaged copy, or
name that with -C. The records come from the server, or with --from from a backup.

What only the damaged copy had is taken over. Sound unsent entries keep their IDs and
their words. The texts of damaged ones become drafts, even where only the work tree has
the sealed file. Your drafts come along too. Then all of it is sent.

The new copy takes the damaged one's place, or is made in NEWDIR. The damaged copy is
kept beside it, under a name that the answer gives. Nothing in it is deleted. Delete its
folder when you miss nothing: keys that are destroyed later are not destroyed there.`,
		Example: `  # in the damaged copy
  casefile restore copy`,
		Args: arguments(0, 1, "[NEWDIR]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRestoreCopy(cmd.Context(), app, args, from)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "a backup, or another `URL` than the server's")
	return cmd
}

func runRestoreCopy(ctx context.Context, app *App, args []string, from string) error {
	if err := writing(app); err != nil {
		return err
	}
	open, err := bookOptions(app)
	if err != nil {
		return err
	}
	if place, left := remote.UnfinishedCopy(directory(app)); left && len(args) == 0 {
		out, err := remote.FinishCopy(ctx, place, open)
		if err != nil {
			return withHint(err, "run the command again: casefile -C '%s' restore copy", place)
		}
		defer out.Book.Repo().Close()
		return sendRestored(ctx, app, out)
	}
	w, found := store.FindWreck(directory(app))
	if !found {
		return withHint(usage("there are no records in %s, not even damaged ones", directory(app)),
			"name the damaged copy: casefile -C DIR restore copy")
	}
	o := remote.CopyOptions{From: from, Open: open,
		Stamp: app.Wall().UTC().Format("20060102T150405Z")}
	if from != "" {
		o.From = remote.Absolute(from)
	}
	if len(args) == 1 {
		if o.Dir, err = filepath.Abs(args[0]); err != nil {
			return err
		}
	}
	out, err := remote.RestoreCopy(ctx, w, o)
	if err != nil {
		return copyHint(app, w, err)
	}
	defer out.Book.Repo().Close()
	return sendRestored(ctx, app, out)
}

// sendRestored sends what the new copy took from the damaged one, and says what came back and what
// did not.
func sendRestored(ctx context.Context, app *App, out *remote.RestoredCopy) error {
	synced, syncErr := remote.Sync(ctx, out.Book)
	if ctx.Err() != nil {
		return syncErr
	}
	if syncErr == nil {
		syncErr = purgeFolderServer(ctx, app, out.Book, synced.Erased)
	}
	if app.global.json {
		fields := restoredFields(out, synced, syncErr)
		return errors.Join(app.document("restore-copy", fields),
			foundRestored(app, out, synced, syncErr))
	}
	app.print("%s  is sound again, from %s", out.Dir, out.From)
	if out.Joined != nil {
		sayJoined(app, out.Joined)
	}
	if syncErr == nil {
		sayJoined(app, synced.Joined.Beyond(out.Joined))
		sayPurged(app, synced.Erased)
		sayGivenBack(app, synced.GivenBack)
		app.print("%s", syncedWords(synced))
	}
	for _, id := range out.Drafts {
		app.print("found    a text of yours that was not sent: casefile draft resume %s", id)
	}
	if out.Kept > 0 {
		app.print("kept     %s", record.Counted(out.Kept, "draft"))
	}
	sayNotRestored(app, out)
	for _, note := range out.Book.Notes {
		app.say("note: %s", record.OneLine(note))
	}
	return foundRestored(app, out, synced, syncErr)
}

// foundRestored returns the error that sets the exit code of a restore and the sync after it.
func foundRestored(
	app *App, out *remote.RestoredCopy, synced *remote.Outcome, syncErr error,
) error {
	if syncErr != nil {
		return withHint(syncErr, "the copy is sound again; later casefile sync sends what it has")
	}
	again := revivedList(app, out.Revived)
	if len(synced.Faults) > 0 {
		return &ledger.FaultError{Faults: synced.Faults}
	}
	found := errors.Join(brokenError(out), cmp.Or(conflictError(synced.Conflicts),
		remainingKeysOf(synced.Erased).finding(), givenBackError(synced.GivenBack)))
	return cmp.Or(found, again)
}

func sayNotRestored(app *App, out *remote.RestoredCopy) {
	for _, path := range out.Broken {
		app.print("LOST     can't be opened: %s", path)
	}
	for _, w := range out.Waits {
		app.say("note: %s of %s came along: %s runs casefile sync in the new copy",
			record.Counted(w.Commits, "commit"), w.Member, w.Member)
	}
	for _, member := range out.Others {
		app.say("note: unsent texts of %s are in the damaged copy, and only %s can open them: "+
			"casefile -C '%s' restore copy NEWDIR", member, member, out.Damaged)
	}
	for _, text := range out.Theirs {
		app.print("LEFT     %s of %s, for %s to take over: %s", text.Ref, text.By, text.By,
			text.Path)
	}
	app.say("the damaged copy is kept: %s", out.Damaged)
	app.say("delete it when nothing is missing, as what is destroyed from now on is not destroyed "+
		"there: rm -r '%s'", out.Damaged)
	here, err := os.Getwd()
	if rest, relErr := filepath.Rel(out.Damaged, here); err == nil && relErr == nil &&
		filepath.IsLocal(rest) {
		app.say("this shell is in the damaged copy; go to the new one: cd '%s'", out.Dir)
	}
}

// brokenError returns the finding that something of the damaged copy did not come back.
func brokenError(out *remote.RestoredCopy) error {
	switch {
	case len(out.Broken) > 0:
		return withHint(errSilent{errFindings}, "keep the damaged copy: %s", out.Damaged)
	case len(out.Theirs) > 0:
		return withHint(errSilent{errFindings}, "keep the damaged copy until %s has run there: "+
			"casefile -C '%s' restore copy NEWDIR", out.Theirs[0].By, out.Damaged)
	}
	return nil
}

func restoredFields(out *remote.RestoredCopy, synced *remote.Outcome, err error) map[string]any {
	drafts := []string{}
	for _, id := range out.Drafts {
		drafts = append(drafts, string(id))
	}
	f := map[string]any{"directory": out.Dir, "damaged": out.Damaged, "from": out.From,
		"drafts": drafts, "kept": out.Kept, "others": out.Others, "broken": out.Broken,
		"synced": err == nil, "tip": out.Book.Tip()}
	if out.Joined != nil {
		f["joined"] = joinedFields(out.Joined)
	}
	waits := []map[string]any{}
	for _, w := range out.Waits {
		waits = append(waits,
			map[string]any{"member": w.Member, "commits": w.Commits, "ref": w.Ref})
	}
	f["waiting"] = waits
	revived := []string{}
	for _, r := range out.Revived {
		revived = append(revived, r.Case.String())
	}
	f["revived"] = revived
	theirs := []map[string]any{}
	for _, text := range out.Theirs {
		theirs = append(theirs, map[string]any{"entry": text.Ref.String(), "by": text.By,
			"file": text.Path})
	}
	f["theirs"] = theirs
	if err == nil {
		f["received"], f["sent"] = synced.Received, synced.Sent
		f["erased"] = erasedFields(synced.Erased)
	}
	return f
}

// rejoinFor returns the command by which a senior manager signs as lost what the damaged copy had
// of its server. The senior's own copy may never have had all of that.
func rejoinFor(w *store.Wreck) string {
	last := cmp.Or(w.Ref(ledger.LastRef), w.Ref(ledger.TrackingRef))
	if last == "" {
		return "casefile sync --rejoin"
	}
	return "casefile sync --rejoin --lost " + last
}

// copyHint says what to do if a damaged copy can't be replaced now.
func copyHint(app *App, w *store.Wreck, err error) error {
	revived, isRevived := errors.AsType[*remote.RevivedError](err)
	anew, isAnew := errors.AsType[*remote.AlreadyRestoredError](err)
	switch {
	case isRevived:
		sayRevived(app, revived.List)
		return withHint(err, "nothing was changed; take a newer one: "+
			"casefile restore copy --from FOLDER, or wait for the server; where nothing newer "+
			"will "+
			"come, a senior manager runs %s, then you this again", rejoinFor(w))
	case isAnew:
		return withHint(err, "cd '%s'; what you still miss: casefile -C '%s' restore copy NEWDIR",
			anew.Place, w.Work)
	case unwritable(err):
		return withHint(err, "nothing was changed; make room there, or have the new copy made "+
			"where it can be written: casefile restore copy NEWDIR")
	case errors.Is(err, remote.ErrForgotServer):
		return withHint(err, "git remote add origin URL, as git remote -v shows it in a "+
			"colleague's "+
			"copy; then casefile sync")
	case errors.Is(err, remote.ErrSoundCopy):
		return withHint(err, "casefile doctor says what else may be wrong")
	case errors.Is(err, remote.ErrNoOrigin):
		return withHint(err, "say where: casefile restore copy --from URL")
	case errors.Is(err, remote.ErrNotACopy):
		return withHint(usage("%s is a server or a backup: %v", w.Folder(), err),
			"a server: casefile restore server NEWFOLDER, in a copy; "+
				"a backup: casefile backup NEWFOLDER")
	case errors.Is(err, ledger.ErrAccident):
		return withHint(err, accidentHelp)
	case errors.Is(err, remote.ErrOccupied):
		return err
	case errors.Is(err, remote.ErrInTheWay):
		return withHint(err, "move it away, or name another: casefile restore copy NEWDIR")
	case errors.Is(err, ledger.ErrFault):
		return withHint(err, "nothing was changed; where it is older than this copy, take "+
			"a newer one: casefile restore copy --from FOLDER; where there is none, a senior "+
			"manager runs %s, then you this again", rejoinFor(w))
	case errors.Is(err, ledger.ErrUntrusted), errors.Is(err, casebook.ErrNotMember):
		return err
	}
	if help, ok := errors.AsType[*hinted](err); ok && help.hint != "" {
		return err
	}
	return withHint(err, "nothing was changed, and nothing is lost: casefile draft shows your "+
		"texts meanwhile; run the command again when the server can be reached, or --from a backup")
}
