package cli

import (
	"cmp"
	"context"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/remote"
)

// sendsItself is the annotation of commands that send what is unsent, or show it in their answer.
// They need no note about unsent work at their start.
var sendsItself = map[string]string{"sends": "yes"}

// sendOutcome says when and how the sending of a concern ended.
type sendOutcome struct {
	remote.SendResult
	at time.Time
}

// savedAndSent sends the recorded concern and says whether that worked.
func savedAndSent(ctx context.Context, app *App, b *casebook.Book, done *casebook.Done) error {
	if !app.global.json {
		if err := saved(app, "concern", done); err != nil {
			return err
		}
	}
	s := sendOutcome{SendResult: remote.SendNow(ctx, b, done.Commit)}
	s.at = b.ByNow().In(b.Policy().Zone())
	done.Commit = s.Commit // the sync may have replayed it as another commit
	defer purgeAfterConcern(ctx, app, b, s)
	if app.global.json {
		fields := doneFields(done)
		s.fields(b, fields)
		return app.document("concern", fields)
	}
	saySent(app, b, s, done)
	if done.Change.Cases[0].Entries[0].Entry.Str("immediate_danger") == "yes" {
		emergency(app, b)
	}
	return nil
}

// purgeAfterConcern purges dead keys, as a sync does. It runs once the author knows whether the
// concern has gone: no purge may delay that.
func purgeAfterConcern(ctx context.Context, app *App, b *casebook.Book, s sendOutcome) {
	b.Repo().InHaste()
	resumeErasures(ctx, app, b, false)
	if s.Outcome == nil || s.Why != nil {
		return
	}
	gone, err := b.PurgeDue(ctx)
	if err != nil {
		app.say("note: not all keys that were to go are gone: %s; casefile sync says more",
			record.OneLine(err.Error()))
		return
	}
	if !app.global.json {
		sayPurged(app, gone)
	}
}

func saySent(app *App, b *casebook.Book, s sendOutcome, done *casebook.Done) {
	if s.Outcome != nil && len(s.Outcome.Conflicts) > 0 {
		sayJoined(app, &s.Outcome.Joined) // so that they are told only once
	}
	if s.Outcome != nil {
		for _, f := range s.Outcome.Faults { // the concern has gone in spite of them
			app.say("fault: %s; casefile verify says more", record.OneLine(f.Error()))
		}
	}
	switch {
	case s.Nowhere:
		app.print("kept here; this agency has one copy")
	case s.Sent:
		app.print("sent %s", s.at.Format("15:04"))
	default:
		app.say("NOT SENT, ring the lead: %s", ringWords(b, &done.Dockets[0]))
		app.say("    it is recorded here; casefile sync tries again (%s)",
			record.OneLine(plain(s.Why)))
	}
}

func (s sendOutcome) fields(b *casebook.Book, into map[string]any) {
	into["sent"], into["sent_at"], into["not_sent_because"] = any(s.Sent), nil, nil
	switch {
	case s.Nowhere:
		into["sent"] = nil
	case s.Sent:
		into["sent_at"] = s.at.UTC().Format(time.RFC3339)
	default:
		into["not_sent_because"] = record.OneLine(plain(s.Why))
	}
	into["conflicts"] = joinedFields(s.Joined())["conflicts"]
}

// ringWords names the people to ring, as the team has them.
func ringWords(b *casebook.Book, d *record.Docket) string {
	me, _ := b.Me()
	var people []string
	for _, m := range duty.PeopleToRing(d, worldOf(b), me.ID) {
		people = append(people, m.Name+" "+m.Email)
	}
	return cmp.Or(strings.Join(people, "; "), "nobody else is in the team")
}

// sayUnsent says what no other copy has yet: this laptop may hold the only one.
func sayUnsent(ctx context.Context, app *App, b *casebook.Book) {
	if app.sends || app.global.json {
		return
	}
	if n := b.UnpushedHere(ctx); n > 0 {
		app.say("note: %s that no other copy has yet: casefile sync", record.Counted(n, "commit"))
	}
}
