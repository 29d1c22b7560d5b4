package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

// conclude prints an error for people and returns the exit code.
func conclude(app *App, err error) int {
	left := cmp.Or(lostError(app.lost), keylessError(app.keyless))
	standing := cmp.Or(left, unlookedError(app.unlooked))
	if err == nil && app.recorded && left != nil { // so that nobody does it twice
		app.tell("note: " + record.OneLine(left.Error()))
		standing = unlookedError(app.unlooked)
	}
	if len(app.lost) > 0 && len(app.keyless) > 0 {
		app.tell("note: " + record.OneLine(keylessError(app.keyless).Error()))
	}
	if err != nil && standing != nil {
		app.tell("note: " + record.OneLine(standing.Error()))
	}
	if err == nil {
		err = standing
	}
	if err == nil {
		return exitOK
	}
	code, _ := outcomeOf(err)
	hint := helpWith(app, err)
	if errors.Is(err, errDue) {
		return code
	}
	words := record.OneLine(recordedBut(app, err) + plain(err))
	app.tell("casefile: " + words)
	if hint != "" {
		app.tell("hint: " + record.OneLine(hint))
	}
	if app.global.json && !app.answered {
		name, facts := "error", map[string]any{"error": words,
			"hint": orNil(record.OneLine(hint)), "exit": code}
		if len(app.found) > 0 && errors.Is(err, errFindings) {
			name, facts = "findings", map[string]any{"findings": app.found,
				"draft": orNil(string(app.given.draft))}
		}
		if err := app.document(name, facts); err != nil {
			app.tell("casefile: " + record.OneLine(err.Error()))
		}
	}
	return code
}

// recordedBut returns the prefix of an error after an act that is on main. Without it, people would
// do the act again.
func recordedBut(app *App, err error) string {
	if !app.recorded || tellsHowFar(err) {
		return ""
	}
	return "it is recorded, and then: "
}

// errPartly means that some of many cases did not allow the work.
var errPartly = errors.New("done in part")

// tellsHowFar reports whether an error itself says how much of an act is recorded.
func tellsHowFar(err error) bool {
	_, halted := errors.AsType[*casebook.HaltError](err)
	_, stopped := errors.AsType[*casebook.StoppedError](err)
	return halted || stopped || errors.Is(err, errPartly)
}

// helpWith returns the hint for an error. First come the hint that says where the user's text is
// kept, and the one about a kept key. Otherwise it is the hint that everybody gets.
func helpWith(app *App, err error) string {
	_, hint := outcomeOf(err)
	if own, ok := errors.AsType[*hinted](err); ok && own.kept {
		return hint
	}
	return cmp.Or(keptKeysHelp(app.keys, err), markHelp(app, err), noKeysHelp(app.keys, hint),
		inPlaceHelp(app, hint))
}

// inPlaceHelp replaces the hint about damage in a backup or on a server. Nobody works in these, and
// each is made new from elsewhere.
func inPlaceHelp(app *App, hint string) string {
	help := ""
	switch {
	case isBackup(app):
		help = directory(app) + " is a backup: " + damagedBackupHelp
	case isServer(app):
		help = damagedServerHelp
	default:
		return hint
	}
	for _, ofCopy := range []string{lostObjectsHelp, brokenFolderHelp} {
		if before, after, found := strings.Cut(hint, ofCopy); found {
			return before + help + after
		}
	}
	return hint
}

// isServer reports whether the command works in a server's repository. It looks only at the folder,
// since the repository may be damaged.
func isServer(app *App) bool {
	w, found := store.FindWreck(directory(app))
	return found && w.Work == "" && casebook.BackupIn(w.GitDir) == ""
}

// isBackup reports whether the command works in a backup.
func isBackup(app *App) bool {
	w, found := store.FindWreck(directory(app))
	return found && casebook.BackupIn(w.GitDir) != ""
}

// outcomeOf returns an error's exit code and its hint: the error's own, or that of its kind.
func outcomeOf(err error) (code int, hint string) {
	code = exitFailed
	trouble := store.TroubleOf(err)
	for _, o := range outcomes {
		if errors.Is(err, o.is) || trouble != nil && trouble == o.is {
			code, hint = o.code, o.hint
			break
		}
	}
	if term.DiskFull(err) {
		hint = "make room on it, then run the command again"
	}
	if hint == "" && errors.Is(err, syscall.EROFS) {
		hint = "name a folder on a disk that can be written"
	}
	var own *hinted
	if errors.As(err, &own) {
		hint = own.hint
	}
	return code, hint
}

// plain rewrites file errors in plain words.
func plain(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) && errors.Is(err, fs.ErrNotExist) {
		return "there is no file " + p.Path
	}
	if term.DiskFull(err) {
		return "the disk is full: " + err.Error()
	}
	if t := store.TroubleOf(err); t != nil && !strings.Contains(err.Error(), t.Error()) {
		return t.Error() + ": " + err.Error()
	}
	return err.Error()
}
