package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type openOptions struct {
	textOptions
	referral   string
	keyWorker  string
	readers    []string
	restricted bool
}

func newOpenCommand(app *App) *cobra.Command {
	o := &openOptions{}
	cmd := &cobra.Command{
		Use: "open", Short: "Open a case with a profile and its referral",
		Example: `  # open a case, with the referral that brought it
  casefile open -F profile.md --referral referral.md
  # open it for a colleague
  casefile open -F profile.md --key-worker asha
  # open a case that few may read
  casefile open -F profile.md --restricted --reader judith`,
		GroupID: "daily",
		Long: `Open a case. The text is the profile of the child (or of the adult, for an
allegation). --referral adds the referral as the case's second entry.

If your identity is open, the command first looks through the cases that you can read
for the same name, date of birth or reference. It names what it finds. At a terminal
you are asked whether to go on.

These can read the case: its key worker, their line manager, that manager's manager,
safeguarding leads and recovery. --restricted lets in only the key worker, recovery and
those named with --reader. At least two of them must be active people, and a
safeguarding lead must be named to be let in. casefile readers review lists the readers
whom policy would not have let in.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runOpen(cmd.Context(), app, *o) },
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.referral, "referral", "", "record a referral from this `file` with it")
	cmd.Flags().StringVar(&o.keyWorker, "key-worker", "",
		"the `member` responsible for the case (default: you)")
	cmd.Flags().StringSliceVar(&o.readers, "reader", nil, "let this `member` read the case as well")
	cmd.Flags().BoolVar(&o.restricted, "restricted", false,
		"only those named with --reader and the key worker can read it")
	return cmd
}

func runOpen(ctx context.Context, app *App, o openOptions) error {
	if o.referral == "-" && !o.typed(app) && (o.file == "" || o.file == "-") {
		return withHint(usage("only one text can come from stdin"),
			"give the profile with -F FILE")
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		opening, err := opening(ctx, app, b, o)
		if err != nil {
			return err
		}
		var referral *casebook.Prepared
		if o.referral != "" {
			if referral, err = prepareFile(ctx, app, b,
				casebook.EntryText{Case: opening.Case, Kind: record.KindReferral,
					File: o.referral}); err != nil {
				return err
			}
		}
		r := request{textOptions: o.textOptions, act: casebook.Act{Do: "open"},
			template:  templateOf(ctx, b, record.KindProfile),
			EntryText: casebook.EntryText{Case: opening.Case, Kind: record.KindProfile}}
		done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
			if err := confirmNotSameChild(ctx, app, b, opening.Case, p.Entry); err != nil {
				return nil, err
			}
			opening.Entries = []*casebook.Prepared{p}
			if referral != nil {
				opening.Entries = append(opening.Entries, referral)
			}
			return b.OpenCase(ctx, opening)
		})
		if err != nil {
			return err
		}
		if !app.global.json {
			app.print("%s  opened, key worker %s", opening.Case, opening.KeyWorker)
		}
		return saved(app, "open", done)
	})
}

// opening checks the facts of a new case that need no text.
func opening(ctx context.Context, app *App, b *casebook.Book, o openOptions) (
	casebook.OpenOrder, error,
) {
	none := casebook.OpenOrder{}
	if err := ready(ctx, app, b, team.OpOpen, ""); err != nil {
		return none, err
	}
	me, err := b.Me()
	if err != nil {
		return none, err
	}
	if o.keyWorker == "" {
		o.keyWorker = me.ID
	}
	for _, id := range append([]string{o.keyWorker}, o.readers...) {
		if err := activeMember(b, id); err != nil {
			return none, err
		}
	}
	if o.restricted && len(o.readers) == 0 {
		return none, usage("--restricted needs the people who may read it: --reader MEMBER")
	}
	opening := casebook.OpenOrder{KeyWorker: o.keyWorker, Readers: o.readers, Only: o.restricted}
	if few, ok := errors.AsType[*casebook.FewReadersError](
		opening.EnoughReaders(b.Team(), b.Policy())); ok {
		return none, withHint(
			inState("only %s with a casework role could read it; a restricted case needs %d",
				peopleWords(few.Able), few.Least), "name more with --reader MEMBER")
	}
	opening.Case, err = b.NewCaseID(ctx)
	return opening, err
}

// prepareFile checks a text in a file beside the main text.
func prepareFile(ctx context.Context, app *App, b *casebook.Book, w casebook.EntryText) (
	*casebook.Prepared, error,
) {
	text, err := readGiven(app, w.File, aText)
	if err != nil {
		return nil, err
	}
	w.Text = text
	p, findings, err := b.Prepare(ctx, w)
	if err != nil {
		return nil, err
	}
	if findings.Failed() {
		return nil, failed(app, findings)
	}
	advise(app, findings)
	return p, nil
}

func activeMember(b *casebook.Book, id string) error {
	m, ok := b.Team().Member(id)
	if !ok || !m.Active() {
		return withHint(notFound("no active member %q", id), "casefile team lists the members")
	}
	return nil
}
