package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/term"
)

// errQuit ends the turns. What was decided until then is recorded.
var errQuit = errors.New("left off")

// turn is one waiting entry as it was shown, and the decision.
type turn struct {
	ref     record.Ref
	sha256  string // of the text shown; "" if it no longer waits
	verdict string // "" means left for another time
	comment string
}

// turns counts the decisions.
type turns struct {
	done, left int
}

// runEndorseOneByOne goes through what waits for the member. It opens the records again for each
// entry: a person thinks for minutes, and the commit is dated when they have decided.
func runEndorseOneByOne(ctx context.Context, app *App, o endorseOptions) error {
	if app.global.noInput || app.global.json || !app.CanAsk() {
		return withHint(usage("endorse -i asks, and there is nobody to answer"),
			"casefile inbox lists what waits; casefile endorse ENTRY endorses one")
	}
	if o.reported || o.file != "" || o.draft != "" || o.verdict != record.VerdictEndorsed {
		return usage("-i asks for the verdict and the comment; give no -F, --draft, --verdict or " +
			"--reported with it")
	}
	waits, err := toEndorse(ctx, app, o)
	if err != nil {
		return err
	}
	if len(waits) == 0 {
		app.print("Nothing waits for your endorsement.")
		return nil
	}
	n := turns{left: len(waits)}
	for i, l := range waits {
		at := o
		if at.level == "" {
			at.level = l.Level // a senior may stand in for a line manager
		}
		err = takeTurn(ctx, app, at, turn{ref: l.Ref}, fmt.Sprintf("%d of %d", i+1, len(waits)), &n)
		if err != nil {
			break
		}
	}
	app.print("%d recorded, %d left", n.done, n.left)
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// toEndorse lists the texts that wait, the longest wait first, as the inbox does.
func toEndorse(ctx context.Context, app *App, o endorseOptions) (
	waits []report.InboxLine, err error,
) {
	err = withBook(ctx, app, func(b *casebook.Book) error {
		if err := errors.Join(writing(app), o.check(b)); err != nil {
			return err
		}
		in, err := inbox(ctx, app, b)
		if err != nil {
			return err
		}
		sayUnread(app, b, in.Unread)
		for _, l := range in.Lines {
			if l.Rule == cases.RuleNotEndorsedInTime && slices.Contains(l.Whose, in.Member) {
				waits = append(waits, l)
			}
		}
		return nil
	})
	return waits, err
}

// takeTurn shows one entry, asks, and records the decision.
func takeTurn(ctx context.Context, app *App, o endorseOptions, t turn, place string,
	n *turns,
) error {
	err := withBook(ctx, app, func(b *casebook.Book) (err error) {
		t, err = showTurn(ctx, app, b, t, place)
		return err
	})
	if err != nil || t.sha256 == "" {
		return err
	}
	if t, err = askTurn(app, t); err != nil {
		return keptTurn(ctx, app, t, err)
	}
	if t.verdict == "" {
		return nil
	}
	err = withBook(ctx, app, func(b *casebook.Book) error { return recordTurn(ctx, app, b, o, t) })
	if err != nil {
		return keptTurn(ctx, app, t, err)
	}
	n.done, n.left = n.done+1, n.left-1
	return nil
}

// recordTurn records the decision, if the text is still the one that was shown.
func recordTurn(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, t turn) error {
	now, err := b.EntryFact(t.ref)
	if err != nil {
		return err
	}
	if now.SHA256 != t.sha256 {
		return inState("%s has changed since it was shown", t.ref)
	}
	o.verdict = t.verdict
	entries, err := endorsements(ctx, app, b, o, []record.Ref{t.ref}, t.comment)
	if err != nil {
		return err
	}
	done, err := b.Endorse(ctx, t.ref.Case, entries)
	if err != nil {
		return earlyHint(err)
	}
	sayEndorsed(app, done)
	return saved(app, "endorse", done)
}

// keptTurn keeps a typed comment that could not be recorded.
func keptTurn(ctx context.Context, app *App, t turn, err error) error {
	if len(bytes.TrimSpace([]byte(t.comment))) == 0 {
		return err
	}
	r := request{act: casebook.OnEntries("endorse", t.ref).With("verdict", t.verdict)}
	kept := err
	openErr := withBook(context.WithoutCancel(ctx), app, func(b *casebook.Book) error {
		kept = keepTyped(app, b, &r, []byte(t.comment+"\n"), err)
		return nil
	})
	if openErr != nil && !errors.Is(err, term.ErrInterrupted) {
		app.say("the comment could not be kept: %v", openErr)
	}
	return kept
}
