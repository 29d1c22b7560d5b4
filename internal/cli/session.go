package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/term"
)

// repo opens the repository that -C or CASEFILE_DIR names, or the one here.
func repo(ctx context.Context, app *App) (*store.Repo, error) {
	repo, err := store.Open(ctx, directory(app))
	if err == nil {
		tellWaits(app, repo)
	}
	info, statErr := os.Stat(directory(app))
	if file := statErr == nil && !info.IsDir(); !file && !errors.Is(err, store.ErrNotRepository) {
		return repo, refusalHelp(app, err)
	}
	none := fmt.Errorf("%wthere are no records in %s", errSilent{store.ErrNotRepository},
		directory(app))
	if place, left := remote.UnfinishedCopy(directory(app)); left {
		return nil, withHint(none, "they were being replaced, and that was interrupted: "+
			"casefile -C '%s' restore copy finishes it", place)
	}
	return nil, none
}

// tellWaits makes the repository say in one line that it waits long for a lock, except with --json.
func tellWaits(app *App, repo *store.Repo) {
	repo.TellWaits(func(lock, why string) { app.say("waiting: %s: %s", lock, why) })
}

// refusalHelp adds the hint where it depends on the folder.
func refusalHelp(app *App, err error) error {
	r, ok := errors.AsType[*store.Refusal](err)
	if !ok {
		return err
	}
	if errors.Is(err, store.ErrOwner) {
		return withHint(err, "where you trust its owner: git config --global --add safe.directory "+
			"'%s'", r.Folder)
	}
	if info, lost := os.Lstat(filepath.Join(directory(app), ".git")); lost == nil &&
		info.Mode().IsRegular() && errors.Is(err, store.ErrBrokenFolder) {
		return withHint(err, "this is a linked work tree, whose records are elsewhere: "+
			"git worktree repair '%s', in their folder, mends it", directory(app))
	}
	if errors.Is(err, store.ErrBrokenFolder) && casebook.BackupIn(r.Folder) != "" {
		return withHint(err, "%s is a backup: %s", directory(app), damagedBackupHelp)
	}
	if w := (&store.Wreck{GitDir: r.Folder}); errors.Is(err, store.ErrBrokenFolder) &&
		w.OnlyHeadEmpty() {
		anew := "casefile restore copy replaces this copy"
		if isServer(app) {
			anew = damagedServerHelp
		}
		return withHint(err, "%s; as only HEAD is empty, echo 'ref: refs/heads/main' > '%s' "+
			"mends it too", anew, filepath.Join(r.Folder, "HEAD"))
	}
	return err
}

func directory(app *App) string {
	if app.global.dir != "" {
		return app.global.dir
	}
	if dir := app.Getenv("CASEFILE_DIR"); dir != "" {
		return dir
	}
	return "."
}

// withBook opens the records, judged up to now, and runs one command on them. At the end it prints
// the notes on stderr.
func withBook(ctx context.Context, app *App, run func(*casebook.Book) error) error {
	return withBookPurging(ctx, app, func(b *casebook.Book) error {
		if app.global.asAt == "" {
			resumeErasures(ctx, app, b, false)
		}
		return run(b)
	})
}

// withBookPurging does the same for a command that itself finishes pending purges.
func withBookPurging(ctx context.Context, app *App, run func(*casebook.Book) error) error {
	return withBookAsItIs(ctx, app, func(b *casebook.Book) error {
		if app.global.asAt == "" {
			lookUnasked(ctx, app, b)
			sayUnsent(ctx, app, b)
		}
		err := run(b)
		renewIndex(ctx, app, b)
		return err
	})
}

// withBookAsItIs does the same, except that it leaves an interrupted erasure alone. A proof must
// show what is here.
func withBookAsItIs(ctx context.Context, app *App, run func(*casebook.Book) error) error {
	repo, err := repo(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	repo.Expect()
	sayOwnSettings(app, repo)
	o, err := bookOptions(app)
	if err != nil {
		return err
	}
	b, err := casebook.Open(ctx, repo, o)
	if err != nil {
		return err
	}
	defer b.CloseLists()
	if err := lookBack(ctx, app, b); err != nil {
		return err
	}
	sayClock(ctx, app, b)
	err = run(b)
	if !errors.Is(err, ledger.ErrAccident) { // that error names it itself
		sayAccident(app, b)
	}
	app.recorded = app.recorded || b.Recorded
	if unlooked, listErr := b.Unlooked(); listErr == nil {
		app.unlooked = unlooked
	}
	if !errors.Is(err, casebook.ErrRetained) { // that error names it itself
		warnNamed(ctx, app, b)
	}
	app.lose(b.Lost()...)
	app.keyless = b.Keyless()
	for _, failed := range b.After { // also with --json: somebody must repair it
		app.tell("note: " + record.OneLine(failed))
	}
	for _, note := range b.Notes {
		app.say("note: %s", record.OneLine(note))
	}
	sayMark(app)
	return err
}

// bookOptions returns the options with which every command opens the records.
func bookOptions(app *App) (casebook.Options, error) {
	clock, err := app.clock()
	return casebook.Options{
		Clock: clock, Trust: app.global.trust, Reserved: commandNames(), Builtin: app.kinds,
		Mark:   app.mark(),
		Person: ownPerson(app), Watch: passing(app), NoIndex: app.global.noIndex,
	}, err
}

// passing shows the progress of long work at a terminal, and clears it at the end.
func passing(app *App) ledger.Watch {
	return func(what string, steps int) (tell func(int), end func()) {
		c := app.Counter(what, steps, app.global.json)
		return c.Add, c.End
	}
}

// ownPerson returns the person who runs the command.
func ownPerson(app *App) casebook.Person {
	return casebook.Person{Identity: identityOrEnd(app), Signer: app.keys.Signer,
		Beside: func() []casebook.Draft { return besideIdentity(app) },
		Former: app.keys.FormerIdentities,
		Tell:   func(words string) { app.say("note: %s", words) }}
}

// identityOrEnd returns a function that opens the identity. If the user interrupts its question,
// the command ends: that is no identity that can't be opened.
func identityOrEnd(app *App) func() (*seal.Identity, error) {
	return func() (*seal.Identity, error) {
		id, err := app.keys.Identity()
		if errors.Is(err, term.ErrInterrupted) {
			err = fmt.Errorf("%w%w", errSilent{context.Canceled}, err)
		}
		return id, err
	}
}

// withCase opens the records and finds the case that a command is about.
func withCase(ctx context.Context, app *App, typed string,
	run func(*casebook.Book, record.ID) error,
) error {
	return withBook(ctx, app, onCase(ctx, typed, run))
}

// inRecords runs a command with its arguments in the records, judged up to now.
func inRecords(
	app *App, run func(ctx context.Context, b *casebook.Book, args []string) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		return withBook(ctx, app, func(b *casebook.Book) error { return run(ctx, b, args) })
	}
}

// inCase runs a command in the case of its first argument.
func inCase(
	app *App, run func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		return withCase(ctx, app, args[0], func(b *casebook.Book, id record.ID) error {
			return run(ctx, b, id, args)
		})
	}
}

func onCase(ctx context.Context, typed string,
	run func(*casebook.Book, record.ID) error,
) func(*casebook.Book) error {
	return func(b *casebook.Book) error {
		id, err := b.FindCase(ctx, typed)
		if err != nil {
			return err
		}
		return run(b, id)
	}
}
