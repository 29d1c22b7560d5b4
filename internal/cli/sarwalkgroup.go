package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/access"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// agency asks one question about all people of an agency who are named for their work.
func (w *walk) agency(ctx context.Context, s access.Step) (move, error) {
	w.tell(fmt.Sprintf("%s (%d): usually kept, named for their work",
		orNoAgency(s.Agency), len(s.Questions)), "", "  ")
	w.list(s, 0, len(s.Questions))
	before, prompt := w.AllAsBefore(s), "[k]eep all [e] one by one "+otherKeys
	if len(before) > 0 {
		prompt = "Enter: as before. " + prompt
	}
	for {
		said, err := w.app.Ask(prompt)
		if err != nil {
			return moveOn, err
		}
		word, rest, _ := strings.Cut(strings.ToLower(said), " ")
		switch word {
		case "":
			for _, d := range before {
				w.Decide(d)
			}
			if len(before) > 0 {
				return moveOn, nil
			}
		case "k", "keep":
			return moveOn, w.keepAll(s.Questions, forTheirWork)
		case "e":
			w.Apart(namesOf(s.Questions)...)
			return moveSplit, nil
		}
		if to, done, err := w.groupKey(ctx, word, rest, s); done {
			return to, err
		}
	}
}

func orNoAgency(agency string) string {
	if agency == "" {
		return "In the team, or named in a role"
	}
	return agency
}

// list shows some names of a step, each with how often and where it stands.
func (w *walk) list(s access.Step, from, to int) {
	for i, o := range s.Questions[from:to] {
		words := "“" + o.Name + "”"
		if o.Role != "" {
			words += ", " + o.Role
		}
		words += ": " + record.Counted(len(o.Passages), "place")
		w.tell(words, fmt.Sprintf("%4d  ", from+i+1), "      ")
		if s.Kind == access.AskNames && len(o.Passages) > 0 {
			w.tell(strings.Join(w.page.place(o.Passages[0]), ": "), "      ", "      ")
		}
		if o.Earlier != "" {
			w.tell(o.Earlier, "      ", "      ")
		}
		if d, ok := w.Told.Of(access.ItemOf(o).Decision); ok {
			w.tell("so far: "+access.InWords(d), "      ", "      ")
		}
	}
}

func namesOf(open []disclose.Question) []string {
	var out []string
	for _, o := range open {
		out = append(out, o.Name)
	}
	return out
}

// keepAll keeps names with one reason.
func (w *walk) keepAll(open []disclose.Question, usual string) error {
	if len(open) == 0 {
		return nil
	}
	reason, err := w.reason("Why? ", usual, "")
	if err != nil {
		return err
	}
	for _, o := range open {
		w.Decide(disclose.Decision{Name: o.Name, Do: disclose.DoKeep, Reason: reason})
	}
	return nil
}

// groupKey does what key does in a step of several names: s 2 shows all places of the second.
func (w *walk) groupKey(ctx context.Context, word, rest string, s access.Step) (move, bool, error) {
	n, err := strconv.Atoi(rest)
	if word != "s" && word != "show" {
		return w.key(ctx, word, rest, s)
	}
	if err != nil || n < 1 || n > len(s.Questions) {
		w.note("s and a number, 1 to %d, shows all places of that name.", len(s.Questions))
		return moveOn, false, nil
	}
	q := &question{open: s.Questions[n-1]}
	w.introduce(q.open)
	for q.shown < len(q.open.Passages) {
		if q.shown > 0 {
			said, err := w.app.Ask(fmt.Sprintf("Enter: more of %d. n: enough. ",
				len(q.open.Passages)-q.shown))
			if err != nil || said != "" {
				return moveOn, err != nil, err
			}
		}
		w.morePlaces(q)
	}
	return moveOn, false, nil
}

// names asks which unknown names are people's. A later step asks about each of these, and all
// others are kept.
func (w *walk) names(ctx context.Context, s access.Step) (move, error) {
	w.tell(fmt.Sprintf("%d names that nobody of the record has. Which are people? The others "+
		"are kept: places, teams and the like.", len(s.Questions)), "", "  ")
	shown := 0
	for {
		if to := min(shown+placesAtOnce, len(s.Questions)); shown < to {
			w.list(s, shown, to)
			shown = to
		}
		prompt := "Which are people? (1 3 5-7, or 0 for none) " + otherKeys
		if left := len(s.Questions) - shown; left > 0 {
			prompt = fmt.Sprintf("Enter: %d more of %d. "+otherKeys, min(left, placesAtOnce), left)
		}
		said, err := w.app.Ask(prompt)
		if err != nil {
			return moveOn, err
		}
		word, rest, _ := strings.Cut(strings.ToLower(said), " ")
		if people, ok := numbered(said, len(s.Questions)); ok && shown == len(s.Questions) {
			return w.people(s, people)
		} else if word == "" && shown < len(s.Questions) {
			continue
		} else if word != "" && word[0] >= '0' && word[0] <= '9' {
			w.note("Numbers from 1 to %d once all are shown, or 0.", len(s.Questions))
			continue
		}
		if to, done, err := w.groupKey(ctx, word, rest, s); done {
			return to, err
		}
	}
}

// people keeps all names of a step except those of people. Each of these gets its own question.
func (w *walk) people(s access.Step, numbers []int) (move, error) {
	var people []string
	var others []disclose.Question
	for i, o := range s.Questions {
		if slices.Contains(numbers, i+1) {
			people = append(people, o.Name)
		} else {
			others = append(others, o)
		}
	}
	if err := w.keepAll(others, noPerson); err != nil {
		return moveOn, err
	}
	w.Apart(people...)
	return moveSplit, nil
}

// numbered parses numbers up to most, as 1 3 5-7 or 1, 3. 0 alone means none. It returns false for
// anything else.
func numbered(said string, most int) ([]int, bool) {
	var out []int
	fields := strings.FieldsFunc(said, func(r rune) bool { return r == ' ' || r == ',' })
	for _, f := range fields {
		first, last, ranged := strings.Cut(f, "-")
		from, err := strconv.Atoi(first)
		to := from
		if ranged && err == nil {
			to, err = strconv.Atoi(last)
		}
		if err != nil || from < 1 && len(fields) > 1 || from < 0 || to > most || to < from {
			return nil, false
		}
		for n := from; n <= to && n > 0; n++ {
			out = append(out, n)
		}
	}
	return out, len(fields) > 0
}

// exemption asks why text that marks and rules leave out by an exemption may stay out.
func (w *walk) exemption(s access.Step) (move, error) {
	w.tell(fmt.Sprintf("What marks and rules leave out by %s, wherever it stands. A decision "+
		"names each exemption that is used.", s.Exemption), "", "  ")
	out := s.LeftOutWords()
	for _, words := range out[:min(len(out), placesAtOnce)] {
		w.tell(words, "      ", "      ")
	}
	if more := len(out) - placesAtOnce; more > 0 {
		w.tell("and "+record.Plural(more, "more line of the log", "more lines of the log"),
			"      ", "      ")
	}
	d := s.Items()[0].Decision
	d.Do = disclose.DoRemove
	start := ""
	if before, ok := w.Told.Of(d); ok {
		d.Reason, start = before.Reason, w.halfTyped(before.Reason)
	}
	return w.whyOut(s, d, start)
}

// whyOut asks only for the reason of an exemption.
func (w *walk) whyOut(s access.Step, d disclose.Decision, start string) (move, error) {
	usual := cmp.Or(d.Reason, "as the record marks it")
	prompt := "Why? "
	if start == "" {
		prompt = fmt.Sprintf("Why? (Enter: %s) [n]ext [b]ack [q]uit ", usual)
	}
	for {
		said, err := w.app.AskFrom(prompt, start)
		if err != nil {
			if !isKey(said) {
				d.Reason = record.OneLine(said)
				w.Decide(d)
			}
			return moveOn, err
		}
		switch word := strings.ToLower(said); {
		case word == "n" || word == "next":
			w.Leave(s)
			return moveOn, nil
		case word == "b" || word == "back":
			return moveBack, nil
		case word == "q" || word == "quit":
			return moveOn, errNotYet
		case word == "":
			d.Reason = usual
		case isKey(said):
			w.note("A few words at least, or Enter.")
			continue
		default:
			d.Reason = record.OneLine(said)
		}
		w.Decide(d)
		return moveOn, nil
	}
}
