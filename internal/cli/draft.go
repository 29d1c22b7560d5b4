package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/report"
	"casefile/internal/store"
)

func newDraftCommand(app *App) *cobra.Command {
	var guard bool
	cmd := &cobra.Command{
		Use: "draft", Short: "Texts that were not recorded, kept encrypted", GroupID: "daily",
		Long: `List the texts that could not be recorded, or that were stopped while somebody typed:
when each was kept, what it was to become, and its case. They are encrypted to you, and
nobody else can take them up.

Most drafts are kept in this copy of the records. A draft is kept beside your identity
if no copy could take it. If the disk is full, it is kept in memory until you log out.
When the records can't be opened, your drafts are still listed, shown and discarded.

  casefile draft show DRAFT      print it; -o FILE writes it to a file
  casefile draft resume DRAFT    take it up in the editor
  casefile draft discard DRAFT   remove it for good`,
		Example: `  # list your drafts
  casefile draft`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 0:
				return needSubcommand(cmd, args)
			case guard:
				return runDraftGuard(app)
			}
			return runDraft(cmd.Context(), app)
		},
	}
	cmd.Flags().BoolVar(&guard, "guard", false, "") // for the guard's process
	cmd.Flags().MarkHidden("guard")
	cmd.AddCommand(newDraftShow(app), newDraftResume(app), newDraftDiscard(app))
	return cmd
}

// runDraft lists the drafts. If the records do not open, or do not know the user, it still lists
// the drafts that lie elsewhere.
func runDraft(ctx context.Context, app *App) error {
	listed := false
	err := withBook(ctx, app, func(b *casebook.Book) error {
		if _, err := b.Me(); err != nil {
			return err
		}
		listed = true
		return listDrafts(ctx, app, b)
	})
	if err == nil || listed || ctx.Err() != nil {
		return err
	}
	list := draftsElsewhere(ctx, app)
	if len(list) == 0 {
		return err
	}
	if showErr := showDrafts(app, unlisted(app, list)); showErr != nil {
		return showErr
	}
	if errors.Is(err, store.ErrNotRepository) {
		app.say("note: %v: those in a copy of the records are not listed", err)
		return nil
	}
	return err
}

// unlisted opens drafts that lie outside all records. A draft that does not open has only its ID
// and its time.
func unlisted(app *App, list []casebook.Draft) []listedDraft {
	p := ownPerson(app)
	var out []listedDraft
	for _, d := range list {
		if opened, err := p.OpenBeside(d); err == nil {
			d = opened
		} else {
			app.say("note: %v", err)
		}
		out = append(out, listedDraft{Draft: d})
	}
	return out
}

// listedDraft is a draft with the child's name, if the user can read the case.
type listedDraft struct {
	casebook.Draft
	name string
}

func listDrafts(ctx context.Context, app *App, b *casebook.Book) error {
	list, err := b.Drafts()
	if err != nil {
		return err
	}
	opened, err := openedDrafts(ctx, app, b, list)
	if err != nil {
		return err
	}
	unsent, err := b.UnpushedTextsOfDamaged(ctx)
	if err != nil {
		return err
	}
	return showDrafts(app, append(opened, unlisted(app, unsent)...))
}

func showDrafts(app *App, list []listedDraft) error {
	if app.global.json {
		out := []map[string]any{}
		for _, d := range list {
			out = append(out, draftFields(d))
		}
		return app.document("draft", map[string]any{"drafts": out})
	}
	if len(list) == 0 {
		app.say("no drafts")
		return nil
	}
	return report.WriteDrafts(app.Out, draftLines(app, list), app.Width)
}

// openedDrafts opens what can be opened. Without an identity each draft has only its ID and its
// time, and a note says why.
func openedDrafts(
	ctx context.Context, app *App, b *casebook.Book, list []casebook.Draft,
) ([]listedDraft, error) {
	var out []listedDraft
	locked := false
	for _, d := range list {
		l := listedDraft{Draft: d}
		if !locked {
			opened, err := b.Opened(d)
			switch {
			case noIdentityNow(err):
				app.say("note: what they are can't be told without your identity: %v", err)
				locked = true
			case errors.Is(err, casebook.ErrDraftKey):
				app.say("note: %v: %s", err, helpWith(app, err))
			case err != nil:
				app.say("note: %v", err)
			default:
				l = listedDraft{Draft: opened, name: nameIn(ctx, b, opened)}
			}
		}
		out = append(out, l)
	}
	return out, ctx.Err()
}

// nameIn returns the name of the child that a draft is about, or "" if the user can't read the
// case. If the case is damaged in this copy, the command ends with a finding.
func nameIn(ctx context.Context, b *casebook.Book, d casebook.Draft) string {
	for _, id := range d.Cases() {
		c, err := b.Case(ctx, id)
		if err != nil {
			b.LostCase(id, err)
			continue
		}
		if c.Subject.Name == "" {
			b.LostIn(c)
		}
		return c.Subject.Name
	}
	return ""
}

// whereKept says in words where drafts are kept that are in no copy.
var whereKept = map[string]string{
	casebook.BesideIdentity: "beside your identity",
	casebook.InMemory:       "in memory: gone when you log out",
	casebook.InOutbox:       "recorded here, and not sent",
}

func draftLines(app *App, list []listedDraft) []report.DraftLine {
	var out []report.DraftLine
	for _, d := range list {
		line := report.DraftLine{ID: d.ID, Age: cases.Length(app.Wall().Sub(d.Saved)), Name: d.name,
			Kind: d.Kind(), Case: d.About(), Where: whereKept[d.Where]}
		out = append(out, line)
	}
	return out
}

func draftFields(d listedDraft) map[string]any {
	of := []string{}
	for _, id := range d.Cases() {
		of = append(of, string(id))
	}
	fields := map[string]any{"id": string(d.ID), "saved": d.Saved.UTC(), "where": d.Where,
		"kind": orNil(d.Kind()), "command": orNil(d.Act.String()), "cases": of,
		"name": orNil(d.name)}
	fields["case"] = nil
	if len(of) > 0 {
		fields["case"] = of[0]
	}
	return fields
}

// besideIdentity returns the texts in the user's own folder, in the form of drafts.
func besideIdentity(app *App) []casebook.Draft {
	var out []casebook.Draft
	for _, k := range app.keys.Drafts() {
		d := casebook.Draft{ID: k.ID, Saved: k.Saved, Path: k.Path, Where: casebook.BesideIdentity}
		if k.Memory {
			d.Where = casebook.InMemory
		}
		out = append(out, d)
	}
	return out
}
