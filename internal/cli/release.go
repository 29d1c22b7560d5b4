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

func newReleaseCommand(app *App) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: "release CASE[/HOLD]", Short: "End one hold of a case", GroupID: "keep",
		Long: `End one hold of a case. Name the entry that holds it; if only one entry holds the
case, you may name the case. All other holds stay. A keeper of the records or a senior
manager may end a hold. Only a senior manager may end a hold for the death of the
subject.`,
		Example: `  # end the only hold of a case
  casefile release K3F9-27QM -F release.md`,
		Args: arguments(1, 1, "CASE[/HOLD]"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runRelease(ctx, app, b, args[0], *o)
		}),
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}

func runRelease(ctx context.Context, app *App, b *casebook.Book, typed string, o textOptions,
) error {
	ref, err := heldIn(ctx, app, b, typed)
	if err != nil {
		return err
	}
	if err := b.MayRelease(ctx, ref); err != nil {
		return earlyHint(err)
	}
	w := appended{op: team.OpRelease, kind: record.KindRelease, id: ref.Case, textOptions: o,
		hold: ref.Entry, given: map[string]string{"links.hold": string(ref.Entry)}}
	if err := runAppend(ctx, app, b, w); err != nil {
		return err
	}
	return sayReleased(ctx, app, b, ref)
}

// sayReleased says which hold has ended, and what still holds the case.
func sayReleased(ctx context.Context, app *App, b *casebook.Book, ref record.Ref) error {
	d, err := b.Docket(ctx, ref.Case)
	if err != nil || app.global.json {
		return err
	}
	still := "nothing holds the case any more"
	if d.OnHold() {
		still = "still held by " + record.Enumerated(caseNames(d.Holds))
	}
	app.print("%s  the hold %s has ended; %s", ref.Case, ref.Entry, still)
	return nil
}

// heldIn finds the hold to release: an entry, or a case with exactly one hold. Otherwise it lists
// the holds.
func heldIn(ctx context.Context, app *App, b *casebook.Book, typed string) (record.Ref, error) {
	ref, err := b.FindCaseOrEntry(ctx, typed)
	if err != nil {
		return record.Ref{}, err
	}
	d, err := b.Docket(ctx, ref.Case)
	if err != nil {
		return record.Ref{}, err
	}
	hold, why := cases.ToRelease(d, ref.Entry)
	if why == "" {
		return record.Ref{Case: ref.Case, Entry: hold}, nil
	}
	help := fmt.Sprintf("casefile %s shows the case", ref.Case)
	if d.OnHold() {
		sayHolds(ctx, app, b, d)
		app.given.lacking = fmt.Sprintf("casefile release %s/HOLD", ref.Case)
		help = app.given.lacking + " ends one, and leaves the others"
	}
	if _, err := b.ReinstatableHold(ctx, ref); ref.Entry != "" && err == nil {
		help = fmt.Sprintf("casefile hold %s puts it on in the docket; that hold can be released",
			ref)
	}
	return record.Ref{}, withHint(inState("%s %s", ref.Case, why), "%s", help)
}

// sayHolds lists the holds of a case. If the member can't read the case, it shows only their IDs.
func sayHolds(ctx context.Context, app *App, b *casebook.Book, d *record.Docket) {
	c, err := b.Case(ctx, d.Case)
	for _, id := range d.Holds {
		words := ""
		if err == nil {
			words = "  " + c.HoldWords(c.OfHold(id))
		}
		app.say("%s%s", record.Ref{Case: d.Case, Entry: id}, words)
	}
}
