package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// alsoHelp is how one text becomes an entry in several cases.
const alsoHelp = `With --also the same text is recorded in other cases too, as of brothers and
sisters at one visit: in all of them or in none, in one commit, sealed to each case
by itself. What is true of one child alone goes below the others' text, after a
line of three equals signs and the case:

    === P4W8
    ---
    seen_alone: no
    ---
    ## Child's words
    "I like it here."

A field of such a part takes the place of the common one; its text is added, below
the same heading where there is one. Nothing of a part reaches another case.
--link lets each entry name the others: whoever reads one case then learns of the
other. That one commit touched these cases, anybody with the repository can see.`

// addOptions are those of commands that record an entry of any kind.
type addOptions struct {
	textOptions
	also []string
	link bool
}

func (o *addOptions) flags(cmd *cobra.Command) {
	o.textOptions.flags(cmd)
	cmd.Flags().StringSliceVar(&o.also, "also", nil, "record it in another `case` too")
	cmd.Flags().BoolVar(&o.link, "link", false, "with --also: link the entries to each other")
}

// together is one text for several cases.
type together struct {
	app   *App
	book  *casebook.Book
	kind  *record.Kind
	cases []record.ID
	ids   []record.ID // of the entries that it becomes
	link  bool
}

func runAddTogether(ctx context.Context, app *App, o addOptions, typed []string, kind, command string) error {
	return withBook(ctx, app, func(b *casebook.Book) error {
		t, err := findTogether(ctx, app, b, typed, kind)
		if err != nil {
			return err
		}
		t.link = o.link
		r := request{textOptions: o.textOptions, command: t.again(command),
			Writing:  casebook.Writing{Case: t.cases[0], Kind: t.kind.Name},
			template: func() ([]byte, error) { return t.kind.TemplateFor(t.cases), nil }}
		done, err := t.record(ctx, r)
		if err != nil {
			return err
		}
		return saved(app, "add", done)
	})
}

// record gets the text and saves it. One that can't be saved is kept.
func (t *together) record(ctx context.Context, r request) (*casebook.Done, error) {
	if err := writing(t.app); err != nil {
		return nil, err
	}
	text, err := gather(ctx, t.app, t.book, r)
	if err != nil {
		return nil, keepTyped(t.app, t.book, r, text, err)
	}
	done, err := t.save(ctx, r, text)
	if err != nil {
		return nil, keepTyped(t.app, t.book, r, text, err)
	}
	if r.draft != "" {
		if err := t.book.DropDraft(r.draft); err != nil {
			t.app.say("note: the draft was not removed: %v", err)
		}
	}
	return done, nil
}

// findTogether finds the cases, and whether all of them may be written to.
func findTogether(ctx context.Context, app *App, b *casebook.Book, typed []string, kind string) (*together, error) {
	k, err := kindFor(ctx, b, kind)
	if err != nil {
		return nil, err
	}
	if k.Name == record.KindDeath {
		return nil, usage("a death is recorded in each case by itself, since it puts a hold on")
	}
	t := &together{app: app, book: b, kind: k}
	for _, name := range typed {
		id, err := b.FindCase(ctx, name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(t.cases, id) {
			return nil, usage("%s is named twice", id)
		}
		if err := mayAdd(ctx, app, b, id, len(t.cases) == 0); err != nil {
			return nil, fmt.Errorf("nothing can be recorded in %s: %w", id, err)
		}
		t.cases, t.ids = append(t.cases, id), append(t.ids, record.NewID())
	}
	return t, nil
}

// mayAdd tries the signing key once, and asks for the role in each case.
func mayAdd(ctx context.Context, app *App, b *casebook.Book, id record.ID, first bool) error {
	if first {
		return ready(ctx, app, b, team.OpAdd, id)
	}
	return b.MayNow(ctx, team.OpAdd, id)
}

// again is the command that takes the text up once more.
func (t *together) again(command string) string {
	out := fmt.Sprintf(command, t.cases[0])
	for _, id := range t.cases[1:] {
		out += " --also " + id.String()
	}
	if t.link {
		out += " --link"
	}
	return out
}
