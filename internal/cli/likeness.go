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
	"casefile/internal/seal"
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
	if !app.secrets.opensUnasked() {
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

// opensUnasked opens the identity where that takes no question, no touch and
// no passphrase that this command has not asked for anyhow.
func (s *secrets) opensUnasked() bool {
	if s.id != nil {
		return true
	}
	if id, err := s.unlocked(); err == nil && id != nil {
		s.id = id
		return true
	}
	c, err := readConfig(s.app)
	if err != nil || c.PluginRecipient != "" {
		return false
	}
	_, data, err := s.identityFile()
	if err != nil {
		return false
	}
	id, err := seal.LoadIdentity(data, s.keys(func(string) ([]byte, error) {
		if s.passphrase == nil {
			return nil, seal.ErrPassphrase
		}
		return s.passphrase, nil
	}))
	if err == nil {
		s.id = id
	}
	return err == nil
}
