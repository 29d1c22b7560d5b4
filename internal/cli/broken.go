package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/aside"
)

// brokenHelp is the hint where the program itself is at fault.
const brokenHelp = "look whether it is recorded before you do it again; send that line and the " +
	"answer of casefile version to the maintainers of casefile: they hold no word of a record"

// maxCallers bounds the functions that such an error names.
const maxCallers = 8

// runRecovering runs one command line. It makes an error of a panic, so that a given text is kept.
// The error says nothing that may come from a record.
func runRecovering(ctx context.Context, app *App) (ran *cobra.Command, err error) {
	root := rootCommand(app, app.args)
	ran = root
	defer func() {
		if told := recover(); told != nil {
			ran, _, _ = root.Find(app.args)
			err = brokenBy(told)
		}
	}()
	addAgencyKind(ctx, app, root, app.args)
	root.SetArgs(app.args)
	root.SetOut(app.Out)
	root.SetErr(app.Err)
	ran, err = root.ExecuteContextC(ctx)
	if handed, ok := errors.AsType[*aside.Panic](err); ok {
		err = brokenBy(handed)
	}
	return ran, err
}

// concludeRecovering keeps the given text, prints the error and returns the exit code. If that
// panics too, for example in the records, it keeps the text in the user's own folder.
func concludeRecovering(ctx context.Context, app *App, ran *cobra.Command, err error) (code int) {
	defer func() {
		if told := recover(); told != nil {
			code = conclude(app, keptBeside(ctx, app, ran, brokenBy(told)))
		}
	}()
	return conclude(app, keepGiven(ctx, app, ran, err))
}

// keptBeside keeps the given text in the user's own folder. It needs no records.
func keptBeside(
	ctx context.Context, app *App, ran *cobra.Command, err error,
) (kept error) {
	defer func() {
		if recover() != nil {
			kept = err // nothing more can be done
		}
	}()
	if app.given.safe || len(bytes.TrimSpace(app.given.text)) == 0 || app.keys == nil {
		return err
	}
	act := actOfRun(ctx, app, nil, ran)
	sealed, sealErr := sealedToMe(app, act, app.given.text)
	return keptInFolder(app, act, sealed, sealErr, app.given.text, err)
}

// brokenBy makes an error of a panic. Go's own messages have only types and numbers, and are shown.
// Of any other value only the type is shown, since it may hold a text. Functions are named without
// their arguments.
func brokenBy(told any) error {
	told, counters := panicOf(told)
	what := fmt.Sprintf("a panic with a value of type %T", told)
	if own, ok := told.(runtime.Error); ok {
		what = own.Error()
	}
	return withHint(fmt.Errorf("casefile itself is at fault, and ended: %s; in %s",
		what, callers(counters)), "%s", brokenHelp)
}

// panicOf returns the value of a panic and its stack. The panic may come from a goroutine, as an
// aside.Panic.
func panicOf(told any) (value any, counters []uintptr) {
	if p, ok := told.(*aside.Panic); ok {
		return p.Told, p.Callers
	}
	counters = make([]uintptr, 64)
	return told, counters[:runtime.Callers(0, counters)]
}

// callers names our functions on the stack of a panic, the innermost first.
func callers(counters []uintptr) string {
	frames := runtime.CallersFrames(counters)
	var out []string
	panicked := false
	for more := true; more && len(out) < maxCallers; {
		var f runtime.Frame
		f, more = frames.Next()
		if f.Function == "runtime.gopanic" {
			panicked, out = true, nil
		} else if panicked && !strings.HasPrefix(f.Function, "runtime.") {
			name := strings.TrimPrefix(f.Function, "casefile/internal/")
			out = append(out, fmt.Sprintf("%s (%s:%d)", name, filepath.Base(f.File), f.Line))
		}
	}
	return strings.Join(out, ", ")
}
