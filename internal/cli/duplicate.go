package cli

import (
	"fmt"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// duplicatesEnv is the variable that means --again for each record of a script, such as a feed
// whose texts repeat.
const duplicatesEnv = "CASEFILE_AGAIN"

// errRecordedAlready means that the same person recorded the same text within the last day.
var errRecordedAlready = fmt.Errorf("%w: recorded already", errConflict)

// confirmDuplicate asks before a text is recorded that the same person recorded within the last
// day. That happens after a crash, or if nobody saw the first answer. Where nobody can be asked it
// refuses (exit code 23), since two equal entries can't be told apart later; --again allows it. A
// concern is recorded all the same, with a note.
func confirmDuplicate(app *App, b *casebook.Book, again bool, p *casebook.Prepared) error {
	before, there := b.RecordedAlready(p)
	if !there || again || app.Getenv(duplicatesEnv) != "" {
		return nil
	}
	ago := "just now"
	if since := b.AuthorTime().Sub(before.At); since >= time.Minute {
		ago = cases.Length(since) + " ago"
	}
	said := fmt.Sprintf("recorded already as %s, %s", before.Ref, ago)
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
	return withHint(fmt.Errorf("%w%s", errSilent{errRecordedAlready}, said),
		"--again records it once more")
}
