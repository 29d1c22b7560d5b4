package cli

import (
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// againAlways is --again for all that a script records: a feed that says the same each time.
const againAlways = "CASEFILE_AGAIN"

// askAgain asks a person who gives a text that they recorded within the last day, as after
// a crash or an answer that nobody saw. Where nobody can be asked it is refused (exit code
// 23), since two equal entries can't be taken apart again; --again says that it is meant. A
// concern gets in all the same, and is told of.
func askAgain(app *App, b *casebook.Book, again bool, p *casebook.Prepared) error {
	before, there := b.RecordedAlready(p)
	if !there || again || app.Getenv(againAlways) != "" {
		return nil
	}
	said := fmt.Sprintf("recorded already as %s, %s ago", before.Ref,
		cases.Length(b.AuthorTime().Sub(before.At)))
	if p.Entry.Kind == record.KindConcern {
		app.say("note: the same words were %s", said)
		return nil
	}
	if app.InTTY && !app.NoInput && !app.global.json {
		yes, err := app.Confirm(said + ". Record it again?")
		if err == nil && !yes {
			err = fmt.Errorf("%w: it is %s", errNothing, said)
		}
		return err
	}
	return fmt.Errorf("%w%s; --again records it once more", errSilent{errConflict}, said)
}
