package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
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

func (a *App) runAddTogether(ctx context.Context, o addOptions, typed []string, kind, command string) error {
	return a.withBook(ctx, func(b *casebook.Book) error {
		t, err := a.together(ctx, b, typed, kind)
		if err != nil {
			return err
		}
		t.link = o.link
		r := request{textOptions: o.textOptions, command: t.again(command),
			Writing:  casebook.Writing{Case: t.cases[0], Kind: t.kind.Name},
			template: func() ([]byte, error) { return t.template(), nil }}
		if err := a.writing(); err != nil {
			return err
		}
		text, err := a.gather(ctx, b, r)
		if err != nil {
			return a.kept(b, r, text, err)
		}
		done, err := t.save(ctx, r, text)
		if err != nil {
			return a.kept(b, r, text, err)
		}
		if r.draft != "" {
			if err := b.DropDraft(r.draft); err != nil {
				a.say("note: the draft was not removed: %v", err)
			}
		}
		return a.saved("add", done)
	})
}

// together finds the cases, and whether all of them may be written to.
func (a *App) together(ctx context.Context, b *casebook.Book, typed []string, kind string) (*together, error) {
	k, err := kindFor(ctx, b, kind)
	if err != nil {
		return nil, err
	}
	if k.Name == "death" {
		return nil, usage("a death is recorded in each case by itself, since it puts a hold on")
	}
	t := &together{app: a, book: b, kind: k}
	for _, name := range typed {
		id, err := b.FindCase(ctx, name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(t.cases, id) {
			return nil, usage("%s is named twice", id)
		}
		if err := a.mayAdd(ctx, b, id, len(t.cases) == 0); err != nil {
			return nil, fmt.Errorf("nothing can be recorded in %s: %w", id, err)
		}
		t.cases, t.ids = append(t.cases, id), append(t.ids, record.NewID())
	}
	return t, nil
}

// mayAdd tries the signing key once, and asks for the role in each case.
func (a *App) mayAdd(ctx context.Context, b *casebook.Book, id record.ID, first bool) error {
	if first {
		return a.ready(ctx, b, "add", id)
	}
	return b.MayNow(ctx, "add", id)
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

// template has a line for each case at its end, to write below or to leave.
func (t *together) template() []byte {
	out := string(t.kind.Template(nil))
	for _, id := range t.cases {
		out += "\n=== " + id.String() + "\n"
	}
	return []byte(out)
}

// save checks the text as each case will hold it, and records all or nothing.
func (t *together) save(ctx context.Context, r request, text []byte) (*casebook.Done, error) {
	common, parts, err := t.parts(text)
	if err != nil {
		return nil, err
	}
	var list []casebook.Addition
	var found [][]record.Finding
	for i, id := range t.cases {
		p, findings, err := t.prepare(ctx, i, r, common, parts[id])
		if err != nil {
			return nil, err
		}
		found = append(found, findings)
		list = append(list, casebook.Addition{Case: id, Entries: []*casebook.Prepared{p}})
	}
	findings := t.named(found)
	if findings.Failed() {
		return nil, t.app.failed(findings)
	}
	t.app.advise(findings)
	return t.book.AddTogether(ctx, list)
}

// parts are what the text says for each case.
func (t *together) parts(text []byte) (common string, out map[record.ID]record.Part, err error) {
	common, list := record.Parts(text)
	out = map[record.ID]record.Part{}
	for _, p := range list {
		prefix, err := record.ParsePrefix(p.Case)
		i := slices.IndexFunc(t.cases, func(id record.ID) bool { return strings.HasPrefix(string(id), prefix) })
		if err != nil || i < 0 {
			return "", nil, withHint(usage("line %d is for the case %s, which the command does not name", p.Line-1, record.Clean(p.Case)), "name it with --also")
		}
		if _, twice := out[t.cases[i]]; twice {
			return "", nil, usage("line %d begins a second part for %s", p.Line-1, t.cases[i])
		}
		out[t.cases[i]] = p
	}
	return common, out, nil
}

// prepare checks the text of one case. Findings have the lines of the text as
// it was typed.
func (t *together) prepare(ctx context.Context, i int, r request, common string, part record.Part) (*casebook.Prepared, record.Findings, error) {
	text, lines, err := record.Together(common, part)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errFindings, err)
	}
	w := casebook.Writing{Case: t.cases[i], Kind: t.kind.Name, File: r.fileName(), Text: text, ID: t.ids[i]}
	if r.file == "" || fromTemplate(text) {
		if err := unhint(ctx, t.book, &w); err != nil {
			return nil, nil, err
		}
	}
	if t.link {
		if err := t.linkOthers(&w, i); err != nil {
			return nil, nil, err
		}
	}
	p, findings, err := t.book.Prepare(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	if !findings.Failed() {
		more, err := t.app.crossCheck(ctx, t.book, t.cases[i])(p)
		if err != nil {
			return nil, nil, err
		}
		findings = append(findings, more...)
	}
	findings = asTyped(findings, w.File, text, w.Text)
	for j, f := range findings {
		if f.Line > 0 && f.Line <= len(lines) {
			findings[j].Line = lines[f.Line-1]
		}
	}
	return p, findings, nil
}

// linkOthers links the entry to those in the other cases.
func (t *together) linkOthers(w *casebook.Writing, i int) error {
	var others []string
	for j, id := range t.cases {
		if ref := (record.Ref{Case: id, Entry: t.ids[j]}); j != i {
			others = append(others, ref.String())
			w.With = append(w.With, ref)
		}
	}
	out, err := record.SetLink(w.Text, "related", "["+strings.Join(others, ", ")+"]")
	if err == nil && string(out) == string(w.Text) {
		return usage("the text has links.related already; leave them out, or --link")
	}
	if err == nil {
		w.Text = out
	} // else the check says what is wrong with the text
	return nil
}

// named lists the findings of all cases: what all share once, and what only
// some have with the case.
func (t *together) named(found [][]record.Finding) record.Findings {
	var out record.Findings
	for i, list := range found {
		for _, f := range list {
			same := func(o record.Finding) bool { return o.Line == f.Line && o.Rule == f.Rule && o.Found == f.Found }
			everywhere := !slices.ContainsFunc(found, func(other []record.Finding) bool { return !slices.ContainsFunc(other, same) })
			if everywhere && i > 0 {
				continue
			}
			if !everywhere {
				f.File += " for " + t.cases[i].String()
			}
			out = append(out, f)
		}
	}
	return out
}
