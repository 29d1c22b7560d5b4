package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func (a *App) newAdoptCommand() *cobra.Command {
	return &cobra.Command{
		Use: "adopt [COPY]", Short: "Take over what a member who left had recorded and not sent", GroupID: "manage",
		Long: `Take over what a member who left had recorded and not sent. COPY is their copy of
the records, a path or URL; without it, what waits in this copy is taken. Each
operation must bear that member's own good signature from before they left; it
keeps them as its author and its date, and is signed by you, who answer for it.
Endorsements are not adopted, nor what brings no entry. casefile sync sends it.`,
		Args: arguments(0, 1, "[COPY]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.writing(); err != nil {
				return err
			}
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runAdopt(cmd.Context(), b, args) })
		},
	}
}

func (a *App) runAdopt(ctx context.Context, b *casebook.Book, args []string) error {
	if err := b.MayNow(ctx, "adopt", ""); err != nil {
		return err
	}
	if len(args) == 1 {
		if err := b.NoteAdopted(ctx); err != nil {
			return err
		}
		if err := b.Repo().Fetch(ctx, absolute(args[0]), casebook.AdoptedRefs()); err != nil {
			return err
		}
	}
	j, err := b.Adopt(ctx)
	if err != nil {
		return err
	}
	if a.global.json {
		if err := a.document("adopt", joinedFields(j)); err != nil {
			return err
		}
		return conflictError(j.Conflicts)
	}
	adopted := 0
	for _, r := range j.Replayed {
		if r.New != "" {
			adopted++
			a.print("%s  adopted: %.12s", deed(r.Op, r.Cases), r.New)
		}
	}
	if adopted+len(j.Conflicts) == 0 {
		a.print("nothing to adopt")
	}
	a.sayJoined(&casebook.Joined{Conflicts: j.Conflicts})
	return conflictError(j.Conflicts)
}
