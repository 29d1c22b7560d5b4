package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
)

type showOptions struct {
	raw, history bool
	save         string
}

func newShowCommand(app *App) *cobra.Command {
	o := &showOptions{}
	cmd := &cobra.Command{
		Use: "show CASE|ENTRY", Short: "Show an entry, or the front sheet of a case",
		Example: `  # one entry
  casefile show K3F9-27QM/3CNC-57JV
  # with its earlier texts
  casefile show K3F9-27QM/3CNC-57JV --history
  # the file of an attachment
  casefile show K3F9-27QM/5ATT-20PL --save letter.pdf`,
		GroupID: "look",
		Args:    arguments(1, 1, "CASE or ENTRY"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runShow(ctx, app, b, *o, args[0])
		}),
	}
	cmd.Flags().BoolVar(&o.raw, "raw", false, "exactly the sealed text, with its padding")
	cmd.Flags().BoolVar(&o.history, "history", false, "the earlier texts too")
	cmd.Flags().StringVar(&o.save, "save", "", "write the attached file of an attachment to a "+
		"`file`")
	return readsCase(app, cmd)
}

func runShow(ctx context.Context, app *App, b *casebook.Book, o showOptions, typed string) error {
	if _, err := record.ParseID(typed); err == nil { // a whole ID needs no search in all entries
		if id, err := b.FindCase(ctx, typed); err == nil {
			return frontSheet(ctx, app, b, id)
		}
	}
	ref, err := b.FindEntry(ctx, typed, "")
	if err != nil {
		if id, caseErr := b.FindCase(ctx, typed); caseErr == nil {
			return frontSheet(ctx, app, b, id)
		}
		return err
	}
	c, err := b.CaseShown(ctx, ref.Case, o.raw || o.save != "")
	if err != nil {
		return err
	}
	if err := casebook.Refused(c, ref); err != nil {
		return err
	}
	if t := c.Tombstone(ref.Entry); t != nil {
		return showTombstone(app, b, t, o)
	}
	warnEarly(app, c)
	b.NoteOpened(c.Docket, c.Allocation.Given)
	list := c.Texts(ref.Entry, o.history)
	if len(list) == 0 {
		return notFound("%s has no readable text", ref)
	}
	if o.save == "" {
		if err := b.LoseFiles(ctx, ref.Case, list); err != nil {
			return err
		}
	}
	switch {
	case o.save != "":
		return saveFile(ctx, app, b, list[0], o.save)
	case o.raw:
		_, err := app.Out.Write(list[0].Text)
		return err
	case app.global.json:
		return showJSON(app, c, list)
	}
	return showText(ctx, app, b, c, list)
}

func showText(ctx context.Context, app *App, b *casebook.Book, c *cases.Case,
	list []*cases.Item,
) error {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	return app.Page(func(w io.Writer) error {
		for i, it := range list {
			if i > 0 {
				fmt.Fprintln(w)
			}
			if k, ok := kinds.Kind(it.Kind); !ok {
				// The agency has removed the kind's schema. The text alone says all.
				fmt.Fprintln(w, record.Clean(strings.TrimRight(string(it.Text), " \n")))
			} else if err := k.Print(w, it.Entry, app.Width); err != nil {
				return err
			}
			showStanding(app, w, b, c, it)
		}
		return nil
	})
}

// againWords says how to repeat a request that nobody is left to endorse. It returns "" for any
// other text.
func againWords(b *casebook.Book, c *cases.Case, request record.Ref) string {
	duties, err := dutiesIn(b, c)
	if d, is := duty.RequestToRepeat(duties, request); err == nil && is {
		return "nobody is left to endorse it: " + d.Command + " asks again"
	}
	return ""
}

// showStanding shows what history and managers say of the text.
func showStanding(app *App, w io.Writer, b *casebook.Book, c *cases.Case, it *cases.Item) {
	by := takenOver(it.Author, it.Adopter())
	fmt.Fprintf(w, "\nRecorded in commit %.12s by %s; SHA-256 %s\n", it.Commit, by, it.SHA256)
	if it.FileLost != "" {
		fmt.Fprintln(w, "The attached file is "+record.Clean(it.FileLost))
	}
	thread, _ := c.Version(it.ID)
	if thread == nil {
		return
	}
	for _, words := range standingWords(b, c, thread, it) {
		fmt.Fprintln(w, record.Clean(words))
	}
	if s := thread.Endorsement.Text(); s != "-" && thread.Stands(it) {
		fmt.Fprintf(w, "Endorsed: %s\n", record.Clean(s))
	}
	if again := againWords(b, c, it.Ref()); again != "" {
		fmt.Fprintln(w, strings.ToUpper(again[:1])+again[1:])
	}
	for _, g := range thread.Endorsement.Given {
		if g.Comment != "" && g.Earlier == (thread.Concurrent != nil || !thread.Stands(it)) {
			fmt.Fprintf(w, "  %s, %s by %s: %s\n", g.Verdict, g.Level, g.By,
				record.Clean(g.Comment))
		}
	}
}

// standingWords says how the text stands: its forks and its amendments. For a concern they also say
// who read it and who disagrees.
func standingWords(b *casebook.Book, c *cases.Case, t *cases.Thread, it *cases.Item) []string {
	var out []string
	names, zone := b.Team().Names(), b.Policy().Zone()
	amended := func(by *cases.Item) string {
		words := report.Amended(&cases.Thread{Item: by, History: t.History}, names, zone)
		return "A" + strings.TrimPrefix(words, "a")
	}
	if f := c.Fork(it); f != nil {
		out = append(out, "Recorded apart from "+namedTexts(c, names, f.Texts, it)+
			": both stand until somebody who has read them settles it: casefile amend "+
			f.Last().Ref().String())
	}
	switch {
	case !t.Stands(it) && t.Concurrent != nil:
		out = append(out, "Amended, apart: the texts that stand are "+
			namedTexts(c, names, t.Concurrent, nil))
	case !t.Stands(it):
		out = append(out, amended(t.Newest()[0])+": the text that stands is "+t.Ref().String())
	case len(t.History) > 0:
		out = append(out, amended(it)+"; casefile show "+t.Ref().String()+
			" --history shows all texts")
	}
	return append(out, report.ConcernWords(c, t, names, zone)...)
}

// namedTexts names texts by their IDs and authors, except one of them.
func namedTexts(c *cases.Case, names map[string]string, texts []*cases.Item,
	but *cases.Item,
) string {
	var out []string
	for _, o := range texts {
		if but == nil || o.ID != but.ID {
			out = append(out, c.Short(o.ID)+" by "+cmp.Or(names[o.Author], o.Author))
		}
	}
	return record.Enumerated(out)
}

func showJSON(app *App, c *cases.Case, list []*cases.Item) error {
	var out []map[string]any
	for _, it := range list {
		e := it.JSON()
		e["sha256"], e["commit"], e["op"], e["author"] = it.SHA256, it.Commit, it.Op, it.Author
		e["signed_by"] = cmp.Or(it.Signer, it.Author)
		if it.FileLost != "" {
			e["file_lost"] = it.FileLost
		}
		if thread, _ := c.Version(it.ID); thread != nil {
			e["endorsement"] = report.EndorsementData(thread.Endorsement)
			e["stands"] = thread.Stands(it)
		}
		out = append(out, e)
	}
	return app.document("show", map[string]any{"entries": out})
}

// saveFile writes an attached file. The file gets its name only once it is complete and verified.
func saveFile(ctx context.Context, app *App, b *casebook.Book, it *cases.Item, path string) error {
	if it.Kind != record.KindAttachment {
		return usage("%s is a %s; only an attachment has a file", it.Ref(), it.Kind)
	}
	if _, err := os.Lstat(path); err == nil {
		return withHint(usage("%s exists already", path), "name another file with --save")
	}
	file, err := b.OpenFile(ctx, it.Ref())
	if err != nil {
		return err
	}
	write := func(w io.Writer) error {
		_, err := file.WriteTo(w)
		return err
	}
	if err := answerFile(b.Repo(), path, write); err != nil {
		return err
	}
	app.say("saved %s", path)
	return nil
}
