package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casefile/internal/access"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// reviewed shows all decisions and asks whether to record them. On a yes it returns -1. If the user
// types a number, it returns the step to ask again.
func (w *walk) reviewed(ctx context.Context) (int, error) {
	w.Told.At = theEnd
	for {
		if len(w.Told.Answers) == 0 {
			w.app.say("\nNothing is decided.")
			return -1, errNotYet
		}
		w.listDecided()
		if w.Told.Rationale == "" {
			if err := w.askRationale(); err != nil {
				return w.lastStep(err)
			}
		}
		said, err := w.app.Ask("Record this? [Y/n, or a number to change] ")
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return -1, err
		}
		switch said = strings.ToLower(said); said {
		case "", "y", "yes":
			return -1, nil
		case "n", "no", "q":
			return -1, errNotYet
		case "b", "back":
			return w.lastStep(errBack)
		}
		if n, err := strconv.Atoi(said); err == nil && n > 0 && n <= len(w.Told.Answers)+1 {
			if at, err := w.change(n - 1); at >= 0 || err != nil && !errors.Is(err, errBack) {
				return at, err
			}
		}
	}
}

// lastStep turns a step back from the end into the last step. It returns any other error.
func (w *walk) lastStep(err error) (int, error) {
	if errors.Is(err, errBack) && len(w.Steps()) > 0 {
		return len(w.Steps()) - 1, nil
	}
	return -1, err
}

func (w *walk) listDecided() {
	w.app.say("\nDecided:")
	for i, d := range w.Told.Answers {
		w.tell(w.decidedWords(d), fmt.Sprintf("%4d  ", i+1), "      ")
	}
	if w.Told.Rationale != "" {
		w.tell("on the whole: "+w.Told.Rationale,
			fmt.Sprintf("%4d  ", len(w.Told.Answers)+1), "      ")
	}
	if left := w.Unanswered(); left > 0 {
		w.tell(record.Plural(left, "question is left open, and is asked again",
			"questions are left open, and are asked again"), "  ", "  ")
	}
}

// decidedWords describes a decision in one line.
func (w *walk) decidedWords(d disclose.Decision) string {
	what := "“" + d.Name + "”"
	switch {
	case d.Entry != "":
		what = w.page.entry(record.Ref{Case: w.c.ID, Entry: d.Entry})
	case d.Name == "":
		what = "what marks and rules leave out"
	}
	return what + ": " + access.InWords(d)
}

const onTheWhole = "Why, on the whole? "

func (w *walk) askRationale() error {
	reason, err := w.reason(onTheWhole, "weighed one by one; the reasons stand with each", "")
	w.Told.Rationale = reason
	return err
}

// change returns the step of an answer. It returns -1 if that step no longer exists, or if the
// answer was about the whole.
func (w *walk) change(i int) (int, error) {
	if i == len(w.Told.Answers) {
		reason, err := w.reason(onTheWhole, "", w.Told.Rationale)
		if reason != "" {
			w.Told.Rationale = reason
		}
		return -1, err
	}
	d := w.Told.Answers[i]
	if at := w.StepOf(d); at >= 0 {
		return at, nil
	}
	yes, err := w.app.Confirm("That is no longer asked. Leave it out?")
	if yes {
		w.Forget(d)
	}
	return -1, err
}
