package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// concernForm is the five questions of a concern, and the answers so far. The first
// error, mostly Ctrl-C, ends it; what was typed before is kept.
type concernForm struct {
	app  *App
	book *casebook.Book
	told record.ToldConcern
	err  error
}

// concernQuestions are the fields of a concern in the order in which people tell them, and
// how the answers are shown. The one without a number belongs to the one above.
var concernQuestions = []struct{ number, field, label string }{
	{"1", "about", "who"},
	{"2", seenOrHeard, "seen or heard"},
	{"3", "occurred", "when"},
	{"", "where", "where"},
	{"4", "immediate_danger", "danger now"},
	{"5", "told", "told"},
}

const (
	seenOrHeard = "seen_or_heard"
	review      = "the end" // where all is answered, and not recorded yet
)

// askConcern asks what a concern must say, in the order in which people tell
// it, and gives the entry. With an error it gives what was typed so far, and
// nothing where nothing was. A draft of the questions goes on where it stopped;
// asked is false for any other.
func askConcern(
	ctx context.Context, app *App, b *casebook.Book, draft []byte,
) (text []byte, asked bool, err error) {
	q := &concernForm{app: app, book: b, told: record.ToldConcern{Given: map[string]string{}}}
	if draft == nil {
		app.say("Five questions; Enter alone means unknown. Ctrl-C stops, and keeps what is typed.")
	} else if !q.resume(ctx, draft) {
		return nil, false, nil
	}
	before := app.Streams
	held, release := app.Holding()
	app.Streams = held
	if q.ask(ctx); q.err == nil {
		app.Streams = before
		release() // otherwise the answers are kept first, whatever else comes
	}
	if len(q.told.Given) == 0 && q.told.Words == "" {
		return nil, true, q.err
	}
	text, err = q.text(context.WithoutCancel(ctx))
	if q.err != nil {
		err = q.err
	}
	return text, true, err
}

// resume takes up a draft and shows the answers that it has. A text that holds more than
// answers is none: an editor was at it since.
func (q *concernForm) resume(ctx context.Context, draft []byte) bool {
	told, ok := record.ToldSoFar(draft)
	if !ok {
		return false
	}
	q.told = told
	if text, err := q.text(ctx); err != nil || string(text) != string(draft) {
		return false
	}
	q.app.say("Ctrl-C stops, and keeps what is typed.")
	q.show(told.At)
	return true
}

// ask goes through the questions that have no answer yet, from the one where a draft
// stopped, and then has somebody look at the answers.
func (q *concernForm) ask(ctx context.Context) {
	stopped := q.told.At
	for _, one := range concernQuestions {
		if one.field == stopped || q.start(one.field) == "" && stopped != review {
			q.question(ctx, one.field)
		}
	}
	for q.err == nil && !q.reviewed(ctx) {
	}
}

// question asks one question; where it does not end with an answer, the draft says so.
func (q *concernForm) question(ctx context.Context, field string) {
	if q.err != nil {
		return
	}
	switch field {
	case "about":
		q.line(field, "1  Who is it about? ")
	case seenOrHeard:
		q.seenOrHeard()
	case "occurred":
		q.when()
	case "where":
		q.line(field, "   And where? ")
	case "immediate_danger":
		q.danger()
	case "told":
		q.line(field, "5  Whom have you told, and when? (nobody is an answer) ")
	}
	if q.err == nil {
		q.err = ctx.Err()
	}
	if q.told.At = ""; q.err != nil {
		q.told.At = field
	}
}

// reviewed shows the answers, and is true once they are to be recorded. A number asks its
// question again, with the answer there to be changed.
func (q *concernForm) reviewed(ctx context.Context) bool {
	q.told.At = review
	q.show(review)
	said, err := q.app.Ask("Record this? [Y/n, or 1 to 5 to change] ")
	if q.err = err; err != nil {
		return false
	}
	switch strings.ToLower(said) {
	case "", "y", "yes":
		q.told.At = ""
		return true
	case "n", "no":
		q.err = errNotYet
	}
	number := ""
	for _, one := range concernQuestions {
		if one.number != "" {
			number = one.number
		}
		if number == said {
			q.question(ctx, one.field)
		}
	}
	return false
}

// show prints the answers up to a question.
func (q *concernForm) show(until string) {
	for _, one := range concernQuestions {
		answer := q.start(one.field)
		switch {
		case one.field == until:
			return
		case one.field == seenOrHeard:
			q.app.say("%-3s%s:", one.number, one.label)
			q.app.say("   > %s", strings.ReplaceAll(answer, "\n", "\n   > "))
		default:
			q.app.say("%-3s%s: %s", one.number, one.label, answer)
		}
	}
}

// start returns what stands in the answer to a question already. Unknown is no answer.
func (q *concernForm) start(field string) string {
	if field == seenOrHeard {
		return q.told.Words
	}
	return q.told.Given[field]
}

// line asks for one line; Enter alone is unknown.
func (q *concernForm) line(field, prompt string) {
	if answer, ok := q.answer(field, prompt, q.start(field)); ok && answer == "" {
		q.told.Given[field] = record.Unknown
	}
}

// answer asks once, and keeps what was typed; it is false where the questions have come
// to an end.
func (q *concernForm) answer(field, prompt, start string) (string, bool) {
	if start == record.Unknown {
		start = ""
	}
	answer, err := q.app.AskFrom(prompt, start)
	if q.err = err; answer == "" {
		delete(q.told.Given, field)
	} else {
		q.told.Given[field] = answer
	}
	return answer, err == nil
}

// seenOrHeard asks until there is something: without it there is no concern.
func (q *concernForm) seenOrHeard() {
	prompt := "2  What was seen or heard? In the exact words; an empty line ends it."
	for {
		q.told.Words, q.err = q.app.AskLines(prompt, "   > ", q.told.Words)
		if q.err != nil || q.told.Words != "" {
			return
		}
		prompt = "   A few words at least:"
	}
}

// unclear asks again for what take did not understand, and said so. Enter keeps the words
// as they are: a concern gets in with them, below As typed, and its field is unknown.
func (q *concernForm) unclear(field, prompt string, take func(typed string) bool) {
	start, words := q.start(field), ""
	for {
		typed, ok := q.answer(field, prompt, start)
		if typed == "" && words != "" {
			q.told.Given[field] = words
			return
		}
		if !ok {
			return
		}
		if take(typed) {
			return
		}
		q.app.say("   Or Enter alone, to keep these words as they are.")
		start, words, prompt = "", typed, "   > "
	}
}

func (q *concernForm) when() {
	prompt := "3  When? (Enter: today; or 14:30, yesterday 3pm, 5 March 2026 14:30) "
	q.unclear("occurred", prompt, func(typed string) bool {
		p := q.book.Policy()
		occurred, err := record.TypedTime(typed, q.book.Now().In(p.Zone()))
		if err != nil {
			q.app.say("   %s", noTime(typed, err))
			return false
		}
		q.told.Given["occurred"] = occurred
		return true
	})
}

// noTime says why what was typed is no time, and what to write.
func noTime(typed string, err error) string {
	var clock *record.ClockError
	if errors.As(err, &clock) {
		return strings.ToUpper(clock.Error()[:1]) + clock.Error()[1:] + ": " + clock.Hint() + "."
	}
	is := "could not be read as a time"
	if errors.Is(err, record.ErrToCome) {
		is = "is still to come"
	}
	return fmt.Sprintf("“%s” %s. Write 14:30, yesterday 3pm, 5 March 2026 14:30, or about 2026-03.",
		typed, is)
}

func (q *concernForm) danger() {
	const field = "immediate_danger"
	prompt := "4  Is a child in danger now? yes, no, or Enter where you do not know "
	q.unclear(field, prompt, func(typed string) bool {
		switch strings.ToLower(typed) {
		case "y", "yes":
			q.told.Given[field] = "yes"
			emergency(q.app, q.book)
		case "n", "no":
			q.told.Given[field] = "no"
		case "", "?", record.Unknown:
			q.told.Given[field] = record.Unknown
		default:
			q.app.say("   “%s” is neither yes nor no, and counts as unknown. Write yes or no.",
				typed)
			return false
		}
		return true
	})
}

// text returns the kind's template with the answers in it.
func (q *concernForm) text(ctx context.Context) ([]byte, error) {
	text, err := q.book.Template(ctx, record.KindConcern, q.told.Fields())
	if err != nil {
		return nil, err
	}
	me, err := q.book.Me()
	if err != nil {
		return nil, err
	}
	q.told.By = me.Name
	return q.told.Into(text), nil
}
