package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/remote"
)

// sendsItself marks commands that send what is here, or show it in their answer,
// and so need no word of what is unsent at their start.
var sendsItself = map[string]string{"sends": "yes"}

// sendWithin is how long a concern may take to be sent: whoever waits for it
// must know soon whether to ring instead.
const sendWithin = 30 * time.Second

// sending is what became of a concern that was to be sent at once.
type sending struct {
	none bool // there is nowhere to send it
	sent bool
	at   time.Time
	why  error // not sent
	out  *remote.Outcome
}

// savedAndSent sends what was recorded, and says whether that worked. The
// concern is recorded in any case.
func savedAndSent(ctx context.Context, app *App, b *casebook.Book, done *casebook.Done) error {
	if !app.global.json {
		if err := saved(app, "concern", done); err != nil {
			return err
		}
	}
	s := sendNow(ctx, app, b, done)
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

// sendNow syncs, for a bounded time.
func sendNow(ctx context.Context, app *App, b *casebook.Book, done *casebook.Done) sending {
	url, err := b.Repo().Remote(ctx, casebook.RemoteName)
	if err != nil || url == "" {
		return sending{none: err == nil, why: err}
	}
	limited, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	s := sending{}
	s.out, s.why = remote.Sync(limited, b)
	switch {
	case s.why != nil && errors.Is(limited.Err(), context.DeadlineExceeded):
		s.why = errNoAnswer
	case s.why == nil:
		s.why = s.out.ConflictOf(done.Commit)
	}
	// What failed may have come after the push.
	s.sent = s.why == nil || s.out != nil && s.out.Sent > 0 && b.Unsent(ctx) == 0
	if now, err := app.Now(); err == nil {
		s.at = now.In(b.Policy().Zone())
	}
	for _, r := range s.joined().Replayed {
		if r.Old == done.Commit && r.New != "" {
			done.Commit = r.New
		}
	}
	return s
}

// errNoAnswer says that the time to send a concern has passed.
var errNoAnswer = errors.New("no answer within 30 seconds")

// joined is what became of what only this copy had; empty where nothing came back.
func (s sending) joined() *casebook.Joined {
	if s.out == nil {
		return &casebook.Joined{}
	}
	return &s.out.Joined
}

func saySent(app *App, b *casebook.Book, s sending, done *casebook.Done) {
	if s.out != nil && len(s.out.Conflicts) > 0 {
		sayJoined(app, &s.out.Joined) // they are told once
	}
	if s.out != nil {
		sayPurged(app, s.out.Erased)
		for _, f := range s.out.Faults { // the concern has gone all the same
			app.say("fault: %s; casefile verify says more", record.OneLine(f.Error()))
		}
	}
	switch {
	case s.none:
		app.print("kept here; this agency has one copy")
	case s.sent:
		app.print("sent %s", s.at.Format("15:04"))
	default:
		app.say("NOT SENT, ring the lead: %s", ringWords(b, &done.Dockets[0]))
		app.say("    it is recorded here; casefile sync tries again (%s)", record.OneLine(plain(s.why)))
	}
}

func (s sending) fields(b *casebook.Book, into map[string]any) {
	into["sent"], into["sent_at"], into["not_sent_because"] = any(s.sent), nil, nil
	switch {
	case s.none:
		into["sent"] = nil
	case s.sent:
		into["sent_at"] = s.at.UTC().Format(time.RFC3339)
	default:
		into["not_sent_because"] = record.OneLine(plain(s.why))
	}
	into["conflicts"] = joinedFields(s.joined())["conflicts"]
}

// ringWords names whom to tell by telephone, as the team knows them.
func ringWords(b *casebook.Book, d *record.Docket) string {
	me, _ := b.Me()
	var people []string
	for _, m := range duty.PeopleToRing(d, worldOf(b), me.ID) {
		people = append(people, m.Name+" "+m.Email)
	}
	return cmp.Or(strings.Join(people, "; "), "nobody else is in the team")
}

// sayUnsent tells what no other copy has yet: a laptop may hold the only one.
func sayUnsent(ctx context.Context, app *App, b *casebook.Book) {
	if app.sends || app.global.json {
		return
	}
	if n := b.UnsentHere(ctx); n > 0 {
		app.say("note: %s that no other copy has yet: casefile sync", record.Counted(n, "commit"))
	}
}
