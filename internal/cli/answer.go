package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// answer describes a command that records an answer to another entry: the triage of a concern, the
// confirmation of a referral. The user names that entry, or its case where only one entry waits.
type answer struct {
	textOptions
	command  string // confirm
	kind     string // kind of the answer: referral-confirmation
	relation string // the answer's link to the entry, and that entry's kind: referral
	about    string // what is done to the entry, for refusals: "be confirmed in writing"

	waits func(*cases.Case) []*cases.Thread
	// fits reports whether an entry that the user named can be answered.
	fits func(*cases.Case, *cases.Thread) bool
	// given returns the fields that the template has filled in.
	given func(*answerRun) map[string]string
	// clock returns the clock that the answer stops. It is nil where there is none.
	clock func(*cases.Case, *cases.Thread) (done string, s cases.ClockState)
	// open returns why the clock does not stop, or "". It may be nil.
	open func(*cases.Case, *cases.Thread) string
}

// answerRun is one run of an answer command.
type answerRun struct {
	answer
	book   *casebook.Book
	c      *cases.Case
	target *cases.Thread // nil where the text itself must name it
	why    error         // why there is no target
}

func newAnswerCommand(app *App, w answer, cmd *cobra.Command) *cobra.Command {
	o := &textOptions{}
	cmd.Args = arguments(1, 1, strings.ToUpper(w.relation))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		w.textOptions = *o
		return withBook(cmd.Context(), app, func(b *casebook.Book) error {
			return runAnswer(cmd.Context(), app, b, w, args[0])
		})
	}
	o.flags(cmd)
	return cmd
}

func runAnswer(ctx context.Context, app *App, b *casebook.Book, w answer, typed string) error {
	ref, err := b.FindCaseOrEntry(ctx, typed)
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpAdd, ref.Case); err != nil {
		return err
	}
	run, err := w.find(ctx, b, ref)
	if err != nil {
		return err
	}
	r := request{textOptions: w.textOptions, act: run.act(),
		EntryText: casebook.EntryText{Case: ref.Case, Kind: w.kind}, alter: run.linked,
		check: func(p *casebook.Prepared) (record.Findings, error) {
			return checkAnswer(ctx, run, p)
		},
		template: func() ([]byte, error) { return run.template(ctx) }}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Add(ctx, ref.Case, []*casebook.Prepared{p}, nil)
	})
	if err != nil {
		return err
	}
	return saidAnswered(ctx, app, run, done)
}

// find finds the entry to answer. If the user named a case and not exactly one entry waits there,
// the text itself may still name the entry.
func (w answer) find(ctx context.Context, b *casebook.Book, ref record.Ref) (*answerRun, error) {
	c, err := b.Case(ctx, ref.Case)
	if err != nil {
		return nil, err
	}
	run := &answerRun{answer: w, book: b, c: c}
	if ref.Entry != "" {
		run.target, err = w.named(c, ref)
		return run, err
	}
	waiting := w.waits(c)
	switch len(waiting) {
	case 0:
		run.why = inState("no %s of %s waits to %s", w.relation, c.ID, w.about)
	case 1:
		run.target = waiting[0]
	default:
		run.why = w.several(c, waiting)
	}
	return run, nil
}

func (w answer) named(c *cases.Case, ref record.Ref) (*cases.Thread, error) {
	t := c.Thread(ref.Entry)
	switch {
	case t == nil:
		return nil, notFound("%s can't be read, or is an endorsement", ref)
	case t.Kind != w.relation:
		return nil, inState("%s is %s, and no %s", ref, record.WithArticle(t.Kind), w.relation)
	case !w.fits(c, t):
		return nil, inState("%s is no %s to %s", ref, w.relation, w.about)
	}
	return t, nil
}

// several lists the entries to choose from.
func (w answer) several(c *cases.Case, waiting []*cases.Thread) error {
	var list []string
	for _, t := range waiting {
		list = append(list, fmt.Sprintf("%s of %s", t.First.Ref(), t.Occurred))
	}
	return withHint(fmt.Errorf("%w: %d %ss of %s wait to %s: %s", casebook.ErrAmbiguous,
		len(waiting), w.relation, c.ID, w.about, strings.Join(list, ", ")),
		"casefile %s %s", w.command, waiting[0].First.Ref())
}

// act returns the act that a draft of this answer would do later.
func (r *answerRun) act() casebook.Act {
	if r.target != nil {
		return casebook.OnEntries(r.command, r.target.First.Ref())
	}
	return casebook.OnCase(r.command, r.c.ID)
}

// linked adds the link to the answered entry, unless the text has one.
func (r *answerRun) linked(text []byte) ([]byte, record.Findings) {
	to := record.Unknown
	if r.target != nil {
		to = string(r.target.First.ID)
	}
	out, err := record.SetLink(text, r.relation, to)
	if err != nil || bytes.Equal(out, text) { // the check names the error, or the link is there
		return text, nil
	}
	if r.target == nil {
		return text, record.Findings{{File: r.kind, Rule: record.RuleMissingField,
			Severity: record.Error,
			Found:    "links." + r.relation + " is missing: " + record.OneLine(r.why.Error()),
			Do:       "name the " + r.relation + ": casefile " + r.command + " CASE/ENTRY"}}
	}
	return out, nil
}

func (r *answerRun) template(ctx context.Context) ([]byte, error) {
	if r.target == nil {
		return nil, r.why
	}
	given := r.given(r)
	given["links."+r.relation] = string(r.target.First.ID)
	return filledTemplate(ctx, r.book, r.kind, given)()
}

// checkAnswer refuses a text that links another entry than the command line names.
func checkAnswer(ctx context.Context, r *answerRun, p *casebook.Prepared) (record.Findings, error) {
	found, err := r.book.CrossCheck(ctx, r.c.ID)(p)
	if err != nil || r.target == nil {
		return found, err
	}
	if says, ok := p.Entry.Link(r.relation); ok && r.c.Thread(says.Entry) != r.target {
		found = append(found,
			record.Finding{File: r.kind, Rule: cases.RuleUnknownLink, Severity: record.Error,
				Found: fmt.Sprintf("the text links %s, the command line says %s", says,
					r.target.First.Ref()),
				Do: "let both say the same, or leave the link out"})
	}
	return found, nil
}

// saidAnswered says what was recorded, and whether the clock that it stops was kept.
func saidAnswered(ctx context.Context, app *App, r *answerRun, done *casebook.Done) error {
	what, clock := r.stopped(ctx, app, done)
	if !app.global.json {
		if words := clockWords(what, clock, r.book.Policy().Zone()); words != "" {
			app.say("%s", words)
		}
		return saved(app, "add", done)
	}
	fields := doneFields(done)
	if !clock.Due.IsZero() {
		fields["clock"] = map[string]any{"due": clock.Due.UTC().Format(time.RFC3339),
			"done":         clock.Done.UTC().Format(time.RFC3339),
			"late_seconds": int64(clock.Late.Seconds())}
	}
	return app.document("add", fields)
}

// stopped returns the clock that the answer stopped, or tells why it runs on.
func (r *answerRun) stopped(ctx context.Context, app *App, done *casebook.Done) (
	string, cases.ClockState,
) {
	none := cases.ClockState{}
	if r.clock == nil {
		return "", none
	}
	c, err := r.book.Case(ctx, r.c.ID)
	if err != nil {
		return "", none // it is recorded; the front sheet shows the clock
	}
	link, ok := done.Change.Cases[0].Entries[0].Entry.Link(r.relation)
	if t := c.Thread(link.Entry); ok && t != nil {
		if what, s := r.clock(c, t); !s.Done.IsZero() {
			return what, s
		}
		if r.open != nil && r.open(c, t) != "" && !app.global.json {
			app.say("%s", r.open(c, t))
		}
	}
	return "", none
}

// clockWords says whether a clock was kept. Late stays late.
func clockWords(what string, s cases.ClockState, zone *time.Location) string {
	switch {
	case s.Due.IsZero():
		return ""
	case s.Late > 0:
		return what + " " + cases.Behind(s.Due, s.Late, zone) + " late, which stays on record"
	}
	return what + " in time"
}

// nowText returns this moment by the agency's clock, in the form that an entry has.
func (r *answerRun) nowText() string {
	return r.book.Now().In(r.book.Policy().Zone()).Format(record.PointForm)
}

// dayWords returns a day as headlines write it.
func (r *answerRun) dayWords(t time.Time) string {
	return t.In(r.book.Policy().Zone()).Format("2 January 2006")
}
