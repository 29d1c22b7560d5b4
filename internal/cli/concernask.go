package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// concernForm asks the five questions of a concern and holds the answers so far. The first error,
// mostly Ctrl-C, ends it. The answers so far are kept.
type concernForm struct {
	app  *App
	book *casebook.Book
	told record.ToldConcern
	err  error
}

// concernQuestions are the fields of a concern in the order in which people tell them, with the
// labels of the review. A field without a number belongs to the question above.
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
	review      = "the end" // all is answered, and not yet recorded
)

// askConcern asks what a concern must say and returns the entry. With an error it returns what was
// typed so far, or nil. A draft of the questions goes on where it stopped. For any other draft,
// asked is false.
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
		release() // in all other cases the answers are kept first
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

// resume takes up a draft and shows its answers. It returns false for a text with more than
// answers: that was changed in an editor.
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

// ask asks the questions without an answer, from the one where a draft stopped, and then shows all
// answers for review.
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

// question asks one question. If it ends without an answer, the draft notes the question.
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

// reviewed shows the answers, and returns true once they may be recorded. If the user types a
// number, it asks that question again, with the answer there to edit.
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

// start returns the answer that a question begins with. The answer unknown counts as none.
func (q *concernForm) start(field string) string {
	if field == seenOrHeard {
		return q.told.Words
	}
	return q.told.Given[field]
}

// line asks for one line. Enter alone means unknown.
func (q *concernForm) line(field, prompt string) {
	if answer, ok := q.answer(field, prompt, q.start(field)); ok && answer == "" {
		q.told.Given[field] = record.Unknown
	}
}

// answer asks once and keeps the answer. It returns false if the questions have ended.
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

// seenOrHeard asks until there is an answer. A concern without one does not exist.
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

// unclear asks again while take does not understand the answer; take says why. Enter keeps the
// words: the concern has them below As typed, and its field is unknown.
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

// noTime says why the typed words are no time, and how to write one.
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

// text returns the kind's template with the answers filled in.
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
