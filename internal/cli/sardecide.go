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
)

func newSarDecide(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, "decide CASE", "Decide whom a copy names, and what it leaves out", o, runSarDecide)
	cmd.Long = `Record a decision on what a copy leaves out. The editor shows an item for each
name that is open, with the places where it stands, and one for each exemption
that is used. An item has a name or an entry or neither, and do:

  keep      the name stays; an entry given in confidence, or an attachment, goes
  remove    the name goes, in every form that the program knows
  withhold  the whole entry goes, in all its versions

remove and withhold need an exemption, and every item a reason. A later decision
on the same name or entry stands for the earlier. A manager endorses it.`
	o.flags(cmd)
	forText(cmd, textNotWith, "--print")
	cmd.Flags().BoolVar(&o.print, "print", false, "print the text to fill in, and record nothing")
	return cmd
}

// runSarDecide records a decision on what the copy leaves out. Its template asks
// about every name that is open, and names every exemption that is used.
func runSarDecide(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	if o.print {
		return printDecision(ctx, app, b, id, o)
	}
	return sarStep(ctx, app, b, id, o, func(c *cases.Case, r *cases.Access) (sarEntry, error) {
		e := sarEntry{kind: record.KindDecision, verb: "decide", known: access.About(r),
			template: func() ([]byte, error) {
				s, err := decidedOn(b, c, r)
				if err != nil {
					return nil, err
				}
				return s.decisionTemplate(ctx, b)
			},
			check: func(p *casebook.Prepared) (record.Findings, error) {
				err := access.CheckDecision(p.Entry, c, r, agencyOf(b))
				if errors.Is(err, access.ErrDecidesNothing) {
					return nil, withHint(usage("%v", err),
						"casefile kinds decision shows its fields")
				}
				if err != nil {
					err = fmt.Errorf("%w%w", errSilent{errFindings}, err)
				}
				return nil, err
			}}
		return e, nil
	})
}

// printDecision is for who fills the text in elsewhere, and gives it with -F.
func printDecision(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
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

// decisionTemplate asks what the decisions so far leave open.
func (s sarRequest) decisionTemplate(ctx context.Context, b *casebook.Book) ([]byte, error) {
	m, err := s.making(ctx, b, s.decided.All, b.Reached().Truncate(time.Second))
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
	text, err := m.DecisionTemplate(kind, me.Name)
	return text, refused(err)
}
