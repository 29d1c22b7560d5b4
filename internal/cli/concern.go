package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/term"
)

// concernOptions says how a concern is given: by five questions at a terminal, in the editor, or as
// a finished text.
type concernOptions struct {
	textOptions
	editor bool
}

func newConcernCommand(app *App) *cobra.Command {
	o := &concernOptions{}
	cmd := &cobra.Command{
		Use: "concern [CASE]", Short: "Record a concern; without a case it opens an intake",
		GroupID: "daily",
		Example: `  # answer five questions; an intake begins
  casefile concern
  # a concern about a child whose case you have
  casefile concern K3F9-27QM -F concern.md`,
		Annotations: sendsItself,
		Long: `Record a concern about a child's safety or welfare. Everybody in the team may, also a
contributor who reads nothing. Without a case it opens an intake, which the
safeguarding leads read. casefile accept makes the intake a case, or files it into the
right case.

At a terminal it asks five questions: who, what was seen or heard, when and where,
danger now, whom you told. It then shows the answers, and Enter records them. One
sentence is enough. Ctrl-C keeps what you typed as a draft, and casefile draft resume
goes on where it stopped.

--editor opens the template instead, and -F or a pipe gives a text. A text is recorded
as it was typed: a field that breaks a rule goes below ## As typed. Write unknown for
what nobody knows yet.

The concern is sent at once if there is a remote. The answer says sent and when, or
NOT SENT and whom to ring (on stderr). It is recorded either way, with exit code 0.
With --json, "sent" is true or false, and null without a remote.`,
		Args: arguments(0, 1, "[CASE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inTime(cmd.Context(), app, func(ctx context.Context) error {
				return openToRaise(ctx, app, *o, args)
			})
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.editor, "editor", false, "open the template in the editor, and ask no "+
		"questions")
	return asksCase(app, cmd, caseArg{lacks: never, confirms: always})
}

// concernWithin bounds reading, recording and sending of a concern together, without the time that
// its author takes to write. By then the author is told that it has gone, or whom to ring.
const concernWithin = 30 * time.Second

// errNotInTime means that the time of a concern is over and no other error says why.
var errNotInTime = errors.New("not done within 30 seconds")

// inTime runs a command with a limit of concernWithin.
func inTime(ctx context.Context, app *App, run func(context.Context) error) error {
	limited, stop := term.WithBudget(ctx, concernWithin)
	defer stop()
	app.Asking = limited.Hold
	defer func() { app.Asking = nil }()
	err := run(limited)
	if errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, store.ErrLocked) {
		err = fmt.Errorf("%w%w", errNotInTime, errSilent{err})
	}
	return err
}

// openToRaise opens the records for a concern. If they do not open, it says whom to ring. The text
// is then kept when the run ends (keepGiven).
func openToRaise(ctx context.Context, app *App, o concernOptions, args []string) error {
	opened := false
	err := withBookPurging(ctx, app, func(b *casebook.Book) error {
		opened = true
		return runConcern(ctx, app, b, o, args)
	})
	if err == nil || opened || errors.Is(err, context.Canceled) {
		return err
	}
	sayNotOpened(ctx, app)
	keepFile(app, o)
	return err
}

// sayNotOpened says whom to ring where the records do not open, by the team as it was judged last.
func sayNotOpened(ctx context.Context, app *App) {
	whom := "the safeguarding lead, or who stands in; their names can't be read here"
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer stop()
	if repo, err := repo(ctx, app); err == nil {
		defer repo.Close()
		o, err := bookOptions(app)
		if b, openErr := casebook.OpenLastJudged(ctx, repo, o); err == nil && openErr == nil {
			emergency(app, b)
			whom = ringWords(b, b.IntakeToday())
		}
	}
	app.say("NOT RECORDED, ring the lead: %s", whom)
}

// keepFile marks an unread file as a text to keep, like a piped one.
func keepFile(app *App, o concernOptions) {
	info, err := os.Stat(o.file)
	if err == nil && info.Mode().IsRegular() && !app.given.safe {
		app.given.text, _ = readText(app, o.file, aText)
	}
}

// emergency prints the agency's notice that must be read before anything is typed.
func emergency(app *App, b *casebook.Book) {
	if text := strings.TrimSpace(b.Policy().Emergency); text != "" {
		app.say("%s", text)
	}
}

func runConcern(
	ctx context.Context, app *App, b *casebook.Book, o concernOptions, args []string,
) error {
	emergency(app, b)
	raise, ring := raiseIntake, b.IntakeToday()
	var id record.ID
	if len(args) > 0 {
		raise = raiseInCase
		var err error
		if id, err = b.FindCase(ctx, args[0]); err != nil {
			return notRaised(ctx, app, b, o, ring, err)
		}
		if d, err := b.Docket(ctx, id); err == nil && d.Status != record.Destroyed {
			ring = d
		}
	}
	done, err := raise(ctx, app, b, o, id)
	if err != nil {
		return notRaised(ctx, app, b, o, ring, err)
	}
	return savedAndSent(ctx, app, b, done)
}

// notRaised handles a concern that was not recorded: it says whom to ring. A text that was not read
// yet, also one in a file, is kept when the run ends.
func notRaised(
	ctx context.Context, app *App, b *casebook.Book, o concernOptions, d *record.Docket, err error,
) error {
	if errors.Is(err, term.ErrInterrupted) || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	app.say("NOT RECORDED, ring the lead: %s", ringWords(b, d))
	keepFile(app, o)
	if !app.given.safe && (errors.Is(err, casebook.ErrState) ||
		errors.Is(err, casebook.ErrNotFound)) {
		app.given.act = &casebook.Act{Do: "concern"}
		return withHint(err, "casefile concern, without a case, raises it as an intake")
	}
	return err
}

func raiseIntake(ctx context.Context, app *App, b *casebook.Book, o concernOptions, _ record.ID,
) (*casebook.Done, error) {
	if err := readyToRaise(ctx, app, b, team.OpIntake, ""); err != nil {
		return nil, err
	}
	id, err := b.NewCaseID(ctx)
	if err != nil {
		return nil, err
	}
	r := raised(ctx, app, b, o, casebook.Act{Do: "concern"}, id)
	return recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		done, err := b.Intake(ctx, casebook.OpenOrder{Case: id, Entries: []*casebook.Prepared{p}})
		if err == nil && !app.global.json {
			app.print("%s  intake, read by %s", id, strings.Join(done.Dockets[0].Readers(), ", "))
		}
		return done, err
	})
}

func raiseInCase(ctx context.Context, app *App, b *casebook.Book, o concernOptions, id record.ID,
) (*casebook.Done, error) {
	if err := readyToRaise(ctx, app, b, team.OpConcern, id); err != nil {
		return nil, err
	}
	r := raised(ctx, app, b, o, casebook.OnCase("concern", id), id)
	return recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Append(ctx, team.OpConcern, id, p)
	})
}

func readyToRaise(ctx context.Context, app *App, b *casebook.Book, op string, id record.ID) error {
	if err := b.TakeTipTime(ctx); err != nil {
		return err
	}
	return ready(ctx, app, b, op, id)
}

// raised gets the text of a concern: by questions, from the editor, or as given.
func raised(ctx context.Context, app *App, b *casebook.Book, o concernOptions, act casebook.Act,
	id record.ID,
) request {
	r := request{
		textOptions: o.textOptions,
		act:         act,
		template:    templateOf(ctx, b, record.KindConcern),
		EntryText:   casebook.EntryText{Case: id, Kind: record.KindConcern, Raised: true},
	}
	if app.InTTY && !o.editor {
		r.ask = func(draft []byte) ([]byte, bool, error) { return askConcern(ctx, app, b, draft) }
	}
	return r
}
