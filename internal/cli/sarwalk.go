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

// walk asks the open questions about a copy one by one, and makes a decision of the answers. The
// first error, mostly Ctrl-C or the answer q, ends it. The answers so far are kept.
type walk struct {
	*access.Walk
	app    *App
	book   *casebook.Book
	c      *cases.Case
	page   questionPage
	maker  access.CopyMaker
	looked []disclose.Decision // the answers at the last look for further questions
	exempt string              // the last exemption chosen for an entry
	// the step at which a draft stopped, perhaps in the middle of a reason
	half string
	kept *answersDraft
	asks *cases.Access // the request
}

// answersDraft is the draft that keeps the answers. It is written after each answer, so that even a
// power failure loses only one.
type answersDraft struct {
	draft  casebook.Draft
	act    casebook.Act
	failed bool
}

// keep writes the answers so far to the draft, with the step to go on at. If that fails it says so
// once: at its end, the walk finds another place for them.
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

// move says where a walk goes after a question.
type move int

const (
	moveOn move = iota
	moveBack
	moveAgain // to the same question
	moveSplit // to the first of the questions that it was split into
)

// errBack takes back an unfinished answer.
var errBack = errors.New("back")

// walking prepares the walk through the open questions of a copy.
func walking(app *App, b *casebook.Book, m access.CopyMaker, kept *answersDraft) (
	*walk, error,
) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	end := watched(app, &m, "looking for what is open")
	w, err := m.Walk(me.Name)
	end()
	return &walk{Walk: w, app: app, book: b, c: m.Case, maker: m, kept: kept, asks: m.Request,
		page: questionPage{c: m.Case, width: app.Width - 1}}, err
}

// ask runs the walk and returns the decision, even a half-made one. A draft of a walk goes on where
// it stopped. For any other draft, asked is false.
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
		release() // in all other cases the answers are kept first
	}
	if err == nil {
		w.Settle()
	}
	if len(w.Told.Answers) == 0 {
		return nil, true, err
	}
	return w.Text(), true, err
}

const theEnd = "the end" // all is answered, and not yet recorded

// through asks from the step where a draft stopped, and then shows all answers for review.
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
			continue // it came up since the draft stopped
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

// further looks for new questions after new answers: other entries may tell of what stays out.
func (w *walk) further() (bool, error) {
	if len(w.Told.Answers) == 0 || slices.Equal(w.looked, w.Told.Answers) {
		return false, nil
	}
	w.looked = slices.Clone(w.Told.Answers)
	m := w.maker
	defer watched(w.app, &m, "looking for what else is open")()
	before := len(w.Steps())
	more, err := w.Further(m)
	if more {
		w.app.say("\n%s from what you decided.", record.Plural(len(w.Steps())-before,
			"more question comes", "more questions come"))
	}
	return more, refused(err)
}

// moved returns the next step after an answer, a skip or a step back.
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

// step asks one step. If it ends without an answer, the draft notes the step.
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
