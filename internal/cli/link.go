package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newLinkCommand(app *App) *cobra.Command {
	relation := "sibling"
	cmd := &cobra.Command{
		Use: "link CASE CASE", Short: "Let two cases name each other: of one child, or of siblings",
		GroupID: "keep",
		Long: `Let two cases name each other: of one child, of brothers and sisters, or of one
household. One commit amends the profile of each with the other's case. The front sheet
then shows the other case. Whoever reads one case learns that the other exists, and
reads no word of it.

Two cases of one child (--relation same_child) are both kept until the later of their
dates. A closed one is also kept while the other is open.`,
		Example: `  # sister and brother
  casefile link K3F9-27QM P4W8-3XKM
  # two cases of one child
  casefile link K3F9-27QM P4W8-3XKM --relation same_child`,
		Args: arguments(2, 2, "CASE CASE"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runLink(ctx, app, b, args, relation)
		}),
	}
	cmd.Flags().StringVar(&relation, "relation", relation, record.Enumerated(record.Relations()))
	// Either case may be -; the first is asked for first.
	second := func(_ *cobra.Command, args []string) bool { return len(args) == 1 }
	asksCase(app, cmd, caseArg{at: 1, lacks: second, confirms: always})
	return writesCase(app, cmd)
}

func runLink(ctx context.Context, app *App, b *casebook.Book, typed []string,
	relation string,
) error {
	if known := record.Relations(); !slices.Contains(known, relation) {
		return usage("--relation is %s, not %q", record.Enumerated(known), relation)
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
	done, err := b.Link(ctx, folded[0], folded[1], relation)
	if err != nil {
		return notLinked(app, folded, err)
	}
	return saved(app, "link", done)
}

// notLinked shows the faults of a profile, or says which link exists or which is missing.
func notLinked(app *App, pair []*cases.Case, err error) error {
	if errors.Is(err, casebook.ErrLinked) {
		return inState("%s and %s name each other already", pair[0].ID, pair[1].ID)
	}
	if apart, ok := errors.AsType[*cases.ForkError](err); ok {
		return forkRefusal("the profile can't be added to", apart)
	}
	if none, ok := errors.AsType[*cases.NoProfileError](err); ok {
		return withHint(inState("%v", err), "casefile profile %s", none.Case)
	}
	return shownFindings(app, err)
}
