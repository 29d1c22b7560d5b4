package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newAppendCommand(app *App, use, short, op, kind, group string) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, GroupID: group, Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				if err := blocked(ctx, b, id, op); err != nil {
					return err
				}
				w := appended{op: op, kind: kind, id: id, textOptions: *o}
				return runAppend(ctx, app, b, w)
			}),
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}

// blocked refuses what the docket forbids, before any text is asked for.
func blocked(ctx context.Context, b *casebook.Book, id record.ID, op string) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	why, help := "", fmt.Sprintf("casefile %s shows the case", id)
	switch op {
	case team.OpReopen:
		why = cases.CantReopen(d)
	}
	if why == "" {
		return nil
	}
	return withHint(inState("%s %s", id, why), "%s", help)
}

// appended describes a command that records one entry of one kind under an operation of its own.
type appended struct {
	textOptions
	op, kind string
	id       record.ID
	hold     record.ID // the hold that the text is about, or ""
	given    map[string]string
}

// act returns the act that a draft of this text would do later.
func (w *appended) act() casebook.Act {
	return casebook.Act{Do: w.op, On: []casebook.ActOn{{Case: w.id, Entry: w.hold}}}
}

func runAppend(ctx context.Context, app *App, b *casebook.Book, w appended) error {
	if err := ready(ctx, app, b, w.op, w.id); err != nil {
		return err
	}
	r := request{
		textOptions: w.textOptions,
		EntryText:   casebook.EntryText{Case: w.id, Kind: w.kind},
		act:         w.act(),
		template:    filledTemplate(ctx, b, w.kind, w.given),
		check:       b.CrossCheck(ctx, w.id),
	}
	if w.hold != "" {
		r.check = b.CheckHold(ctx, w.id, w.hold)
		r.alter = func(text []byte) ([]byte, record.Findings) {
			return record.WithLink(text, "hold", w.hold), nil
		}
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		if w.op == team.OpRelease {
			return b.Release(ctx, record.Ref{Case: w.id, Entry: w.hold}, p)
		}
		return b.Append(ctx, w.op, w.id, p)
	})
	if err != nil {
		return err
	}
	if w.op == team.OpReopen && !app.global.json {
		sayReopened(app, done)
	}
	return saved(app, w.op, done)
}
