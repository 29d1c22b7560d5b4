package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// relations are how two cases may belong together (schema/entry.json).
var relations = []string{"same_child", "sibling", "household", "other"}

func newLinkCommand(app *App) *cobra.Command {
	relation := "sibling"
	cmd := &cobra.Command{
		Use: "link CASE CASE", Short: "Let two cases name each other: of one child, of brothers and sisters", GroupID: "keep",
		Long: `Let two cases name each other: of one child, of brothers and sisters, of one
household. Each profile is amended by the other's case, in one commit, or neither.
The front sheet then shows the other case. Whoever reads one of them learns that
there is the other, and reads no word of it. Two cases of one child (--relation
same_child) are both kept until the later of their dates, and a closed one while
the other is open.`,
		Args: arguments(2, 2, "CASE CASE"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runLink(ctx, app, b, args, relation)
		}),
	}
	cmd.Flags().StringVar(&relation, "relation", relation, record.Enumerated(relations))
	return cmd
}

func runLink(ctx context.Context, app *App, b *casebook.Book, typed []string, relation string) error {
	if !slices.Contains(relations, relation) {
		return usage("--relation is %s, not %q", record.Enumerated(relations), relation)
	}
	var folded []*cases.Case
	for i, name := range typed {
		id, err := b.FindCase(ctx, name)
		if err != nil {
			return err
		}
		if i > 0 && id == folded[0].ID {
			return usage("%s is named twice", id)
		}
		if err := mayAdd(ctx, app, b, id, i == 0); err != nil {
			return fmt.Errorf("nothing can be recorded in %s: %w", id, err)
		}
		c, err := b.Case(ctx, id)
		if err != nil {
			return err
		}
		folded = append(folded, c)
	}
	var list []casebook.Addition
	for i, c := range folded {
		p, err := linked(ctx, app, b, c, folded[1-i].ID, relation)
		if err != nil {
			return fmt.Errorf("%s: %w", c.ID, err)
		}
		if p != nil {
			list = append(list, casebook.Addition{Case: c.ID, Entries: []*casebook.Prepared{p}})
		}
	}
	if len(list) == 0 {
		return inState("%s and %s name each other already", folded[0].ID, folded[1].ID)
	}
	done, err := b.AddTogether(ctx, list)
	if err != nil {
		return err
	}
	return saved(app, "link", done)
}

// linked is a case's profile with the other case; nil where it has it already.
func linked(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, other record.ID, relation string) (*casebook.Prepared, error) {
	profile := c.Subject.Profile
	if profile == nil {
		return nil, withHint(inState("it has no profile yet, which would name the other case"), "casefile profile %s", c.ID)
	}
	text, err := c.ProfileNaming(other, relation)
	if err != nil || text == nil {
		return nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	reason := ""
	if profile.Author != me.ID {
		reason = "addition"
	}
	text = record.Amended(text, profile.ID, reason)
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: c.ID, Kind: record.KindProfile, File: profile.Ref().String(), Text: text})
	if err == nil && findings.Failed() {
		err = failed(app, findings)
	}
	return p, err
}
