package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/store"
)

func newRestoreLaptop(app *App) *cobra.Command {
	return &cobra.Command{
		Use:   "laptop URL [DIR] --trust INTRO@TIP",
		Short: "Begin again on another machine, with the backup of your identity",
		Long: `Begin again on another machine. First put the backup of your identity's folder in its
place (casefile identity names that place). Then run this command. It copies the
records from the server, and tries whether your keys open what you read and can sign.
It also names the drafts that lay beside your identity. A colleague's casefile version
shows what to give with --trust.

Work that was not sent from the lost laptop is lost with it, and so are the drafts in
its copy. Tell a senior manager about the loss: a finder has only the passphrase to
guess. casefile identity rotate makes new keys for you.

If the identity is lost too, make a new one with the same ID: casefile identity new
--id YOU. Give its card to a senior manager, who runs casefile team update CARD. Then
a reader of each of your cases lets you in: casefile readers CASE grant YOU.`,
		Example: `  # once the backup of your identity is in its place
  casefile restore laptop ssh://records.example/agency.git records --trust INTRO@TIP`,
		Args: arguments(1, 2, "URL [DIR]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRestoreLaptop(cmd.Context(), app, args)
		},
	}
}

// identityLostHelp is the hint where the identity is lost too.
const identityLostHelp = "put the backup of your identity's folder at %s; where there is none: " +
	"casefile restore laptop --help"

func runRestoreLaptop(ctx context.Context, app *App, args []string) error {
	if err := writing(app); err != nil {
		return err
	}
	if _, err := app.keys.Signer(); err != nil {
		return withHint(err, identityLostHelp, app.keys.Folder())
	}
	if _, err := app.keys.Identity(); err != nil {
		return err
	}
	dir := remote.CloneDir(args[0])
	if len(args) == 2 {
		dir = args[1]
	}
	err := runClone(ctx, app, args, false, false)
	if _, isCopy := store.FindWreck(dir); errors.Is(err, remote.ErrOccupied) && isCopy {
		return withHint(err, "records are there already; where they are these: casefile -C '%s' "+
			"sync", dir)
	}
	if err != nil {
		return err
	}
	app.global.dir = dir
	return withBook(ctx, app, func(b *casebook.Book) error { return sayBegunAgain(ctx, app, b) })
}

// sayBegunAgain says whether the keys of the backup are still those of the roster, and what lies
// beside the records.
func sayBegunAgain(ctx context.Context, app *App, b *casebook.Book) error {
	me, err := b.Me()
	if err != nil {
		return err
	}
	id, err := app.keys.Identity()
	if err != nil {
		return err
	}
	if app.global.json {
		return nil // the clone has printed its answer
	}
	if id.Recipient() != me.Recipient {
		return withHint(errors.New("this identity is an older one than the team knows"),
			"a newer backup opens what was written since; without one: "+
				"casefile restore laptop --help")
	}
	app.print("you are %s, and your keys are those that the team knows", me.ID)
	if n := len(besideIdentity(app)); n > 0 {
		app.print("%s beside your identity: casefile draft", record.Counted(n, "draft"))
	}
	app.say("lost with the laptop: what was not sent, and the drafts in its copy; " +
		"new keys for you: casefile identity rotate")
	return nil
}
