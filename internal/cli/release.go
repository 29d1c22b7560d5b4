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
		Long: `End one hold of a case, by name: the entry that holds it. Where one entry alone
holds the case, the case is name enough. What other entries hold, they go on holding.
Records and senior managers may; what the death of the subject holds, a senior manager alone.`,
		Args: arguments(1, 1, "CASE[/HOLD]"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runRelease(ctx, app, b, args[0], *o)
		}),
	}
	o.flags(cmd)
	return cmd
}

func runRelease(ctx context.Context, app *App, b *casebook.Book, typed string, o textOptions) error {
	ref, err := heldIn(ctx, b, typed)
	if err != nil {
		return err
	}
	w := appended{op: team.OpRelease, kind: record.KindRelease, id: ref.Case, textOptions: o}
	hold := string(ref.Entry)
	w.given = map[string]string{"links.hold": hold}
	w.alter = func(text []byte) ([]byte, record.Findings) {
		out, err := record.SetLink(text, "hold", hold)
		if err != nil { // the check of the text as it is says what is wrong, and where
			return text, nil
		}
		return out, nil
	}
	return runAppend(ctx, app, b, w)
}

// heldIn finds the hold that was typed: an entry, or a case that one entry alone holds.
func heldIn(ctx context.Context, b *casebook.Book, typed string) (record.Ref, error) {
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
		help = fmt.Sprintf("casefile release %s", record.Ref{Case: ref.Case, Entry: d.Holds[0]})
	}
	return record.Ref{}, withHint(inState("%s %s", ref.Case, why), "%s", help)
}
