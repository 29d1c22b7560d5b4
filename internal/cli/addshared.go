package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// alsoHelp explains --also in the help of several commands.
const alsoHelp = `With --also the same text is recorded in other cases too: one visit to brothers
and sisters, for example. One commit records it in all the cases or in none. Each case's
text is sealed to that case alone. What is true of one child only goes below the common
text, after a line with three equals signs and the case:

    === P4W8
    ---
    seen_alone: no
    ---
    ## Child's words
    "I like it here."

A field of such a part replaces the common field. Its text is added below the common
one, under the same heading where there is one. No part reaches another case.

--link lets each entry name the others. Whoever reads one case then learns of the
other cases. Anybody with the repository can see that one commit touched these cases.`

// addOptions holds the flags of commands that record an entry of any kind.
type addOptions struct {
	textOptions
	also []string
	link bool
}

func (o *addOptions) flags(cmd *cobra.Command) {
	o.textOptions.flags(cmd)
	cmd.Flags().StringSliceVar(&o.also, "also", nil, "record it in this `case` too")
	cmd.Flags().BoolVar(&o.link, "link", false, "with --also: link the entries to each other")
}

func runAddShared(ctx context.Context, app *App, o addOptions, typed []string,
	as casebook.Act,
) error {
	return withBook(ctx, app, func(b *casebook.Book) error {
		k, err := kindFor(ctx, b, as.Kind)
		if err != nil {
			return err
		}
		cases, err := writableCases(ctx, app, b, typed)
		if err != nil {
			return err
		}
		r := request{textOptions: o.textOptions, act: o.resumeAct(as, cases),
			EntryText: casebook.EntryText{Case: cases[0], Kind: k.Name},
			template:  func() ([]byte, error) { return k.TemplateFor(cases), nil }}
		done, err := recordTyped(ctx, app, b, r, func(text []byte) (*casebook.Done, error) {
			w := r.EntryText
			w.Text, w.File = text, r.fileName(app)
			return saveShared(ctx, app, b, w,
				casebook.SharedText{Cases: cases, Link: o.link, Typed: r.typed(app)},
				o.textOptions.again)
		})
		if err != nil {
			return err
		}
		return saved(app, "add", done)
	})
}

// saveShared checks the text that each case gets. It records all of them or none.
func saveShared(ctx context.Context, app *App, b *casebook.Book, w casebook.EntryText,
	t casebook.SharedText, again bool,
) (*casebook.Done, error) {
	list, findings, err := b.PrepareForCases(ctx, w, t)
	if part, ok := errors.AsType[*record.PartError](err); ok {
		return nil, strayPart(part)
	}
	if errors.Is(err, casebook.ErrLinksRelated) {
		return nil, usage("%v; leave them out, or --link", err)
	}
	if err != nil {
		return nil, err
	}
	if findings.Failed() {
		return nil, failed(app, findings)
	}
	for _, in := range list {
		if err := confirmDuplicate(app, b, again, in.Entries[0]); err != nil {
			return nil, err
		}
	}
	advise(app, findings)
	done, err := b.AddToCases(ctx, list)
	if errors.Is(err, casebook.ErrDeathTogether) {
		err = withHint(err, "casefile death %s, and for each of the others as it concerns them",
			t.Cases[0])
	}
	return done, err
}

// strayPart refuses a part of the text whose case the command does not name or can't tell apart, or
// that has a second part for its case.
func strayPart(part *record.PartError) error {
	switch {
	case part.Second:
		return usage("%v", part)
	case part.Among > 0:
		return withHint(usage("%v", part), "write the whole of the case's ID there")
	}
	return withHint(usage("line %d is for the case %s, which the command does not name",
		part.Line, part.Case), "name it with --also")
}

// writableCases finds the cases. It refuses them all if one may not be written to.
func writableCases(ctx context.Context, app *App, b *casebook.Book, typed []string,
) ([]record.ID, error) {
	var cases []record.ID
	for _, name := range typed {
		id, err := b.FindCase(ctx, name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(cases, id) {
			return nil, usage("%s is named twice", id)
		}
		if err := mayAdd(ctx, app, b, id, len(cases) == 0); err != nil {
			return nil, fmt.Errorf("nothing can be recorded in %s: %w", id, err)
		}
		cases = append(cases, id)
	}
	return cases, nil
}

// mayAdd tests the member's role in a case, and with the first case the signing key too.
func mayAdd(ctx context.Context, app *App, b *casebook.Book, id record.ID, first bool) error {
	if first {
		return ready(ctx, app, b, team.OpAdd, id)
	}
	return b.MayNow(ctx, team.OpAdd, id)
}

// resumeAct returns the act that a draft of this text would do later.
func (o *addOptions) resumeAct(as casebook.Act, cases []record.ID) casebook.Act {
	as.On = []casebook.ActOn{{Case: cases[0]}}
	for _, id := range cases[1:] {
		as = as.With("also", id.String())
	}
	return as.Set("link", o.link)
}
