package cli

import (
	"context"
	"fmt"
	"io"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/report"
)

// registerReport is the name of the report about disposals.
const registerReport = "register"

// runRegister writes the disposal register. It needs no key.
func runRegister(ctx context.Context, app *App, o reportOptions) error {
	format, err := reportFormat(app, o, report.Text)
	if err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		ended, err := b.DisposalRegister(ctx)
		if err != nil {
			return err
		}
		r := report.DisposalRegister{Tip: b.Tip(), Made: b.Now(), Zone: b.Policy().Zone()}
		for _, e := range ended {
			r.Lines = append(r.Lines, registerLine(e))
		}
		write := func(w io.Writer) error { return report.WriteDisposalRegister(w, format, r) }
		if o.out != "" {
			return answerFile(b.Repo(), o.out, write)
		}
		app.answered = format == report.JSON
		return write(app.Out)
	})
}

func registerLine(e casebook.RegisteredDisposal) report.DisposalRegisterLine {
	l := report.DisposalRegisterLine{What: report.Disposal, Case: e.Case.String(), At: e.At,
		By:        e.By,
		KeptUntil: e.KeptUntil.String(),
		Request:   record.Ref{Case: e.Case, Entry: e.Request}.String(), RequestedBy: e.RequestedBy,
		Adopted: e.Adopted,
		Commit:  e.Commit, Commits: []string{e.RequestedIn}}
	l.Rule, l.Source, l.Sealed = e.Rule, e.Source, e.Sealed
	for _, id := range e.Erased {
		l.What, l.Entries = report.Erasure, append(l.Entries, id.String())
	}
	for _, g := range e.Endorsed {
		l.EndorsedBy = append(l.EndorsedBy, fmt.Sprintf("%s (%s)", g.Member, g.Level))
		l.Commits = append(l.Commits, g.Commit)
	}
	return l
}
