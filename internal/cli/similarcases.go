package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// maxCompared bounds the cases that open compares for the same child, which take some seconds to
// read. If there are more, open says that it stopped.
const maxCompared = 1000

// errSameChild means that the user decided not to open a second case.
var errSameChild = errors.New("no second case was opened")

// confirmNotSameChild names similar cases before a new one is opened, and asks at a terminal
// whether to go on. It asks for no passphrase: opening a case needs no identity.
func confirmNotSameChild(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	profile *record.Entry,
) error {
	like, err := saySimilarCases(ctx, app, b, id, profile)
	if err != nil || len(like) == 0 {
		return err
	}
	if app.InTTY && !app.global.noInput && !app.global.json {
		if yes, err := app.Confirm("Open another case all the same?"); err != nil || !yes {
			return errors.Join(withHint(fmt.Errorf("%w: there may be one already", errSameChild),
				"casefile %s shows it", like[0].Case), err)
		}
	}
	app.say("note: two cases of one child belong together: casefile link %s CASE --relation %s",
		id, record.SameChild)
	return nil
}

// saySimilarCases names the readable cases that may be about the child of a profile, and what they
// have in common.
func saySimilarCases(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, profile *record.Entry,
) ([]cases.SimilarCase, error) {
	if !app.keys.OpensUnasked() {
		return nil, nil
	}
	a := &cases.SimilarCases{Profile: profile, Own: id, Most: maxCompared}
	err := b.FindSimilarCases(ctx, a)
	if a.Stopped() {
		app.say("note: only %d of your cases were looked through for the same child", a.Most)
	}
	if err != nil && !noIdentityNow(err) {
		return nil, err
	}
	for _, l := range a.Found {
		app.say("note: %s, %s, is %s and has %s", l.Case, cmp.Or(l.Name, "no profile yet"),
			l.Status, strings.Join(l.Common, ", "))
	}
	return a.Found, nil
}
