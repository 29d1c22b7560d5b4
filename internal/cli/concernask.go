package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/term"
)

// asking is the five questions of a concern, and the answers so far. The first
// error, mostly Ctrl-C, ends it; what was answered before is kept.
type asking struct {
	app   *App
	book  *casebook.Book
	given map[string]string // by field
	words string            // what was seen or heard
	err   error
}

// askConcern asks what a concern must say, in the order in which people tell
// it, and gives the entry. With an error it gives what was answered so far, and
// nothing where nothing was.
func askConcern(ctx context.Context, app *App, b *casebook.Book) ([]byte, error) {
	q := &asking{app: app, book: b, given: map[string]string{}}
	app.say("Five questions; Enter alone means unknown. Ctrl-C stops; ended lines are kept.")
	q.line("about", "1  Who is it about? ")
	q.seenOrHeard()
	q.when()
	q.line("where", "   And where? ")
	q.danger()
	q.line("told", "5  Whom have you told, and when? (nobody is an answer) ")
	if len(q.given) == 0 && q.words == "" {
		return nil, q.err
	}
	text, err := q.text(ctx)
	if q.err != nil {
		err = q.err
	}
	return text, err
}

// line asks for one line; Enter alone is unknown.
func (q *asking) line(field, prompt string) {
	if answer, ok := q.answer(prompt); ok {
		q.set(field, answer)
	}
}

func (q *asking) set(field, answer string) {
	if answer == "" {
		answer = record.Unknown
	}
	q.given[field] = answer
}

// answer asks once; it is false where the questions have come to an end.
func (q *asking) answer(prompt string) (string, bool) {
	if q.err != nil {
		return "", false
	}
	var answer string
	answer, q.err = q.app.Ask(prompt)
	q.ended()
	return q.whole(answer), q.err == nil
}

// ended takes Ctrl-D, or a terminal that is gone, for what Ctrl-C says.
func (q *asking) ended() {
	if errors.Is(q.err, io.EOF) {
		q.err = term.ErrInterrupted
	}
}

// whole warns where the terminal may have cut a line.
func (q *asking) whole(typed string) string {
	for _, line := range strings.Split(typed, "\n") {
		if len(line) >= term.LongLine-1 {
			q.app.say("note: the terminal takes no more than %d characters a line; see that nothing is missing: casefile concern --editor takes any text", term.LongLine)
		}
	}
	return typed
}

// seenOrHeard asks until there is something: without it there is no concern.
func (q *asking) seenOrHeard() {
	prompt := "2  What was seen or heard? In the exact words; an empty line ends it."
	for q.err == nil && q.words == "" {
		q.words, q.err = q.app.AskLines(prompt, "   > ")
		q.ended()
		q.whole(q.words)
		prompt = "   A few words at least:"
	}
}

func (q *asking) when() {
	prompt := "3  When? (Enter: today; or 14:30, yesterday 14:30, 2026-03-05 14:30) "
	for {
		typed, ok := q.answer(prompt)
		if !ok {
			return
		}
		p := q.book.Policy()
		occurred, err := record.TypedTime(typed, q.book.Now().In(p.Zone()))
		if err == nil {
			q.given["occurred"] = occurred
			return
		}
		q.app.say("   %s", noTime(typed, err))
	}
}

// noTime says why what was typed is no time, and what to write.
func noTime(typed string, err error) string {
	var clock *record.ClockError
	if errors.As(err, &clock) {
		return strings.ToUpper(clock.Error()[:1]) + clock.Error()[1:] + ": " + clock.Hint() + "."
	}
	return fmt.Sprintf("“%s” is no time that has been. "+
		"Write 14:30, yesterday, 2026-03-05 14:30, or about 2026-03.", typed)
}

func (q *asking) danger() {
	for {
		typed, ok := q.answer("4  Is a child in danger now? yes, no, or Enter where you do not know ")
		if !ok {
			return
		}
		switch strings.ToLower(typed) {
		case "y", "yes":
			q.given["immediate_danger"] = "yes"
			emergency(q.app, q.book)
		case "n", "no":
			q.given["immediate_danger"] = "no"
		case "", "?", record.Unknown:
			q.given["immediate_danger"] = record.Unknown
		default:
			continue
		}
		return
	}
}

// text is the kind's template with the answers in it.
func (q *asking) text(ctx context.Context) ([]byte, error) {
	told := record.ToldConcern{Given: q.given, Words: q.words}
	text, err := q.book.Template(ctx, record.KindConcern, told.Fields())
	if err != nil {
		return nil, err
	}
	me, err := q.book.Me()
	if err != nil {
		return nil, err
	}
	told.By = me.Name
	return told.Into(text), nil
}
