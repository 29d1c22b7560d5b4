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

// sayClock says on stderr, also with --json, that this machine's clock is behind the newest commit.
// Nothing is hidden for that, except that what is late or due may be wrong.
func sayClock(ctx context.Context, app *App, b *casebook.Book) {
	behind, err := b.ClockBehind(ctx)
	if err != nil || behind == nil {
		return
	}
	zone := b.Policy().Zone()
	words := fmt.Sprintf("this machine's clock (%s) is %s behind the newest commit (%s, by %s)",
		b.Asked().In(zone).Format(clockForm), cases.Length(behind.By),
		behind.Tip.In(zone).Format(clockForm), behind.Member)
	if behind.Far() {
		words += "; one of the two clocks is wrong"
	}
	if behind.Back {
		words += ". What is dated ahead, and what came after it, is not in this look back"
	}
	app.tell("note: " + words)
}

// clockForm shows an instant to the minute, with its zone, since clocks are compared.
const clockForm = "2006-01-02 15:04 MST"

// askClock asks at a terminal whether to sign with dates that the user set ahead, or by a clock
// that can't be right. Where nobody can be asked, the book replaces dates ahead by the clock, and a
// wrong clock is refused (exit code 23).
func askClock(ctx context.Context, app *App, b *casebook.Book) error {
	ahead, fault := b.DatesAhead(), error(nil)
	question := "The dates set apart lie " + cases.Length(ahead) +
		" after this machine's clock. Sign with them?"
	if ahead == 0 {
		if fault = b.ClockFault(ctx); !errors.Is(fault, casebook.ErrClock) {
			return fault
		}
		question = record.Clean(fault.Error()) + ". Sign by it all the same?"
	}
	if !app.InTTY || app.NoInput {
		return fault
	}
	said, err := app.Ask(question + " [y/N] ")
	if err == nil && !strings.EqualFold(strings.TrimSpace(said), "y") {
		err = cmp.Or(fault, fmt.Errorf("%w: the dates lie ahead of the clock", errNothing))
	}
	if err == nil {
		b.AgreeToClock()
	}
	return err
}
