package cli

import (
	"errors"
	"fmt"
	"io"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/seal"
	"casefile/internal/term"
)

// openKeys returns the user's own keys, as the global flags name them.
func openKeys(app *App) *keyring.Keyring {
	unasked := ""
	if app.global.noInput {
		unasked = "--no-input forbids to ask"
	}
	return keyring.Open(keyring.Options{Identity: app.global.identity, Unasked: unasked,
		Getenv: app.Getenv, Now: app.Now, Wall: app.Wall,
		Asker: passphraseAsker{app}, Reader: limitedReader{app},
		Err:    app.Err,
		Effort: app.Effort})
}

// limitedReader reads files and pipes for the keyring, until the user ends the run.
type limitedReader struct{ *App }

// File reads a file that the user named.
func (r limitedReader) File(path string, most int64) ([]byte, error) {
	return term.BoundedReader{Name: path, Most: most, Ended: r.ended}.File(path)
}

// From reads the output of a command.
func (r limitedReader) From(name string, src io.Reader, most int64) ([]byte, error) {
	return term.BoundedReader{Name: name, Most: most, Ended: r.ended}.From(src)
}

// passphraseAsker lets the keyring ask at the terminal.
type passphraseAsker struct{ *App }

// NewPassphrase asks for a new passphrase, and warns of a short one.
func (a passphraseAsker) NewPassphrase(prompt string) ([]byte, error) {
	p, err := a.App.NewPassphrase(prompt)
	if err == nil && len(p) < keyring.ShortPassphrase {
		a.say("note: a passphrase of fewer than %d characters is soon guessed by whoever finds "+
			"the file;"+
			" four or five words are better", keyring.ShortPassphrase)
	}
	return p, err
}

// Say prints a line, also with --json: somebody may have to touch a token.
func (a passphraseAsker) Say(line string) { fmt.Fprintln(a.Err, a.Told(line)) }

// ownFolder refuses --identity in a command that makes or shows the keys in the user's own folder.
// That flag names a key elsewhere.
func ownFolder(app *App) error {
	if app.global.identity == "" {
		return nil
	}
	return withHint(usage("--identity names what to read with; this is about the keys in %s",
		app.keys.Folder()), "XDG_CONFIG_HOME=DIR names another folder")
}

// keysChanged turns errors of a change of keys into errors of the command line, if that was wrong.
func keysChanged(app *App, err error) error {
	switch {
	case errors.Is(err, keyring.ErrNamed):
		return usage("this changes the identity in %s;"+
			" leave --identity, CASEFILE_IDENTITY_FILE and CASEFILE_IDENTITY_CMD out",
			app.keys.Folder())
	case errors.Is(err, keyring.ErrNewUnasked):
		return usage("%v; --no-passphrase leaves your keys unprotected", err)
	case errors.Is(err, keyring.ErrProtector):
		return usage("%v; without --ssh-protect and --plugin-recipient"+
			" a passphrase protects the identity", err)
	case errors.Is(err, keyring.ErrFacts):
		return usage("%v", err)
	case errors.Is(err, keyring.ErrWouldNotOpen):
		return withHint(err, "see that the private half is there: the SSH key's file, or "+
			"--plugin-identity FILE")
	}
	return err
}

// noIdentityNow reports whether an error only means that no identity can be opened here and now.
func noIdentityNow(err error) bool {
	return errors.Is(err, keyring.ErrNoIdentity) || errors.Is(err, term.ErrNoTerminal) ||
		errors.Is(err, seal.ErrPassphrase) || errors.Is(err, seal.ErrPlugin) ||
		errors.Is(err, casebook.ErrKeysMissing)
}
