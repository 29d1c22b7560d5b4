package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newSarDecide(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, "decide CASE", "Decide whom a copy names, and what it leaves out",
		o, runSarDecide)
	cmd.Example = `  # print a text to fill in
  casefile sar decide K3F9-27QM --print > decision.md
  # record the decisions
  casefile sar decide K3F9-27QM -F decision.md`
	cmd.Long = `Record a decision on what a copy leaves out. At a terminal the command goes
through all that is open, question by question. First come the entries in which the
person who asks is named, then other entries that need a decision, people, numbers,
addresses, words. Each is shown with all its places and the words around them. Type a
letter and Enter:

  k keep      the name stays; the entry goes into the copy
  r remove    the name goes, in every form that the program knows
  w withhold  the whole entry stays out, in all its versions
  s show      the whole entry; b goes back, n leaves the question open, q stops

remove and withhold need an exemption, and every answer needs a reason. For people who
are named for their work, the question is about their agency. A decision for an earlier
copy is proposed again, and Enter takes it. At the end all answers are shown, and
recorded as one decision, which a manager endorses.

If you stop or are interrupted, a draft keeps your answers, and casefile draft resume
goes on there. It also asks about what was recorded meanwhile: nothing is decided that
you were not shown.

--print gives a text to fill in, with all places as notes that are not kept. -F or a
pipe records such a text, and --editor opens it. An item has a name, or an entry, or
neither; and do, an exemption and a reason. A later decision on the same name or entry
replaces the earlier one.`
	o.flags(cmd)
	forText(cmd, textNotWith, "--print")
	cmd.Flags().BoolVar(&o.print, "print", false, "print the text to fill in, and record nothing")
	cmd.Flags().BoolVar(&o.editor, "editor", false,
		"open the text in the editor, and ask no questions")
	return cmd
}

// runSarDecide records a decision on what the copy leaves out. It asks questions at a terminal, and
// otherwise takes a text.
func runSarDecide(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	switch {
	case o.print:
		return printDecision(ctx, app, b, id, o)
	case o.editor || o.file != "" || !app.InTTY || app.global.noInput || app.global.json:
		return recordDecision(ctx, app, b, id, o, nil)
	}
	return walkAndRecord(ctx, app, b, id, o)
}

// walkAndRecord asks the questions and records the answers. It opens the records again before
// recording: a person thinks for hours, and the decision is dated when it is made, on the records
// of that time.
func walkAndRecord(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	s, err := requestOf(ctx, app, b, id, o)
	if err != nil {
		return err
	}
	e := sarEntry{kind: record.KindDecision, verb: "decide"}
	kept := &answersDraft{act: e.act(id, o)}
	if o.draft != "" {
		if kept.draft, err = b.OpenDraft(o.draft); err != nil {
			return err
		}
	}
	text, asked, err := s.walk(ctx, app, b, kept)
	o.draft = string(kept.draft.ID)
	switch {
	case err != nil:
		r := request{textOptions: o.textOptions, taken: kept.draft, act: kept.act}
		return keepTyped(app, b, &r, text, err)
	case !asked:
		return recordDecision(ctx, app, b, id, o, nil)
	}
	return withBookAsItIs(ctx, app, func(fresh *casebook.Book) error {
		return recordDecision(ctx, app, fresh, id, o, &answers{text: text, tip: b.Tip()})
	})
}

// answers holds the text of a decision made by questions.
type answers struct {
	text []byte
	tip  string // the tip of the records in which the questions were asked
}

// recordDecision records the text of a decision: the answers, or a text given like that of any
// entry.
func recordDecision(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions, a *answers,
) error {
	return sarStep(ctx, app, b, id, o, func(c *cases.Case, r *cases.Access) (sarEntry, error) {
		s, err := decidedOn(b, c, r)
		if err != nil {
			return sarEntry{}, err
		}
		d := &decisionText{sarRequest: s}
		e := sarEntry{kind: record.KindDecision, verb: "decide", known: access.About(r),
			alter:    d.asTyped,
			template: func() ([]byte, error) { return s.decisionTemplate(ctx, b) },
			check: func(p *casebook.Prepared) (record.Findings, error) {
				if err := d.canBeFollowed(p.Entry); err != nil || a != nil && a.tip == b.Tip() {
					return nil, err
				}
				return nil, d.seen(ctx, b)
			},
			then: func(done *casebook.Done) error { return s.sayNext(ctx, app, b, done) }}
		if a != nil {
			e.ask = func([]byte) ([]byte, bool, error) { return a.text, true, nil }
		}
		return e, nil
	})
}

// walk asks all open questions. asked is false for a draft that is not from a walk.
func (s sarRequest) walk(ctx context.Context, app *App, b *casebook.Book, kept *answersDraft) (
	text []byte, asked bool, err error,
) {
	draft := kept.draft.Text
	m, err := s.copyMaker(ctx, b, s.decided.All, b.Reached().Truncate(time.Second))
	if err != nil {
		return nil, true, err
	}
	w, err := walking(app, b, m, kept)
	if err != nil {
		return nil, true, refusedOf(err, s.named())
	}
	if draft == nil && len(w.Steps()) == 0 {
		return nil, true, withHint(fmt.Errorf("%w: nothing is open about the copy", errNothing),
			"casefile sar draft %s makes it; --editor opens a decision all the same", s.named())
	}
	return w.ask(ctx, draft)
}

// decisionText is the text of a decision that is being recorded.
type decisionText struct {
	sarRequest
	typed []byte // with the notes, which are not recorded
}

// asTyped removes the notes of a template, and finds the items without a decision.
func (d *decisionText) asTyped(text []byte) ([]byte, record.Findings) {
	d.typed = text
	var out record.Findings
	for _, item := range record.ItemsLacking(text, "disclosure", "do") {
		out = append(out, record.Finding{File: record.KindDecision, Line: item.Line, Column: 1,
			Rule: record.RuleMissingField, Severity: record.Error,
			Found: itemWords(item.Values) + ": do is empty.",
			Do:    d.choicesOf(item.Values) + "; or take the item out, and it stays open."})
	}
	return record.WithoutNotes(text), out
}

// seen refuses a decision about something that came up later, so that its author was not shown it.
func (d *decisionText) seen(ctx context.Context, b *casebook.Book) error {
	m, err := d.copyMaker(ctx, b, d.decided.All, b.Reached().Truncate(time.Second))
	if err != nil {
		return err
	}
	unseen, err := m.Unseen(d.typed)
	if err != nil || len(unseen) == 0 {
		return refusedOf(err, d.named())
	}
	return withHint(
		fmt.Errorf("%wwhat was recorded meanwhile says more of %s; nothing was recorded",
			errSilent{errConflict}, record.Enumerated(unseen)),
		"casefile sar decide %s shows it, and asks that again", d.named())
}

// choicesOf returns the choices for an item of a decision.
func (s sarRequest) choicesOf(values map[string]string) string {
	switch {
	case values["name"] != "":
		return "Write keep or remove"
	case values["entry"] == string(s.request.Entry.ID),
		values["entry"] == string(s.request.Entry.First.ID):
		return "Write answer, with no exemption"
	case values["entry"] != "":
		return "Write keep or withhold"
	}
	return "Write remove"
}

// itemWords names an item of a decision.
func itemWords(values map[string]string) string {
	switch {
	case values["name"] != "":
		return "“" + values["name"] + "”"
	case values["entry"] != "":
		return "The entry " + values["entry"]
	}
	return "An item without a name or an entry"
}

// canBeFollowed refuses a decision by which no copy can be made.
func (d *decisionText) canBeFollowed(e *record.Entry) error {
	err := access.CheckDecision(e, d.c, d.request, d.agency)
	if errors.Is(err, access.ErrDecidesNothing) {
		return withHint(usage("%v", err), "casefile kinds decision shows its fields")
	}
	if err != nil {
		err = fmt.Errorf("%w%w", errSilent{errFindings}, err)
	}
	return err
}

// sayNext says who must act next on the decision or the copy.
func (s sarRequest) sayNext(
	ctx context.Context, app *App, b *casebook.Book, done *casebook.Done,
) error {
	c, err := b.Case(ctx, s.c.ID)
	if err != nil || app.global.json {
		return err
	}
	r, err := access.OpenRequest(c, string(s.request.Entry.First.ID))
	if err != nil {
		return err
	}
	first := access.AwaitsAnswer(c, r, s.agency)
	before := map[bool]string{true: "anything is drafted", false: "the copy goes"}[first]
	d, _ := access.DecisionsOn(c, r, s.agency) // the next command names a fault in a decision
	for _, t := range d.Waiting {
		if t.ID == done.Change.Cases[0].Entries[0].Entry.ID {
			app.say("note: a manager endorses it before %s: casefile endorse %s", before, t.Ref())
		}
	}
	if !first {
		app.say("next: casefile sar draft %s", s.named())
	}
	return nil
}

// printDecision prints the text to fill in elsewhere, for use with -F.
func printDecision(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	s, err := requestOf(ctx, app, b, id, o)
	if err != nil {
		return err
	}
	text, err := s.decisionTemplate(ctx, b)
	if err == nil {
		_, err = app.Out.Write(text)
	}
	return err
}

// noteWidth is the width of a template's notes in columns, so that an editor shows them whole.
const noteWidth = 96

// decisionTemplate returns a template with what the decisions so far leave open.
func (s sarRequest) decisionTemplate(ctx context.Context, b *casebook.Book) ([]byte, error) {
	m, err := s.copyMaker(ctx, b, s.decided.All, b.Reached().Truncate(time.Second))
	if err != nil {
		return nil, err
	}
	kind, ok := m.Kinds.Kind(record.KindDecision)
	if !ok {
		return nil, casebook.ErrNotFound
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	page := questionPage{c: s.c, width: noteWidth}
	text, err := m.DecisionTemplate(kind, me.Name, page.lines)
	return text, refusedOf(err, s.named())
}
