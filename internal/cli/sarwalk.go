package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// walk asks what is open about a copy, question by question, and makes the decision of the
// answers. The first error, mostly Ctrl-C or the answer q, ends it; what was answered before
// is kept.
type walk struct {
	*access.Walk
	app    *App
	book   *casebook.Book
	c      *cases.Case
	page   questionPage
	making access.Making
	looked []disclose.Decision // the answers by which it was looked for more
	exempt string              // the exemption chosen last for an entry
	// the step at which a draft stopped, perhaps in the middle of a reason
	half string
	kept *answersDraft
	asks *cases.Access // the request
}

// answersDraft is the draft of answers that is kept after each of them, so that not even a
// machine that stops loses more than one.
type answersDraft struct {
	draft  casebook.Draft
	act    casebook.Act
	failed bool
}

// keep keeps the answers so far, to go on at a step. Where nothing takes them, that is said
// once: the end of the walk finds another place.
func (w *walk) keep(at int) {
	if w.Told.At = theEnd; at < len(w.Steps()) {
		w.Told.At = w.Steps()[at].Key()
	}
	if len(w.Told.Answers) == 0 || w.kept.failed {
		return
	}
	draft, err := w.book.ReplaceDraft(w.kept.draft, w.kept.act, w.Text())
	if w.kept.failed = err != nil; err != nil {
		w.app.say("note: the answers could not be kept as you go: %v", err)
		return
	}
	w.kept.draft = draft
}

// move is where a walk goes after a question.
type move int

const (
	moveOn move = iota
	moveBack
	moveAgain // to the same question
	moveSplit // to the first of those that it has become
)

// errBack takes an answer back before it is whole.
var errBack = errors.New("back")

// walking prepares the walk through what a making asks.
func walking(app *App, b *casebook.Book, m access.Making, kept *answersDraft) (
	*walk, error,
) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	end := watched(app, &m, "looking for what is open")
	w, err := m.Walk(me.Name)
	end()
	return &walk{Walk: w, app: app, book: b, c: m.Case, making: m, kept: kept, asks: m.Request,
		page: questionPage{c: m.Case, width: app.Width - 1}}, err
}

// ask returns the walk as a text's questions: it gives the decision, also one that is half made. A
// draft of a walk goes on where it stopped; asked is false for any other.
func (w *walk) ask(ctx context.Context, draft []byte) (text []byte, asked bool, err error) {
	if draft != nil && !w.Resume(draft) {
		return nil, false, nil
	}
	w.half = w.Told.At
	before := w.app.Streams
	held, release := w.app.Holding()
	w.app.Streams = held
	if err = w.through(ctx); err == nil {
		w.app.Streams = before
		release() // otherwise the answers are kept first, whatever else comes
	}
	if err == nil {
		w.Settle()
	}
	if len(w.Told.Answers) == 0 {
		return nil, true, err
	}
	return w.Text(), true, err
}

const theEnd = "the end" // where all is answered, and not recorded yet

// through asks from the step where a draft stopped, and then has somebody look at the
// answers.
func (w *walk) through(ctx context.Context) error {
	w.tell(askedWords(w.asks), "", "  ")
	w.tell(fmt.Sprintf("%s to decide: %s. What you answer is kept as a draft if you stop: q, or "+
		"Ctrl-C. ? is help.", record.Counted(len(w.Steps()), "question"), w.Counts()), "", "")
	at := w.Begin()
	for {
		for at < len(w.Steps()) {
			to, err := w.step(ctx, at)
			if err != nil {
				return err
			}
			at = w.moved(at, to)
			w.keep(at)
		}
		if at = w.Next(-1); at < len(w.Steps()) {
			continue // what was recorded since a draft stopped
		}
		if more, err := w.further(); err != nil || more {
			if at = w.Next(-1); err != nil {
				return err
			}
			continue
		}
		to, err := w.reviewed(ctx)
		if err != nil || to < 0 {
			return err
		}
		at = to
	}
}

// further looks once more, where something was answered since: what stays out may be told of
// elsewhere.
func (w *walk) further() (bool, error) {
	if len(w.Told.Answers) == 0 || slices.Equal(w.looked, w.Told.Answers) {
		return false, nil
	}
	w.looked = slices.Clone(w.Told.Answers)
	m := w.making
	defer watched(w.app, &m, "looking for what else is open")()
	before := len(w.Steps())
	more, err := w.Further(m)
	if more {
		w.app.say("\n%s from what you decided.", record.Plural(len(w.Steps())-before,
			"more question comes", "more questions come"))
	}
	return more, refused(err)
}

// moved returns the step after one that was answered, left or taken back.
func (w *walk) moved(at int, to move) int {
	switch to {
	case moveBack:
		return max(at-1, 0)
	case moveAgain:
		return at
	case moveSplit:
		return w.Next(at - 1)
	}
	return w.Next(at)
}

// step asks one step. Where it does not end with an answer, the draft says so.
func (w *walk) step(ctx context.Context, at int) (move, error) {
	s := w.Steps()[at]
	w.Told.At, w.page.width = s.Key(), w.app.Columns()-1
	w.app.say("\n%d of %d", at+1, len(w.Steps()))
	to, err := w.asked(ctx, s)
	if errors.Is(err, errBack) {
		return moveAgain, nil
	}
	if err == nil {
		w.half = ""
		err = ctx.Err()
	}
	return to, err
}

func (w *walk) asked(ctx context.Context, s access.Step) (move, error) {
	switch s.Kind {
	case access.AskAgency:
		return w.agency(ctx, s)
	case access.AskNames:
		return w.names(ctx, s)
	case access.AskExemption:
		return w.exemption(s)
	}
	return w.one(ctx, s)
}
