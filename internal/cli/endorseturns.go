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

// errQuit ends the turns, with all that was decided recorded.
var errQuit = errors.New("left off")

// turn is one entry that waits, as it was shown, and what was decided.
type turn struct {
	ref     record.Ref
	sha256  string // of the text that was shown; "" when it no longer waits
	verdict string // "" = left for another time
	comment string
}

// turns counts what was done.
type turns struct {
	done, left int
}

// runEndorseOneByOne goes through what waits for me. The records are opened for
// each entry anew: a person thinks for minutes, and the commit is dated when
// they have decided.
func (a *App) runEndorseOneByOne(ctx context.Context, o endorseOptions) error {
	if a.global.noInput || a.global.json || !a.CanAsk() {
		return withHint(usage("endorse -i asks, and there is nobody to answer"), "casefile inbox lists what waits; casefile endorse ENTRY endorses one")
	}
	if o.reported || o.file != "" || o.draft != "" || o.verdict != "endorsed" {
		return usage("-i asks for the verdict and the comment; give no -F, --draft, --verdict or --reported with it")
	}
	waits, err := a.toEndorse(ctx, o)
	if err != nil {
		return err
	}
	if len(waits) == 0 {
		a.print("Nothing waits for your endorsement.")
		return nil
	}
	n := turns{left: len(waits)}
	for i, l := range waits {
		at := o
		if at.level == "" {
			at.level = l.Level // a senior may stand in for a line manager
		}
		err = a.takeTurn(ctx, at, turn{ref: l.Ref}, fmt.Sprintf("%d of %d", i+1, len(waits)), &n)
		if err != nil {
			break
		}
	}
	a.print("%d recorded, %d left", n.done, n.left)
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// toEndorse lists what waits, as the inbox does, the longest wait first.
func (a *App) toEndorse(ctx context.Context, o endorseOptions) (waits []report.InboxLine, err error) {
	err = a.withBook(ctx, func(b *casebook.Book) error {
		if err := errors.Join(a.writing(), o.check(b)); err != nil {
			return err
		}
		in, err := a.inbox(ctx, b)
		if err != nil {
			return err
		}
		a.sayUnread(in.Unread)
		for _, l := range in.Lines {
			if l.Rule == cases.RuleNotEndorsedInTime && slices.Contains(l.Whose, in.Member) {
				waits = append(waits, l)
			}
		}
		return nil
	})
	return waits, err
}

// takeTurn shows one entry, asks, and records what was decided.
func (a *App) takeTurn(ctx context.Context, o endorseOptions, t turn, place string, n *turns) error {
	err := a.withBook(ctx, func(b *casebook.Book) (err error) {
		t, err = a.showTurn(ctx, b, t, place)
		return err
	})
	if err != nil || t.sha256 == "" {
		return err
	}
	if t, err = a.askTurn(t); err != nil {
		return a.keptTurn(ctx, t, err)
	}
	if t.verdict == "" {
		return nil
	}
	err = a.withBook(ctx, func(b *casebook.Book) error { return a.recordTurn(ctx, b, o, t) })
	if err != nil {
		return a.keptTurn(ctx, t, err)
	}
	n.done, n.left = n.done+1, n.left-1
	return nil
}

// recordTurn records what was decided on exactly the text that was shown.
func (a *App) recordTurn(ctx context.Context, b *casebook.Book, o endorseOptions, t turn) error {
	now, err := b.Standing(t.ref)
	if err != nil {
		return err
	}
	if now.SHA256 != t.sha256 {
		return inState("%s has changed since it was shown", t.ref)
	}
	o.verdict = t.verdict
	entries, err := a.endorsements(ctx, b, o, []record.Ref{t.ref}, t.comment)
	if err != nil {
		return err
	}
	done, err := b.Endorse(ctx, t.ref.Case, entries)
	if err != nil {
		return err
	}
	a.sayEndorsed(done)
	return a.saved("endorse", done)
}

// keptTurn keeps a comment that was typed and could not be recorded.
func (a *App) keptTurn(ctx context.Context, t turn, err error) error {
	if len(bytes.TrimSpace([]byte(t.comment))) == 0 {
		return err
	}
	r := request{command: fmt.Sprintf("casefile endorse %s --verdict %s", t.ref, t.verdict)}
	kept := err
	openErr := a.withBook(context.WithoutCancel(ctx), func(b *casebook.Book) error {
		kept = a.kept(b, r, []byte(t.comment+"\n"), err)
		return nil
	})
	if openErr != nil && !errors.Is(err, term.ErrInterrupted) {
		a.say("the comment could not be kept: %v", openErr)
	}
	return kept
}
