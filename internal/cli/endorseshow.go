package cli

import (
	"context"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

// showTurn shows an entry and what changed since its last version.
func showTurn(ctx context.Context, app *App, b *casebook.Book, t turn, place string) (turn, error) {
	if err := ready(ctx, app, b, team.OpEndorse, t.ref.Case); err != nil {
		return t, err
	}
	c, err := b.Case(ctx, t.ref.Case)
	if err != nil {
		return t, err
	}
	thread, target := c.Version(t.ref.Entry)
	if target == nil || !thread.Stands(target) {
		app.say("note: %s has changed meanwhile; it comes again next time", t.ref)
		return t, nil
	}
	warnCase(app, c)
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return t, err
	}
	head, err := turnHead(b, c, thread)
	if err != nil {
		return t, err
	}
	app.print("\n%s   %s\n", place, head)
	if k, ok := kinds.Kind(target.Kind); !ok {
		app.print("%s", strings.TrimRight(string(target.Text), " \n"))
	} else if err := k.Print(app.Out, target.Entry, app.Width); err != nil {
		return t, err
	}
	showStanding(app, app.Out, b, c, target)
	t.sha256 = target.SHA256
	return t, showChanges(app, thread)
}

// turnHead returns a line with the case, the level at which the entry waits, and for how long.
func turnHead(b *casebook.Book, c *cases.Case, t *cases.Thread) (string, error) {
	head := c.ID.String()
	if c.Subject.Name != "" {
		head += "  " + c.Subject.Name
	}
	duties, err := dutiesIn(b, c)
	v := report.DutyWords{Work: &duty.Work{World: worldOf(b)}}
	for _, d := range duties {
		if d.Rule == cases.RuleNotEndorsedInTime && d.Ref == t.Ref() {
			head += "   " + v.Facts(d)
		}
	}
	return head, err
}

func showChanges(app *App, t *cases.Thread) error {
	if len(t.History) == 0 {
		return nil
	}
	before := t.History[len(t.History)-1]
	for _, g := range t.Endorsement.Given {
		if g.Earlier && g.Verdict != record.VerdictEndorsed {
			app.print("\n%s, %s by %s: %s", g.Verdict, g.Level, g.By, g.Comment)
		}
	}
	app.print("\nChanged since %s:", before.Ref())
	return report.WriteChanges(app.Out, before.Text, t.Text, app.Width)
}

// askTurn asks for the verdict until it gets an answer.
func askTurn(app *App, t turn) (turn, error) {
	for {
		answer, err := app.Ask("\n[e]ndorse, [r]eturn with a comment, [d]ecline, [s]kip, [q]uit? ")
		if err != nil {
			return t, err
		}
		switch strings.ToLower(answer) {
		case "e":
			t.verdict = record.VerdictEndorsed
			return t, nil
		case "r", "d":
			verdict := map[string]string{"r": record.VerdictReturned,
				"d": record.VerdictDeclined}[strings.ToLower(answer)]
			t.verdict = verdict
			if t.comment, err = askComment(app); err != nil || t.comment != "" {
				return t, err
			}
			t.verdict = ""
			app.say("nothing was said, so nothing is recorded")
		case "s":
			return t, nil
		case "q":
			return t, errQuit
		}
	}
}

// askComment reads lines up to an empty one.
func askComment(app *App) (string, error) {
	return app.AskLines("What is to be changed, or why? An empty line ends it.", "> ", "")
}
