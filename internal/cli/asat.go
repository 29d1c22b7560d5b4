package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

// looksBack names the commands that take --as-at. All others refuse it: a command that writes is
// dated now, and this copy or the whole history has no earlier state to show.
func looksBack() []string {
	return []string{
		"", "list", "search", "show", "chronology", "plan", "report", "due", "inbox", "validate",
		"readers", "readers review", "retention check", "retention explain", "sar", "transfer",
		"policy", "policy check", "team", "team show", "kinds",
	}
}

// checkAsAt refuses --as-at for a command that can't look back.
func checkAsAt(app *App, cmd *cobra.Command) error {
	_, name, _ := strings.Cut(cmd.CommandPath(), " ")
	if app.global.asAt == "" || slices.Contains(looksBack(), name) {
		return nil
	}
	return withHint(usage("--as-at is for looking back; %s is about now", cmd.CommandPath()),
		"look back with %s", "casefile chronology, plan, due, inbox, list, search, show, report, "+
			"validate, readers, retention, policy or team")
}

// writing refuses --as-at where a command that can look back also writes.
func writing(app *App) error {
	if app.global.asAt != "" {
		return usage("--as-at is for looking back; what is written now is dated now")
	}
	return nil
}

// lookBack sets the book to the time of --as-at.
func lookBack(ctx context.Context, app *App, b *casebook.Book) error {
	if app.global.asAt == "" {
		return nil
	}
	at, err := instantAsked(app.global.asAt, b)
	if err != nil || at.IsZero() {
		return err
	}
	return b.LookBack(ctx, at)
}

// instantAsked returns the instant that --as-at names. A day means its end. Today means now, which
// is the zero instant: that shows all of main, also what a clock ahead of this one has dated. A
// time in the future is refused.
func instantAsked(text string, b *casebook.Book) (time.Time, error) {
	p, err := pointFlag("as-at", text, b.Policy().Zone())
	if err != nil {
		return time.Time{}, err
	}
	at, now := p.Time, b.Now()
	if at.IsZero() {
		at = p.Date.AddDays(1).At(b.Policy().Zone()).Add(-1)
		if p.Date == b.Policy().Today(now) {
			return time.Time{}, nil
		}
	}
	if at.After(now) {
		return at, withHint(usage("--as-at: %s lies ahead, and nothing is known of it yet", text),
			"casefile due --within 4w shows what is due by then")
	}
	return at, nil
}
