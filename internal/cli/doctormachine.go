package cli

import (
	"context"
	"errors"
	"strings"

	"casefile/internal/doctor"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

// aboutMachine makes the checks that need no keys and no records.
func aboutMachine(ctx context.Context, app *App, server bool) []doctor.Line {
	version, err := store.GitVersion(ctx)
	g := doctor.Git{Version: version, Needed: store.NeededGit(),
		Missing: errors.Is(err, store.ErrNoGit), Err: says(err)}
	g.Old = errors.Is(store.CheckGit(ctx), store.ErrOldGit)
	lines := []doctor.Line{doctor.CheckGit(g)}
	if server { // nobody types there
		return lines
	}
	return append(lines, aboutEditor(ctx, app)...)
}

func aboutEditor(ctx context.Context, app *App) []doctor.Line {
	command, warned, err := term.EditorReport(app.Getenv, func() string {
		name, _ := store.PersonalSetting(ctx, "core.editor")
		return name
	})
	return doctor.CheckEditor(doctor.Editor{Command: command, Says: warned, Err: says(err)})
}

// aboutKeys checks the user's own keys.
func aboutKeys(app *App, o doctorOptions) []doctor.Line {
	h := app.keys.Health(!o.noKey)
	i := doctor.Identity{File: h.File, Folder: app.keys.Folder(), OpensWith: h.OpensWith,
		Bare: h.Bare, Readable: h.Readable,
		Missing: errors.Is(h.Identity, keyring.ErrNoIdentity), Err: says(h.Identity),
		Unasked: unasked(h.Identity), Skipped: o.noKey}
	lines := []doctor.Line{doctor.CheckIdentity(i), aboutSigning(app, o)}
	plugin := doctor.Plugin{Program: h.Plugin, Found: !h.NoPlugin}
	lines = append(lines, doctor.CheckPlugin(plugin)...)
	lines = append(lines, doctor.CheckAgent(doctor.Agent{Until: h.Until, Foreign: says(h.Agent)}))
	return append(lines, aboutBackup(app)...)
}

// aboutSigning makes a test signature. It does not ask for one by a hardware key, which needs a
// touch each time.
func aboutSigning(app *App, o doctorOptions) doctor.Line {
	signer, err := app.keys.Signer()
	s := doctor.Signing{Missing: errors.Is(err, keyring.ErrNoSigningKey), Err: says(err),
		Skipped: o.noKey}
	if err != nil {
		return doctor.CheckSigning(s)
	}
	s.Key, _, _ = strings.Cut(signer.PublicKey(), " ")
	if s.Hardware = strings.HasPrefix(s.Key, "sk-"); !s.Hardware && !s.Skipped {
		err = wrongPassphrase(app, keyring.TrySigning(signer))
		s.Unasked = unasked(err)
		s.Wrong, s.Err = errors.Is(err, keyring.ErrOtherKey), says(err)
	}
	return doctor.CheckSigning(s)
}

func aboutBackup(app *App) []doctor.Line {
	noted, err := app.keys.Backup()
	now, nowErr := app.Now()
	if err = errors.Join(err, nowErr); errors.Is(err, keyring.ErrNoIdentity) {
		return nil
	}
	return doctor.CheckBackup(doctor.Backup{Has: true, At: noted.At, Other: noted.Other,
		Now: now, Err: record.OneLine(says(err))})
}

// unasked reports whether an error only means that nobody could be asked.
func unasked(err error) bool {
	return keyring.Unasked(err) || errors.Is(err, term.ErrNoTerminal)
}
