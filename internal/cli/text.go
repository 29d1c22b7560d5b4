package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

// textOptions say where an entry's text comes from: a file, stdin (-), a
// draft, or else the editor.
type textOptions struct {
	file, draft string
}

func (o *textOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&o.file, "file", "F", "", "take the text from a `file`; - is stdin")
	cmd.Flags().StringVar(&o.draft, "draft", "", "take a kept draft up again, by its `ID`")
}

// request is one text that a command wants.
type request struct {
	textOptions
	casebook.Writing
	template func() ([]byte, error)                            // for the editor
	notes    []string                                          // above it in the editor, never kept
	ask      func() ([]byte, error)                            // in its place, at a terminal; nil: the editor
	command  string                                            // that takes a draft up again
	alter    func([]byte) ([]byte, record.Findings)            // what the program adds to the author's text
	check    func(*casebook.Prepared) (record.Findings, error) // beyond the text itself
}

// templateOf gives a kind's empty template when the editor needs it.
func templateOf(ctx context.Context, b *casebook.Book, kind string) func() ([]byte, error) {
	return filledTemplate(ctx, b, kind, nil)
}

// filledTemplate is the same with what is known already, by field.
func filledTemplate(ctx context.Context, b *casebook.Book, kind string, given map[string]string) func() ([]byte, error) {
	return func() ([]byte, error) { return b.Template(ctx, kind, given) }
}

// record gets a text, has it checked, and saves it. A text that came from the
// editor or from stdin and could not be saved is kept as a draft.
func recordText(ctx context.Context, app *App, b *casebook.Book, r request, save func(*casebook.Prepared) (*casebook.Done, error)) (*casebook.Done, error) {
	if err := writing(app); err != nil {
		return nil, err
	}
	text, err := gather(ctx, app, b, r)
	if err != nil {
		return nil, keepTyped(app, b, r, text, err)
	}
	done, err := prepareAndSave(ctx, app, b, r, text, save)
	if err != nil {
		return nil, keepTyped(app, b, r, text, err)
	}
	if r.draft != "" {
		if err := b.DropDraft(r.draft); err != nil {
			app.say("note: the draft was not removed: %v", err)
		}
	}
	return done, nil
}

// gather gets the text. Keys, signer and role were tested before; a person
// should not type what can't be saved.
func gather(ctx context.Context, app *App, b *casebook.Book, r request) ([]byte, error) {
	switch {
	case r.file != "" && r.draft != "":
		return nil, usage("-F and --draft exclude each other")
	case r.file != "":
		return readText(app, r.file)
	case r.draft != "":
		d, err := b.OpenDraft(r.draft)
		if err != nil {
			return nil, err
		}
		return editDraft(ctx, app, b, r, d.Text)
	}
	if r.ask != nil && !app.global.noInput && !app.global.json {
		return r.ask()
	}
	text, err := r.template()
	if err != nil {
		return nil, err
	}
	edited, err := edit(ctx, app, record.WithLines(text, r.notes), r.Kind)
	if len(r.notes) > 0 {
		edited = record.WithoutNotes(edited)
	}
	if !bytes.Equal(bytes.TrimSpace(edited), bytes.TrimSpace(text)) {
		return edited, err
	}
	if err == nil {
		err = fmt.Errorf("%w: the text was left as it was", errNothing)
	}
	return nil, err
}

// editDraft opens a draft in the editor, with what its last check would find at
// the top of its front matter.
func editDraft(ctx context.Context, app *App, b *casebook.Book, r request, text []byte) ([]byte, error) {
	w := r.Writing
	w.Text, w.File = text, r.fileName()
	var found record.Findings
	if err := b.Unhint(ctx, &w); err == nil && r.alter == nil {
		if _, findings, err := b.Prepare(ctx, w); err == nil {
			found = findings.AsTyped(w.File, text, w.Text)
		}
	}
	edited, err := edit(ctx, app, record.WithNotes(text, found), r.Kind)
	return record.WithoutNotes(edited), err
}

// edit opens the editor; without a terminal or with --no-input there is none.
func edit(ctx context.Context, app *App, text []byte, kind string) ([]byte, error) {
	if app.global.noInput || app.global.json {
		return nil, withHint(usage("there is no text, and --no-input or --json forbids to ask for one"), "give the text with -F FILE, or -F - for stdin")
	}
	return app.Edit(ctx, term.Edit{Text: text, Name: kind + ".md", Getenv: app.Getenv})
}

func prepareAndSave(ctx context.Context, app *App, b *casebook.Book, r request, text []byte, save func(*casebook.Prepared) (*casebook.Done, error)) (*casebook.Done, error) {
	if err := forOneCase(text); err != nil {
		return nil, err
	}
	w := r.Writing
	w.Text, w.File = text, r.fileName()
	if r.file == "" || record.FromTemplate(text) {
		if err := b.Unhint(ctx, &w); err != nil {
			return nil, err
		}
	}
	if r.alter != nil {
		altered, findings := r.alter(w.Text)
		if findings.Failed() {
			return nil, failed(app, findings)
		}
		w.Text = altered
	}
	p, findings, err := b.Prepare(ctx, w)
	if err != nil {
		return nil, err
	}
	findings = findings.AsTyped(w.File, text, w.Text)
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
	advise(app, findings)
	done, err := save(p)
	if done != nil {
		done.Advice = findings
	}
	return done, err
}

// forOneCase refuses a text with a part for another case, as a command without
// its --also would have it: one child's words would come into another's record.
func forOneCase(text []byte) error {
	_, parts := record.Parts(text)
	if len(parts) == 0 {
		return nil
	}
	return withHint(usage("line %d begins a part for the case %s, and the command is for one case", parts[0].Line-1, record.Clean(parts[0].Case)),
		"name each case with --also, or take the part out")
}

// fileName is how findings name the text.
func (r request) fileName() string {
	if r.file == "" {
		return r.Kind + ".md"
	}
	if r.file == "-" {
		return "stdin"
	}
	return r.file
}

// failed prints findings and makes the error of exit code 20.
func failed(app *App, fs record.Findings) error {
	return shownFindings(app, &casebook.FindingsError{Findings: fs})
}

// shownFindings shows the findings that an error carries, where it carries some.
func shownFindings(app *App, err error) error {
	found, ok := errors.AsType[*casebook.FindingsError](err)
	if !ok {
		return err
	}
	fs := found.Findings
	advise(app, fs)
	if app.global.json {
		if err := app.document("findings", map[string]any{"findings": fs}); err != nil {
			return err
		}
	}
	return withHint(err, "mend the text and repeat the command; casefile rules explains each rule")
}

// advise prints findings for people, on stderr.
func advise(app *App, fs record.Findings) {
	fs.Sort()
	for _, f := range fs {
		app.say("%s", f)
		if f.Do != "" {
			app.say("    %s", f.Do)
		}
	}
}

// kept sees to it that a typed text survives the error that kept it from being
// recorded. A file of the author's own is left where it is.
func keepTyped(app *App, b *casebook.Book, r request, text []byte, err error) error {
	typed := r.file == "" || r.file == "-"
	if !typed || len(bytes.TrimSpace(text)) == 0 || errors.Is(err, errNothing) {
		return err
	}
	keep := func() (record.ID, error) { return b.KeepDraft(r.command, text) }
	if r.draft != "" { // in the place of the one that it came from
		keep = func() (record.ID, error) { return b.UpdateDraft(r.draft, r.command, text) }
	}
	id, draftErr := keep()
	if draftErr != nil {
		app.say("the text could not be kept as a draft: %v", draftErr)
		return keptAtHome(app, b, r, text, err)
	}
	app.say("the text is kept, encrypted, as the draft %s", id)
	return withHint(err, "%s --draft %s", r.command, id)
}

// keptAtHome keeps a text in the person's own folder where the repository takes
// nothing: sealed to the author, as a draft is.
func keptAtHome(app *App, b *casebook.Book, r request, text []byte, err error) error {
	sealed, sealErr := b.SealDraft(r.command, text)
	path := ""
	if sealErr == nil {
		path, sealErr = app.keys.Keep(sealed)
	}
	if sealErr != nil {
		app.say("nor in your own folder (%v); the text is:", sealErr)
		app.say("%s", text)
		return err
	}
	return withHint(err, "the text is in %s, encrypted: age -d -i IDENTITY %s | tail -n +2", path, path)
}

// ready tests keys and role before anything is typed.
func ready(ctx context.Context, app *App, b *casebook.Book, op string, id record.ID) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := b.MayNow(ctx, op, id); err != nil {
		return err
	}
	signer, err := app.keys.Signer()
	if err != nil || strings.HasPrefix(signer.PublicKey(), "sk-") {
		return err // a hardware key wants a touch for each signature: none for a trial
	}
	_, err = signer.Sign(testNamespace, []byte("may this key sign?"))
	return wrongPassphrase(app, err)
}

// testNamespace keeps the trial signature from being good for anything.
const testNamespace = "casefile-trial"

// wrongPassphrase forgets a passphrase that did not fit.
func wrongPassphrase(a *App, err error) error {
	if errors.Is(err, store.ErrBadPassphrase) {
		a.keys.Forget()
	}
	return err
}

// saved says what was recorded: a line for each entry, or one document.
func saved(app *App, command string, done *casebook.Done) error {
	if app.global.json {
		return app.document(command, doneFields(done))
	}
	for _, c := range done.Change.Cases {
		for _, e := range c.Entries {
			app.print("%s/%s  %s recorded by %s", c.Docket.Case, e.Entry.ID, e.Entry.Kind, e.Entry.By)
		}
	}
	return nil
}

func doneFields(done *casebook.Done) map[string]any {
	entries := []map[string]any{}
	out := map[string]any{"commit": done.Commit, "op": done.Change.Op}
	for _, c := range done.Change.Cases {
		out["case"], out["docket"] = string(c.Docket.Case), docketFields(&c.Docket)
		for _, e := range c.Entries {
			entries = append(entries, map[string]any{"id": string(e.Entry.ID), "case": string(c.Docket.Case), "kind": e.Entry.Kind,
				"sha256": e.SHA256, "recorded": e.Entry.Recorded})
		}
		for _, f := range c.Attached {
			entries = append(entries, map[string]any{"id": string(f.ID), "kind": "file", "sha256": f.SHA256})
		}
	}
	out["entries"], out["findings"] = entries, append(record.Findings{}, done.Advice...)
	if len(done.Change.Cases) > 1 { // each entry names its own
		delete(out, "case")
		delete(out, "docket")
		var dockets []map[string]any
		for _, c := range done.Change.Cases {
			dockets = append(dockets, docketFields(&c.Docket))
		}
		out["dockets"] = dockets
	}
	return out
}

func docketFields(d *record.Docket) map[string]any {
	blocks := d.Blocks
	if blocks == nil {
		blocks = []string{}
	}
	return map[string]any{"case": string(d.Case), "opened": d.Opened, "key_worker": orNil(d.KeyWorker), "status": string(d.Status),
		"service_ended": orNil(d.ServiceEnded.String()), "retain_until": orNil(d.RetainUntil.String()), "blocks": blocks,
		"pending": orNil(string(d.Pending)), "policy": d.Policy, "epoch": d.Newest(), "readers": d.Readers()}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
