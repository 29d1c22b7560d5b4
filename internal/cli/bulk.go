package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/term"
)

// bulk collects and shows the result of work in many cases: what is done, and which cases did not
// allow it. The same command goes on where it stopped.
type bulk struct {
	casebook.Many
	app *App
	of  int // how many cases the user asked for
	// the hint for a case that did not allow it, with %s for the case; "" names the readers
	help string
}

// showsCase is the hint where a case's status does not allow the work.
const showsCase = "casefile %s shows how the case stands"

// inChunks runs an operation that takes many cases a commit.
func (k *bulk) inChunks(ctx context.Context, what string, n int,
	run func(casebook.Tell) (*casebook.Many, error),
) error {
	k.of += n
	tell, end := bulkProgress{k.app}.Begin(what, n)
	defer end()
	many, err := run(tell)
	if many != nil {
		k.Take(many)
	}
	return goOn(ctx, err)
}

// goOn says after an interruption how much is done, and that the same command goes on.
func goOn(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	done := 0
	if stopped, ok := errors.AsType[*casebook.StoppedError](err); ok {
		done = stopped.Done
	}
	return withHint(fmt.Errorf("%w%w: %s done", errSilent{errPartly}, term.ErrInterrupted,
		record.Counted(done, "case")),
		"run the command again, and it goes on where it stopped")
}

// ended lists the cases that did not allow the work. The first of them sets the exit code.
func (k *bulk) ended(deed string) error {
	if len(k.Skipped) == 0 {
		return nil
	}
	for _, s := range k.Skipped[:min(len(k.Skipped), maxLines)] {
		k.app.say("%s  not %s: %s", s.Case, deed, record.OneLine(s.Why.Error()))
	}
	sayMore(k.app, len(k.Skipped))
	first, help := k.Skipped[0], k.helps(k.Skipped[0])
	if k.of > len(k.Skipped) {
		help += "; the others are done"
	}
	return withHint(fmt.Errorf("%w%s not %s, %s first: %w", errSilent{errPartly},
		record.Counted(len(k.Skipped), "case"), deed, first.Case, first.Why), "%s", help)
}

// helps returns the hint for a skipped case. That is its error's own hint, who can read the case if
// roles or keys were missing, or else the command's hint.
func (k *bulk) helps(s casebook.Skipped) string {
	if own, ok := errors.AsType[*hinted](s.Why); ok {
		return own.hint
	}
	ofReaders := errors.Is(s.Why, casebook.ErrDenied) || errors.Is(s.Why, casebook.ErrNoKey)
	if errors.Is(s.Why, casebook.ErrKeysMissing) {
		return keylessHelp
	}
	if k.help == "" || ofReaders {
		return fmt.Sprintf("casefile readers %s shows who can", s.Case)
	}
	return fmt.Sprintf(k.help, s.Case)
}

// answer prints the result in words, or as the JSON document of that name, and ends the work.
func (k *bulk) answer(name, deed, words string, args ...any) error {
	if k.app.global.json {
		if err := k.app.document(name, k.fields()); err != nil {
			return err
		}
	} else {
		k.app.print(words, args...)
	}
	return k.ended(deed)
}

// fields returns the fields of the JSON answer.
func (k *bulk) fields() map[string]any {
	skipped := []map[string]any{}
	for _, s := range k.Skipped {
		skipped = append(skipped,
			map[string]any{"case": s.Case.String(), "why": record.OneLine(s.Why.Error())})
	}
	return map[string]any{"cases": caseNames(k.Cases), "commits": orEmpty(k.Commits),
		"skipped": skipped}
}
