package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"casefile/internal/access"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// placesAtOnce is the number of places shown at a time.
const placesAtOnce = 10

// question is a question as it is shown to the user.
type question struct {
	step  access.Step
	open  disclose.Question
	item  access.Item
	shown int // number of places
}

// one asks about one name or one entry.
func (w *walk) one(ctx context.Context, s access.Step) (move, error) {
	q := &question{step: s, open: s.Questions[0], item: s.Items()[0]}
	w.introduce(q.open)
	w.morePlaces(q)
	for {
		said, err := w.app.Ask(w.prompt(q))
		if err != nil {
			return moveOn, err
		}
		word, rest, _ := strings.Cut(strings.ToLower(said), " ")
		do := chosen(word, q.item.Choices)
		switch {
		case do != "":
			return moveOn, w.decide(q.item, do, q.open)
		case word == "" && q.shown < len(w.page.placesOf(q.open)):
			w.morePlaces(q)
			continue
		case word == "":
			if d, ok := w.AsBefore(q.step); ok {
				w.Decide(d)
				return moveOn, nil
			}
		}
		if to, done, err := w.key(ctx, word, rest, s); done {
			return to, err
		}
	}
}

// introduce says what the question is about, and why it is asked.
func (w *walk) introduce(o disclose.Question) {
	w.tell(w.page.heading(o), "", "  ")
	for _, why := range w.page.reasons(o) {
		w.tell(why, "  ", "  ")
	}
	if d, ok := w.Told.Of(access.ItemOf(o).Decision); ok {
		w.tell("so far: "+access.InWords(d), "  ", "  ")
	}
	if w.Stale(o) {
		w.note("! it stands in other places than when it was answered")
	}
}

func (w *walk) tell(text, indent, more string) {
	for _, line := range w.page.wrapped(text, indent, more) {
		w.app.say("%s", line)
	}
}

// note says what a key does, or why it does nothing.
func (w *walk) note(format string, args ...any) {
	w.tell(fmt.Sprintf(format, args...), "  ", "  ")
}

// morePlaces shows the next places of a question, numbered.
func (w *walk) morePlaces(q *question) {
	places := w.page.placesOf(q.open)
	to := min(q.shown+placesAtOnce, len(places))
	for i, at := range places[q.shown:to] {
		number := fmt.Sprintf("%4d  ", q.shown+i+1)
		for _, line := range w.page.place(at) {
			w.tell(line, number, "      ")
			number = "      "
		}
	}
	q.shown = to
}

// prompt names the keys that answer a question, and what Enter does.
func (w *walk) prompt(q *question) string {
	enter := ""
	switch left := len(w.page.placesOf(q.open)) - q.shown; {
	case left > 0:
		enter = fmt.Sprintf("Enter: %d more of %d. ", min(left, placesAtOnce), left)
	default:
		if d, ok := w.AsBefore(q.step); ok {
			enter = fmt.Sprintf("Enter: %s as before. ", d.Do)
		}
	}
	var keys []string
	for _, do := range q.item.Choices {
		keys = append(keys, "["+do[:1]+"]"+do[1:])
	}
	return enter + strings.Join(keys, " ") + " " + otherKeys
}

// otherKeys are the keys that all questions have.
const otherKeys = "[s]how [n]ext [b]ack [q]uit [?] "

// chosen returns the choice that a key stands for, or "".
func chosen(word string, choices []string) string {
	for _, do := range choices {
		if word == do || word == do[:1] {
			return do
		}
	}
	return ""
}

// decide asks what else an answer needs, and notes it. A half-typed reason is kept with it.
func (w *walk) decide(item access.Item, do string, o disclose.Question) error {
	d := item.Decision
	d.Do = do
	var err error
	if do == disclose.DoRemove || do == disclose.DoWithhold {
		if d.Exemption, err = w.askExemption(d); err != nil {
			return err
		}
	}
	if d.Reason, err = w.askReason(d, o); d.Reason != "" {
		w.Decide(d)
	}
	return err
}

// askExemption asks for one of the policy's exemptions. Names have a usual one. For an entry the
// user must weigh them.
func (w *walk) askExemption(d disclose.Decision) (string, error) {
	list, usual := w.Exemptions(), w.exempt
	if d.Name != "" {
		usual = disclose.ThirdParty
	}
	if before, ok := w.Told.Of(d); ok && before.Exemption != "" {
		usual = before.Exemption
	}
	prompt := "By which exemption? "
	if slices.Contains(list, usual) {
		prompt += fmt.Sprintf("(Enter: %s) ", usual)
	} else {
		usual = ""
	}
	for i, e := range list {
		w.app.say("  %d  %s", i+1, e)
	}
	for {
		said, err := w.app.Ask(prompt)
		if err != nil {
			return "", err
		}
		if err := stopsOrBack(said); err != nil {
			return "", err
		}
		if n, numErr := strconv.Atoi(said); numErr == nil && n > 0 && n <= len(list) {
			said = list[n-1]
		} else if said == "" {
			said = usual
		}
		if slices.Contains(list, said) {
			if d.Entry != "" {
				w.exempt = said
			}
			return said, nil
		}
		w.note("Write a number, 1 to %d; b goes back to the question.", len(list))
	}
}

// These reasons are usual for a name.
const (
	forTheirWork = "named for what they did in their work"
	noPerson     = "it names no person"
)

// askReason asks for a reason. Enter takes the proposed one: the last for the same choice, or the
// usual one. With an error it returns what was typed.
func (w *walk) askReason(d disclose.Decision, o disclose.Question) (string, error) {
	usual := w.Told.ReasonBefore(d, forTheirWork, noPerson)
	if d.Do == disclose.DoKeep && o.Propose == disclose.DoKeep {
		usual = forTheirWork
	}
	if before, ok := w.Told.Of(d); ok && before.Do == d.Do {
		return w.reason("Why? ", before.Reason, w.halfTyped(before.Reason))
	}
	return w.reason("Why? ", usual, "")
}

// halfTyped returns a reason that may be unfinished, as the start of the answer. Any other reason
// is proposed as a whole.
func (w *walk) halfTyped(reason string) string {
	if w.half == "" || w.half != w.Told.At {
		return ""
	}
	return reason
}

func (w *walk) reason(prompt, usual, start string) (string, error) {
	if usual != "" && start == "" {
		prompt += fmt.Sprintf("(Enter: %s) ", usual)
	}
	for {
		said, err := w.app.AskFrom(prompt, start)
		if err != nil {
			return said, err
		}
		if err := stopsOrBack(said); err != nil {
			return "", err
		}
		if said == "" && start == "" {
			said = usual
		}
		if said != "" && !isKey(said) {
			return record.OneLine(said), nil
		}
		w.note("A few words at least: they are recorded with the decision. b goes back, q stops.")
	}
}

// isKey reports whether the typed words mean a key, and not a reason. A mistaken reason would be
// recorded for good.
func isKey(said string) bool {
	return utf8.RuneCountInString(said) < 2 ||
		slices.Contains([]string{"keep", "remove", "withhold", "answer", "show", "next"},
			strings.ToLower(said))
}

// stopsOrBack handles the keys that leave a question, also where a text is asked for.
func stopsOrBack(said string) error {
	switch strings.ToLower(said) {
	case "b", "back":
		return errBack
	case "q", "quit":
		return errNotYet
	}
	return nil
}

// key handles the keys that all questions have. done is false if the question is still open.
func (w *walk) key(ctx context.Context, word, rest string, s access.Step) (move, bool, error) {
	switch word {
	case "s", "show":
		return moveOn, false, w.showOf(ctx, s, rest)
	case "n", "next":
		w.Leave(s)
		return moveOn, true, nil
	case "b", "back":
		return moveBack, true, nil
	case "q", "quit":
		return moveOn, true, errNotYet
	case "?", "help":
		w.help(s)
	default:
		w.note("One letter and Enter, as shown; ? is help.")
	}
	return moveOn, false, nil
}

// help says what the keys do.
func (w *walk) help(s access.Step) {
	var lines []string
	switch s.Kind {
	case access.AskAgency:
		lines = []string{"k  all of them stay in the copy", "e  one by one"}
	case access.AskNames:
		lines = []string{"1 3 5-7  these are people, and are asked about one by one", "0  none is"}
	default:
		for _, do := range s.Items()[0].Choices {
			lines = append(lines, do[:1]+"  "+map[string]string{
				disclose.DoAnswer: "it is answered: a copy is made, and a manager stands behind " +
					"that",
				disclose.DoKeep:     "it stays in the copy",
				disclose.DoRemove:   "it goes, wherever and however it is written",
				disclose.DoWithhold: "the whole entry stays out, in all its versions"}[do])
		}
	}
	if s.Kind == access.AskRequest {
		lines = append(lines, "   to decline it: "+w.Decline())
	}
	lines = append(lines, "s  shows the whole entry; s 3 that of the third place",
		"n  leaves the question open", "b  goes back to the question before",
		"q  stops: what is answered is kept as a draft, and the walk goes on there")
	for _, line := range lines {
		w.tell(line, "  ", "     ")
	}
}

// showOf shows the entry of a question, or of one of its places.
func (w *walk) showOf(ctx context.Context, s access.Step, number string) error {
	places := w.page.placesOf(s.Questions[0])
	if number == "" && len(places) > 1 && s.Questions[0].Name != "" {
		var err error
		number, err = w.app.Ask(fmt.Sprintf("Of which place? 1 to %d: ", len(places)))
		if err != nil {
			return err
		}
	}
	ref := s.Questions[0].Entry
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n <= len(places) {
		ref = places[n-1].Entry
	} else if s.Questions[0].Name != "" && len(places) > 0 {
		ref = places[0].Entry
	}
	_, it := w.c.Version(ref.Entry)
	if t := w.c.EndorsedBy(ref); it == nil && t != nil {
		it = t.Item // a manager's words are shown with the entry that they are about
	}
	if it == nil {
		w.note("%s can't be shown.", ref)
		return nil
	}
	return showText(ctx, w.app, w.book, w.c, []*cases.Item{it})
}
