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

// brokenHelp is the hint for whoever came upon a fault of the program.
const brokenHelp = "look whether it is recorded before you do it again; send that line and the " +
	"answer of casefile version to the maintainers of casefile: they hold no word of a record"

// maxCallers is how many functions a fault of the program names.
const maxCallers = 8

// runRecovering runs one command line. A panic in it is an error like others: a text that was given
// is kept then, too, and nothing is printed that a record may have told.
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

// concludeRecovering keeps what was given, says what went wrong, and gives the exit code. Where the
// program breaks once more over that, in the records say, the text goes to the person's folder.
func concludeRecovering(ctx context.Context, app *App, ran *cobra.Command, err error) (code int) {
	defer func() {
		if told := recover(); told != nil {
			code = conclude(app, keptBeside(ctx, app, ran, brokenBy(told)))
		}
	}()
	return conclude(app, keepGiven(ctx, app, ran, err))
}

// keptBeside keeps what was given in the person's own folder, and needs no records for it.
func keptBeside(
	ctx context.Context, app *App, ran *cobra.Command, err error,
) (kept error) {
	defer func() {
		if recover() != nil {
			kept = err // and more can't be done
		}
	}()
	if app.given.safe || len(bytes.TrimSpace(app.given.text)) == 0 || app.keys == nil {
		return err
	}
	act := actOfRun(ctx, app, nil, ran)
	sealed, sealErr := sealedToMe(app, act, app.given.text)
	return keptInFolder(app, act, sealed, sealErr, app.given.text, err)
}

// brokenBy returns the error of a panic. What Go itself says of one has types and numbers; any
// other value may be made of a text, and so only its type is told. Functions are named without what
// they were called with.
func brokenBy(told any) error {
	told, counters := panicOf(told)
	what := fmt.Sprintf("a panic with a value of type %T", told)
	if own, ok := told.(runtime.Error); ok {
		what = own.Error()
	}
	return withHint(fmt.Errorf("casefile itself is at fault, and ended: %s; in %s",
		what, callers(counters)), "%s", brokenHelp)
}

// panicOf returns what somebody panicked with, and in which calls: here, or in a goroutine whose
// panic was handed on.
func panicOf(told any) (value any, counters []uintptr) {
	if p, ok := told.(*aside.Panic); ok {
		return p.Told, p.Callers
	}
	counters = make([]uintptr, 64)
	return told, counters[:runtime.Callers(0, counters)]
}

// callers returns the functions of ours in which a panic came up, the innermost first.
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
