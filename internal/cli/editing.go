package cli

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/term"
)

// errLeftAsItWas means that an editor was opened and nothing was typed.
var errLeftAsItWas = fmt.Errorf("%w: the text was left as it was", errNothing)

// editing opens a text in the user's editor. Other files that the editor wrote are kept as drafts
// of the same act. If the program is killed, all of them are.
func editing(ctx context.Context, app *App, b *casebook.Book, act casebook.Act, e term.Edit) (
	[]byte, error,
) {
	e.Getenv = app.Getenv
	e.GitEditor = func() string {
		name, err := b.Repo().PersonalConfig(ctx, "core.editor")
		if err != nil {
			app.say("note: git's configuration was not asked for an editor: %v", err)
		}
		return name
	}
	e.Keep = func(s term.Saved) { keepBeside(app, b, act, s) }
	e.Guard, e.Told = app.guard(b, act), app.toldBefore
	text, err := app.Edit(ctx, e)
	if errors.Is(err, term.ErrUnwritten) {
		err = errLeftAsItWas
	}
	return text, err
}

// toldFile has a line for each warning about an editor that this person got. A warning is given
// once, and again if its words change.
const toldFile = "editors-told"

// toldBefore reports whether a warning was given before, and notes that it is given now. If noting
// fails, the warning comes each time.
func (a *App) toldBefore(warning string) bool {
	line := fmt.Sprintf("%x\n", sha256.Sum256([]byte(warning)))
	path := filepath.Join(a.keys.Folder(), toldFile)
	told, err := readText(a, path, aSetting)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if strings.Contains(string(told), line) {
		return true
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	_, err = f.WriteString(line)
	if err = errors.Join(err, f.Close()); err != nil {
		a.say("note: you may see this notice again: %v", err)
	}
	return false
}

// keepBeside keeps as a draft what the editor saved beside the text.
func keepBeside(app *App, b *casebook.Book, act casebook.Act, s term.Saved) {
	s.Name = record.OneLine(s.Name)
	id, err := b.KeepDraft(act, s.Text)
	if err != nil {
		app.say("note: the editor also wrote %s, which could not be kept as a draft: %v", s.Name,
			err)
		sealed, sealErr := b.SealDraft(act, s.Text)
		keptInFolder(app, act, sealed, sealErr, s.Text, err)
		return
	}
	app.say("note: the editor also wrote %s; it is kept, encrypted, as the draft %s", s.Name, id)
}

// guardNote tells a guard where drafts lie, and which act takes them up.
type guardNote struct {
	Place casebook.DraftPlace
	Act   casebook.Act
}

// guard starts watching over a text that is typed for a command. If the owner of drafts is unknown,
// only the folder is watched.
func (a *App) guard(b *casebook.Book, act casebook.Act) *term.Guard {
	g := &term.Guard{}
	place, err := b.DraftPlace()
	if note, jsonErr := json.Marshal(guardNote{place, act}); err == nil && jsonErr == nil {
		g.Args, g.Note = a.guarding, note
	}
	a.guards = append(a.guards, g)
	return g
}

// textIsSafe ends the watch over the texts typed in this run.
func (a *App) textIsSafe() {
	a.given.safe = true
	for _, g := range a.guards {
		g.Safe()
	}
}

// runDraftGuard runs the process that outlives a killed casefile, and keeps the text that was being
// typed.
func runDraftGuard(app *App) error {
	left, err := term.Attend(app.In, app.Out)
	if errors.Is(err, term.ErrGuard) {
		return usage("%v", err)
	}
	defer left.Close()
	var g guardNote
	if len(left.Texts) == 0 {
		return nil
	}
	if err := json.Unmarshal(left.Note, &g); err != nil {
		return err
	}
	for _, s := range left.Texts {
		err = errors.Join(err, keepGuarded(app, g, s))
	}
	return err
}

func keepGuarded(app *App, g guardNote, s term.Saved) error {
	var where string
	id, err := g.Place.Keep(g.Act, s.Text)
	if err == nil {
		where = "as the draft " + id.String()
	} else {
		sealed, sealErr := g.Place.Seal(g.Act, s.Text)
		if err = sealErr; err == nil {
			var kept keyring.Draft
			kept, err = app.keys.KeepDraft(sealed)
			where = "in " + kept.Path
		}
	}
	if err != nil {
		return err
	}
	app.say("\ncasefile was ended while a text was typed; what was saved is kept, encrypted, %s",
		where)
	return nil
}
