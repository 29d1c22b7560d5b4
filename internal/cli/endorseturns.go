package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

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
	refs, err := a.toEndorse(ctx, o)
	if err != nil {
		return err
	}
	if len(refs) == 0 {
		a.print("Nothing waits for your endorsement.")
		return nil
	}
	n := turns{left: len(refs)}
	for i, ref := range refs {
		err = a.takeTurn(ctx, o, turn{ref: ref}, fmt.Sprintf("%d of %d", i+1, len(refs)), &n)
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
func (a *App) toEndorse(ctx context.Context, o endorseOptions) (refs []record.Ref, err error) {
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
			if l.Mark == report.InboxSign || l.Mark == report.InboxBack && l.Command == endorseNext {
				refs = append(refs, l.Ref)
			}
		}
		return nil
	})
	return refs, err
}

// endorseNext is the command of an answer to one's own return.
const endorseNext = "casefile endorse -i"

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

// showTurn shows the entry, and what changed since its last version.
func (a *App) showTurn(ctx context.Context, b *casebook.Book, t turn, place string) (turn, error) {
	if err := a.ready(ctx, b, "endorse", t.ref.Case); err != nil {
		return t, err
	}
	c, err := b.Case(ctx, t.ref.Case)
	if err != nil {
		return t, err
	}
	thread, target := version(c, t.ref.Entry)
	if target == nil || thread.Item != target {
		a.say("note: %s has changed meanwhile; it comes again next time", t.ref)
		return t, nil
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return t, err
	}
	a.print("\n%s   %s\n", place, turnHead(c, thread))
	if k, ok := kinds.Kind(target.Kind); !ok {
		a.print("%s", strings.TrimRight(string(target.Text), " \n"))
	} else if err := k.Print(a.Out, target.Entry, a.Width); err != nil {
		return t, err
	}
	a.showStanding(a.Out, b, c, target)
	t.sha256 = target.SHA256
	return t, a.showChanges(thread)
}

// turnHead says whose case it is, at which level the entry waits, and how long.
func turnHead(c *cases.Case, t *cases.Thread) string {
	head := c.ID.String()
	if c.Subject.Name != "" {
		head += "  " + c.Subject.Name
	}
	if missing := t.Endorsement.Missing; len(missing) > 0 {
		head += "   " + signFacts(c, t, missing[0])
	}
	return head
}

func (a *App) showChanges(t *cases.Thread) error {
	if len(t.History) == 0 {
		return nil
	}
	before := t.History[len(t.History)-1]
	for _, g := range t.Endorsement.Given {
		if g.Earlier && g.Verdict != "endorsed" {
			a.print("\n%s, %s by %s: %s", g.Verdict, g.Level, g.By, g.Comment)
		}
	}
	a.print("\nChanged since %s:", before.Ref())
	return report.WriteChanges(a.Out, before.Text, t.Text, a.Width)
}

// askTurn asks until there is an answer.
func (a *App) askTurn(t turn) (turn, error) {
	for {
		answer, err := a.Ask("\n[e]ndorse, [r]eturn with a comment, [d]ecline, [s]kip, [q]uit? ")
		if err != nil {
			return t, err
		}
		switch strings.ToLower(answer) {
		case "e":
			t.verdict = "endorsed"
			return t, nil
		case "r", "d":
			verdict := map[string]string{"r": "returned", "d": "declined"}[strings.ToLower(answer)]
			t.verdict = verdict
			if t.comment, err = a.askComment(); err != nil || t.comment != "" {
				return t, err
			}
			t.verdict = ""
			a.say("nothing was said, so nothing is recorded")
		case "s":
			return t, nil
		case "q":
			return t, errQuit
		}
	}
}

// askComment takes lines up to an empty one.
func (a *App) askComment() (string, error) {
	a.say("What is to be changed, or why? An empty line ends it.")
	var lines []string
	for {
		line, err := a.Ask("> ")
		if err != nil || line == "" {
			return strings.Join(lines, "\n"), err
		}
		lines = append(lines, line)
	}
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
