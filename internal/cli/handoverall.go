package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

func runHandoverAll(ctx context.Context, app *App, b *casebook.Book,
	h casebook.HandoverPlan,
) error {
	if err := takesOver(ctx, app, b, h); err != nil {
		return err
	}
	ids, err := b.CasesOf(ctx, h.From)
	if err != nil {
		return err
	}
	done, err := handOverAll(ctx, app, b, ids, h)
	if err != nil {
		return err
	}
	k := &bulk{app: app, Many: *done, help: showsCase}
	return k.answer("handover", "handed over", "%s handed over from %s to %s",
		record.Counted(len(k.Cases), "case"), h.From, h.To)
}

// takesOver checks the person at the machine and both members.
func takesOver(ctx context.Context, app *App, b *casebook.Book, h casebook.HandoverPlan) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := knownMembers(b, []string{h.From, h.To}); err != nil {
		return err
	}
	if h.From == h.To {
		return usage("%s is given twice", h.To)
	}
	if err := coverDay(b, h); err != nil {
		return err
	}
	return b.Takes(&record.Docket{KeyWorker: h.From}, h.To)
}

// handOverAll hands over cases and shows its progress.
func handOverAll(ctx context.Context, app *App, b *casebook.Book, ids []record.ID,
	h casebook.HandoverPlan) (*casebook.Many, error) {
	done, err := b.HandOverMany(ctx, ids,
		casebook.BulkHandover{HandoverPlan: h, Steps: nextSteps(b),
			Watch: bulkProgress{app}})
	return done, goOn(ctx, err)
}

// nextSteps returns a function that lists what is to be done in a case, by its duties.
func nextSteps(b *casebook.Book) casebook.NextSteps {
	return func(c *cases.Case) ([]string, error) {
		duties, err := dutiesIn(b, c)
		return duty.NextSteps(duties, c.ID, worldOf(b)), err
	}
}

// bulkProgress shows the progress of work in many cases at the terminal.
type bulkProgress struct{ app *App }

// Begin implements casebook.Watcher.
func (w bulkProgress) Begin(what string, n int) (casebook.Tell, func()) {
	p := w.app.Progress(what, n, w.app.global.json)
	return p.Add, p.End
}

// Refused implements casebook.Watcher.
func (w bulkProgress) Refused(found record.Findings) { advise(w.app, found) }
