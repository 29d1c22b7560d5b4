package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/term"
)

// bulk is work in many cases: what is done, and what a case did not allow. The
// same command, given again, goes on where it stopped.
type bulk struct {
	app     *App
	b       *casebook.Book
	done    []record.ID
	skipped []casebook.Skipped
	commits []string
	help    string // the command that helps with a case that did not allow it, %s for the case; "" for the readers
}

// showsCase helps where a case is not in a state that allows the work.
const showsCase = "casefile %s shows how the case stands"

// inChunks runs an operation that takes many cases in one commit.
func (k *bulk) inChunks(ctx context.Context, what string, n int, run func(casebook.Tell) (*casebook.Many, error)) error {
	p := k.app.Progress(what, n, k.app.global.json)
	defer p.End()
	many, err := run(p.Add)
	if many != nil {
		k.done = append(k.done, many.Cases...)
		k.skipped = append(k.skipped, many.Skipped...)
		k.commits = append(k.commits, many.Commits...)
	}
	return k.goOn(ctx, err)
}

// each does something to one case after the other. What one case does not allow
// is noted, and the others go on.
func (k *bulk) each(ctx context.Context, what string, ids []record.ID, do func(record.ID) (commit string, err error)) error {
	p := k.app.Progress(what, len(ids), k.app.global.json)
	defer p.End()
	for _, id := range ids {
		if ctx.Err() != nil {
			return k.goOn(ctx, ctx.Err())
		}
		commit, err := do(id)
		switch {
		case err != nil && ctx.Err() != nil: // what git said when it was ended says nothing of the case
			return k.goOn(ctx, err)
		case ofOneCase(err):
			k.skipped = append(k.skipped, casebook.Skipped{Case: id, Why: err})
		case err != nil:
			return k.goOn(ctx, err)
		case commit != "":
			k.done, k.commits = append(k.done, id), append(k.commits, commit)
		}
		p.Add(1)
	}
	return nil
}

// goOn says, where the work stopped, that nothing of it is lost.
func (k *bulk) goOn(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return withHint(fmt.Errorf("%w: %s done", term.ErrInterrupted, counted(len(k.done), "case")), "give the command again, and it goes on where it stopped")
	case len(k.done) > 0:
		return fmt.Errorf("%s done, then: %w", counted(len(k.done), "case"), err)
	}
	return err
}

// left are those of ids that were not skipped.
func (k *bulk) left(ids []record.ID) []record.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool {
		return slices.ContainsFunc(k.skipped, func(s casebook.Skipped) bool { return s.Case == id })
	})
}

// ended tells of the cases that did not allow it; the first of them settles the
// exit code.
func (k *bulk) ended(deed string) error {
	if len(k.skipped) == 0 {
		return nil
	}
	for _, s := range k.skipped[:min(len(k.skipped), mostLines)] {
		k.app.say("%s  not %s: %s", s.Case, deed, oneLine(s.Why.Error()))
	}
	sayMore(k.app, len(k.skipped))
	first := k.skipped[0]
	return withHint(fmt.Errorf("%s not %s, %s first: %w", counted(len(k.skipped), "case"), deed, first.Case, first.Why),
		"%s; the others are done", k.helps(first))
}

// helps is the hint for a case that was skipped: the one that its error brings,
// or who can, where it was a matter of roles or keys, or what the command says.
func (k *bulk) helps(s casebook.Skipped) string {
	if own, ok := errors.AsType[*hinted](s.Why); ok {
		return own.hint
	}
	ofReaders := slices.ContainsFunc([]error{casebook.ErrDenied, casebook.ErrNoKey, casebook.ErrKeysMissing},
		func(is error) bool { return errors.Is(s.Why, is) })
	if k.help == "" || ofReaders {
		return fmt.Sprintf("casefile readers %s shows who can", s.Case)
	}
	return fmt.Sprintf(k.help, s.Case)
}

// answer says what was done, in words or as the document of that name, and ends
// the work.
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

// fields are those of the answer for --json.
func (k *bulk) fields() map[string]any {
	skipped := []map[string]any{}
	for _, s := range k.skipped {
		skipped = append(skipped, map[string]any{"case": s.Case.String(), "why": oneLine(s.Why.Error())})
	}
	return map[string]any{"cases": caseNames(k.done), "commits": orEmpty(k.commits), "skipped": skipped}
}

// ofOneCase says whether an error is about the case and nothing else.
func ofOneCase(err error) bool {
	return slices.ContainsFunc([]error{casebook.ErrState, casebook.ErrDenied, casebook.ErrNotFound, casebook.ErrNoKey, casebook.ErrKeysMissing, errFindings},
		func(is error) bool { return errors.Is(err, is) })
}
