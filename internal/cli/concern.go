package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func (a *App) newConcernCommand() *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: "concern [CASE]", Short: "Record a concern; without a case it opens an intake that leads read", GroupID: "daily",
		Long: `Record a concern about a child's safety or welfare. Anyone in the team may,
also a contributor who reads nothing. Without a case it opens an intake that the
safeguarding leads read; accept makes that a case.`,
		Args: arguments(0, 1, "[CASE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runIntake(cmd.Context(), b, *o) })
			}
			return a.withCase(cmd.Context(), args[0], func(b *casebook.Book, id record.ID) error {
				return a.runConcern(cmd.Context(), b, id, *o)
			})
		},
	}
	o.flags(cmd)
	return cmd
}

// emergency prints what the agency wants read before anything is typed.
func (a *App) emergency(b *casebook.Book) {
	if text := strings.TrimSpace(b.Policy().Emergency); text != "" {
		a.say("%s", text)
	}
}

func (a *App) runIntake(ctx context.Context, b *casebook.Book, o textOptions) error {
	a.emergency(b)
	if err := a.ready(ctx, b, "intake", ""); err != nil {
		return err
	}
	id, err := b.NewCaseID(ctx)
	if err != nil {
		return err
	}
	r := request{textOptions: o, command: "casefile concern", template: templateOf(ctx, b, "concern"),
		Writing: casebook.Writing{Case: id, Kind: "concern"}}
	done, err := a.record(ctx, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Intake(ctx, casebook.Opening{Case: id, Entries: []*casebook.Prepared{p}})
	})
	if err != nil {
		return err
	}
	if !a.global.json {
		a.print("%s  intake, read by %s", id, strings.Join(done.Dockets[0].Readers(), ", "))
	}
	return a.saved("concern", done)
}

func (a *App) runConcern(ctx context.Context, b *casebook.Book, id record.ID, o textOptions) error {
	a.emergency(b)
	return a.runAppend(ctx, b, appended{op: "concern", kind: "concern", id: id, textOptions: o})
}

// appended is a command that brings one entry of one kind under an operation
// of its own.
type appended struct {
	textOptions
	op, kind string
	id       record.ID
	given    map[string]string
	alter    func([]byte) ([]byte, record.Findings)
}

func (a *App) runAppend(ctx context.Context, b *casebook.Book, w appended) error {
	if err := a.ready(ctx, b, w.op, w.id); err != nil {
		return err
	}
	r := request{textOptions: w.textOptions, command: fmt.Sprintf("casefile %s %s", w.op, w.id),
		alter:    w.alter,
		template: filledTemplate(ctx, b, w.kind, w.given), Writing: casebook.Writing{Case: w.id, Kind: w.kind}}
	if w.op != "concern" {
		r.check = a.crossCheck(ctx, b, w.id)
	}
	done, err := a.record(ctx, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Append(ctx, w.op, w.id, p)
	})
	if err != nil {
		return err
	}
	return a.saved(w.op, done)
}
