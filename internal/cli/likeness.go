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

// mostCompared is how many cases open looks through for the same child: some
// seconds of reading. Beyond it open says that it stopped.
const mostCompared = 1000

// errSameChild says that somebody looked and did not open a second case.
var errSameChild = errors.New("no second case was opened")

// lookForSame names the cases that may be the same child's before one is opened,
// and asks at a terminal whether to go on. It reads only where that asks for
// nothing: whoever opens a case needs no identity for it.
func lookForSame(ctx context.Context, app *App, b *casebook.Book, id record.ID, profile *record.Entry) error {
	like, err := likely(ctx, app, b, id, profile)
	if err != nil || len(like) == 0 {
		return err
	}
	for _, line := range like {
		app.say("note: %s", line)
	}
	if app.InTTY && !app.global.noInput && !app.global.json {
		if yes, err := app.Confirm("Open another case all the same?"); err != nil || !yes {
			return errors.Join(withHint(fmt.Errorf("%w: there may be one already", errSameChild), "casefile %s shows it", strings.SplitN(like[0], ",", 2)[0]), err)
		}
	}
	app.say("note: two cases of one child belong together: casefile link %s CASE --relation same_child", id)
	return nil
}

// likely says of each other case that I can read what it has in common with a profile.
func likely(ctx context.Context, app *App, b *casebook.Book, id record.ID, profile *record.Entry) ([]string, error) {
	if !app.keys.OpensUnasked() {
		return nil, nil
	}
	var out []string
	seen, left := 0, 0
	want := func(d *record.Docket) bool {
		if d.Case == id || d.Status == record.Destroyed || seen == mostCompared {
			left++
			return false
		}
		seen++
		return true
	}
	_, err := b.EachCase(ctx, want, func(c *cases.Case) error {
		if common := c.Likeness(profile); len(common) > 0 {
			name := cmp.Or(c.Subject.Name, "no profile yet")
			out = append(out, fmt.Sprintf("%s, %s, is %s and has %s", c.ID, name, c.Docket.Status, strings.Join(common, ", ")))
		}
		return nil
	})
	if noIdentityNow(err) {
		err = nil
	}
	if seen == mostCompared && left > 0 {
		app.say("note: only %d of your cases were looked through for the same child", seen)
	}
	return out, err
}
