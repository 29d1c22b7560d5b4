package cli

import (
	"context"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/doctor"
)

// sayRevived names what was destroyed and would be readable again.
func sayRevived(app *App, list []casebook.Revived) {
	for _, r := range list {
		app.say("%s  %s", r.Case, revivedWords(r))
	}
}

// revivedWords tells of a destruction: the case, the member and the time, as far as they are known.
func revivedWords(r casebook.Revived) string {
	what := "was destroyed"
	if r.Erasure {
		what = "had entries erased"
	}
	if r.When.IsZero() {
		return what
	}
	return fmt.Sprintf("%s on %s by %s", what, r.When.UTC().Format("2006-01-02"), r.Who)
}

// backAgain says that the keys of a case are in use again. revivedHelp says how to end that.
func backAgain(r casebook.Revived) string {
	return fmt.Sprintf("%s  %s, and the server that was restored has its keys again", r.Case,
		revivedWords(r))
}

func revivedHelp(r casebook.Revived) string {
	if r.Erasure {
		return fmt.Sprintf("casefile erase %s", r.Case)
	}
	return fmt.Sprintf("casefile dispose %s", r.Case)
}

// revivedFinding returns the finding that destroyed keys are in use again. Their destruction was on
// a line of history that the server lost. The finding stands until they are destroyed again.
func revivedFinding(ctx context.Context, app *App, b *casebook.Book) error {
	list, err := b.RevivedHere(ctx)
	if err != nil {
		return err
	}
	return revivedList(app, list)
}

// revivedList returns the finding for some cases, or nil for none.
func revivedList(app *App, list []casebook.Revived) error {
	if len(list) == 0 {
		return nil
	}
	for _, r := range list {
		app.say("%s", backAgain(r))
	}
	return withHint(fmt.Errorf("%wwhat was destroyed is readable again", errSilent{errFindings}),
		"until that is done again, by whoever may: %s", revivedHelp(list[0]))
}

// aboutRevived returns the same as lines for doctor.
func aboutRevived(ctx context.Context, b *casebook.Book) (out []doctor.Line) {
	list, err := b.RevivedHere(ctx)
	if err != nil {
		return []doctor.Line{{Check: "revived", State: doctor.Unknown, Says: says(err)}}
	}
	for _, r := range list {
		out = append(out, doctor.CheckRevived([]string{backAgain(r)}, revivedHelp(r))...)
	}
	return out
}
