package cli

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/term"
)

// textOptions says where an entry's text comes from: a file, stdin (-), a draft, or else the
// editor.
type textOptions struct {
	file, draft string
	again       bool // also if the same text was recorded within a day
}

func (o *textOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&o.file, "file", "F", "", "take the text from a `file`; - is stdin, as "+
		"is a pipe without it")
	cmd.Flags().StringVar(&o.draft, "draft", "", "take a kept draft up again, by its `ID`")
	cmd.Flags().BoolVar(&o.again, "again", false,
		"record it although the same text was recorded within a day (CASEFILE_AGAIN)")
}

// request describes one text that a command needs.
type request struct {
	textOptions
	casebook.EntryText
	template func() ([]byte, error) // for the editor
	notes    []string               // shown above it in the editor, never recorded
	// asks questions in place of the editor, at a terminal; may be nil
	ask asks
	// name of the editor's file; "" means that of the kind
	name     string
	more     func(text []byte) ([]byte, error) // asks what a text leaves open
	answered bool                              // the text has the answers
	// the draft that the text comes from, if any
	taken casebook.Draft
	act   casebook.Act // the act of a draft of the text
	// adds the program's fields to the author's text
	alter func([]byte) ([]byte, record.Findings)
	check func(*casebook.Prepared) (record.Findings, error) // checks more than the text itself
}

// asks gets a text by questions: a new one, or a draft of such a text. asked is false for any other
// draft, which then goes to the editor.
type asks func(draft []byte) (text []byte, asked bool, err error)

// templateOf returns a function that makes a kind's empty template, called only if the editor needs
// it.
func templateOf(ctx context.Context, b *casebook.Book, kind string) func() ([]byte, error) {
	return filledTemplate(ctx, b, kind, nil)
}

// filledTemplate does the same with the known fields filled in.
func filledTemplate(ctx context.Context, b *casebook.Book, kind string,
	given map[string]string,
) func() ([]byte, error) {
	return func() ([]byte, error) { return b.Template(ctx, kind, given) }
}

// recordText gets a text, checks it, and records it as one entry.
func recordText(ctx context.Context, app *App, b *casebook.Book, r request,
	save func(*casebook.Prepared) (*casebook.Done, error),
) (*casebook.Done, error) {
	return recordTyped(ctx, app, b, r, func(text []byte) (*casebook.Done, error) {
		return prepareAndSave(ctx, app, b, r, text, save)
	})
}

// recordTyped gets a text and records it by save. A text from the editor or stdin that could not be
// recorded is kept as a draft. Its author may edit it again.
func recordTyped(ctx context.Context, app *App, b *casebook.Book, r request,
	save func(text []byte) (*casebook.Done, error),
) (*casebook.Done, error) {
	if err := writing(app); err != nil {
		return nil, err
	}
	err := r.take(b)
	var text []byte
	if err == nil {
		text, err = gather(ctx, app, b, r)
	}
	for {
		var done *casebook.Done
		if err == nil {
			text, err = r.completed(app, text)
		}
		if err == nil {
			err = r.finish(ctx, b, func() (err error) { done, err = save(text); return err })
		}
		if err == nil {
			app.textIsSafe()
			return done, nil
		}
		again := false
		err = keepTyped(app, b, &r, text, err)
		if text, again, err = editAgain(ctx, app, b, r, text, err); !again {
			return nil, err
		}
	}
}

// take finds the draft that --draft names.
func (r *request) take(b *casebook.Book) (err error) {
	if r.draft != "" && r.file == "" {
		r.taken, err = b.SeenDraft(r.draft)
	}
	return err
}

// finish records a text. If it comes from a draft, the draft is removed with it, and no other
// window can take up the same draft.
func (r *request) finish(ctx context.Context, b *casebook.Book, save func() error) error {
	if r.taken.ID == "" {
		return save()
	}
	return b.FinishDraft(ctx, r.taken, save)
}

// gather gets the text. Keys, signer and role were checked before: nobody should type what can't be
// recorded.
func gather(ctx context.Context, app *App, b *casebook.Book, r request) ([]byte, error) {
	if app.Asking != nil { // a pipe may be a person typing at another place
		defer app.Asking()()
	}
	switch {
	case r.file != "" && r.draft != "":
		return nil, usage("-F and --draft exclude each other")
	case r.file != "":
		return readGiven(app, r.file, r.limit())
	case r.draft != "" && (!app.InTTY || app.global.noInput || app.global.json):
		return pipedOrKept(app, b, r)
	case !app.InTTY:
		return readPiped(app, r.limit(), giveText)
	case r.draft != "":
		d, err := b.OpenDraft(r.draft)
		if err != nil {
			return nil, err
		}
		if text, asked, err := r.answers(app, d.Text); asked {
			return text, err
		}
		return editDraft(ctx, app, b, r, d.Text)
	}
	if text, asked, err := r.answers(app, nil); asked {
		return text, err
	}
	text, err := r.template()
	if err != nil {
		return nil, err
	}
	edited, err := edit(ctx, app, b, r, record.WithLines(text, r.notes))
	if len(r.notes) > 0 {
		edited = record.WithoutNotes(edited)
	}
	if !bytes.Equal(bytes.TrimSpace(edited), bytes.TrimSpace(text)) {
		return edited, err
	}
	if err == nil {
		err = errLeftAsItWas
	}
	return nil, err
}

// pipedOrKept returns a draft's text if nobody can edit it: the text piped in its place, or the
// draft as kept. draft resume pipes nothing, since stdin belongs to the script.
func pipedOrKept(app *App, b *casebook.Book, r request) ([]byte, error) {
	if !app.InTTY && !app.given.resumed {
		text, err := readGiven(app, "-", r.limit())
		if err != nil || len(bytes.TrimSpace(text)) > 0 {
			return text, err
		}
	}
	d, err := b.OpenDraft(r.draft)
	return record.WithoutNotes(d.Text), err
}

// answers asks the questions of a request, if it has some and a person is there.
func (r request) answers(app *App, draft []byte) (text []byte, asked bool, err error) {
	if r.ask == nil || app.global.noInput || app.global.json {
		return nil, false, nil
	}
	return r.ask(draft)
}

// completed asks what a text leaves open, if a person is there. A text with answers must be kept
// even if its author has the rest in a file.
func (r *request) completed(app *App, text []byte) ([]byte, error) {
	if r.more == nil || app.global.noInput || app.global.json || !app.InTTY {
		return text, nil
	}
	out, err := r.more(text)
	r.answered = r.answered || !bytes.Equal(out, text)
	return out, err
}

// editDraft opens a draft in the editor, with the findings of a check at the top.
func editDraft(ctx context.Context, app *App, b *casebook.Book, r request, text []byte) (
	[]byte, error,
) {
	w := r.EntryText
	w.Text, w.File = text, r.fileName(app)
	var found record.Findings
	if _, err := b.TakeTyped(ctx, &w, true); err == nil && r.alter == nil && r.name == "" {
		if _, findings, err := b.Prepare(ctx, w); err == nil {
			found = findings.AsTyped(w.File, text, w.Text)
		}
	}
	edited, err := edit(ctx, app, b, r, record.WithNotes(text, found))
	return record.WithoutNotes(edited), err
}

// edit opens the editor. It refuses with --no-input. Callers have made sure of a terminal.
func edit(ctx context.Context, app *App, b *casebook.Book, r request, text []byte) ([]byte, error) {
	if app.global.noInput || app.global.json {
		return nil, withHint(
			usage("there is no text, and --no-input or --json forbids to ask for one"),
			"give the text with -F FILE, or pipe it in")
	}
	return editing(ctx, app, b, r.act, term.Edit{Text: text, Name: r.editorName()})
}

// inFile puts the author's file name into findings that have a line.
func inFile(found record.Findings, file string) record.Findings {
	for i := range found {
		if found[i].Line > 0 {
			found[i].File = file
		}
	}
	return found
}

func prepareAndSave(ctx context.Context, app *App, b *casebook.Book, r request, text []byte,
	save func(*casebook.Prepared) (*casebook.Done, error),
) (*casebook.Done, error) {
	if err := forOneCase(text); err != nil && !r.Raised { // a concern is recorded as typed
		return nil, err
	}
	w := r.EntryText
	w.Text, w.File = text, r.fileName(app)
	notes, err := b.TakeTyped(ctx, &w, r.typed(app))
	if err != nil {
		return nil, err
	}
	if notes.Failed() {
		notes = nil // Prepare finds them again, among others
	}
	var unaltered record.Findings
	if r.alter != nil {
		taken := w.Text
		w.Text, unaltered = r.alter(taken)
		unaltered = inFile(unaltered, w.File).AsTyped(w.File, text, taken)
	}
	p, findings, err := b.Prepare(ctx, w)
	if err != nil {
		return nil, err
	}
	if findings.Failed() || unaltered.Failed() {
		findings = b.AllFound(ctx, w, findings, r.check).AsTyped(w.File, text, w.Text)
		return nil, failed(app, slices.Concat(notes, unaltered, findings))
	}
	findings = append(notes, findings.AsTyped(w.File, text, w.Text)...)
	if r.check != nil && !findings.Failed() {
		more, err := r.check(p)
		if err != nil {
			return nil, err
		}
		findings = append(findings, more...)
	}
	if findings.Failed() {
		return nil, failed(app, findings)
	}
	if err := confirmDuplicate(app, b, r.again, p); err != nil {
		return nil, err
	}
	done, err := save(p)
	if found, ok := errors.AsType[*casebook.FindingsError](err); ok { // of the case with the text
		return nil, failed(app, append(findings, found.Findings...))
	}
	advise(app, findings)
	if done != nil {
		done.Advice = findings.Once()
	}
	return done, err
}

// forOneCase refuses a text with a part for another case, as after a forgotten --also. One child's
// words must not get into another's record.
func forOneCase(text []byte) error {
	_, parts := record.Parts(text)
	if len(parts) == 0 {
		return nil
	}
	return withHint(usage("line %d begins a part for the case %s, and the command is for one case",
		parts[0].Line-1, record.Clean(parts[0].Case)),
		"name each case with --also, or take the part out")
}

// typed reports whether the text comes from the editor or from questions.
func (o textOptions) typed(app *App) bool { return o.file == "" && app.InTTY }

// editorName returns the name of the editor's file. Its ending tells the editor the format.
func (r request) editorName() string {
	if r.name != "" {
		return r.name
	}
	return r.Kind + ".md"
}

// fileName returns the name of the text in findings.
func (r request) fileName(app *App) string {
	switch {
	case r.typed(app):
		return r.editorName()
	case r.file == "" || r.file == "-":
		return "stdin"
	}
	return r.file
}
