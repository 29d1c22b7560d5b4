package term

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// question is a question that a person answers with a line that they can edit.
type question struct {
	prompt  string
	each    string         // begins every line of an answer of several lines; "" asks for one line
	start   string         // the answer to begin with
	history *answerHistory // of answers, which Up brings back; nil for none
}

// answerHistory holds the answers of this run. They are kept nowhere else.
type answerHistory struct{ answers []string }

func (p *answerHistory) add(answer string) {
	if p == nil || answer == "" {
		return
	}
	p.answers = slices.DeleteFunc(p.answers, func(a string) bool { return a == answer })
	p.answers = append(p.answers, answer)
}

// answerLine is a question while a person answers it.
type answerLine struct {
	question
	typedLine
	keys   decoder
	screen *screen // nil without a terminal
	back   int     // how many answers Up went back
	typed  string  // before Up was pressed
}

// answer asks a question. With an error it returns what was typed before, so that nothing is lost.
// Ctrl-C, a signal and a lost terminal are ErrInterrupted.
func (c *console) answer(q question) (string, error) {
	signals, stop := c.signals()
	defer stop()
	restore, err := c.raw()
	if err != nil {
		return "", err
	}
	defer restore()
	a := &answerLine{question: q, typedLine: newTyped(q.start)}
	c.announce(&a.question)
	if c.tty != nil {
		a.screen = c.screen()
		a.screen.begin()
		defer a.screen.end()
		a.show()
	}
	if err = a.read(c, signals); err != nil {
		c.discard()
	}
	a.at = len(a.parts)
	a.show()
	text := a.text()
	if err == nil {
		q.history.add(text)
	}
	return text, err
}

// announce prints the lines above the typed line. If messages don't go to the terminal, it prints
// the whole question there too.
func (c *console) announce(q *question) {
	if q.each != "" {
		q.prompt += "\n"
	}
	above := strings.LastIndexByte(q.prompt, '\n') + 1
	if c.tty == nil || c.display != c.out {
		fmt.Fprint(c.out, q.prompt+q.each)
	}
	if c.tty != nil {
		fmt.Fprint(c.display, strings.ReplaceAll(q.prompt[:above], "\n", "\r\n"))
	}
	q.prompt = q.prompt[above:]
}

// read takes keys until one ends the answer.
func (a *answerLine) read(c *console, signals <-chan os.Signal) error {
	for {
		select {
		case <-signals:
			return ErrInterrupted
		case one := <-c.next():
			if one.err != nil {
				return a.ended(c, one.err)
			}
			if done, err := a.feed(one.b); done || err != nil {
				return err
			}
			if more, known := c.waits(); !more && (known || !a.keys.pasting) {
				a.show()
			}
		}
	}
}

// ended returns the meaning of the input's end: the terminal is lost, or the file was read.
func (a *answerLine) ended(c *console, err error) error {
	switch {
	case c.tty != nil:
		return ErrInterrupted
	case errors.Is(err, io.EOF) && len(a.parts) > 0:
		return nil
	}
	return fmt.Errorf("%w: %w", ErrNoTerminal, err)
}

// feed takes one byte. done says that the answer is complete.
func (a *answerLine) feed(b byte) (done bool, err error) {
	for _, k := range a.keys.feed(b) {
		if done, err = a.press(k); done || err != nil {
			return done, err
		}
		if a.screen == nil || a.screen.dumb {
			a.at = len(a.parts) // without a visible cursor it stays at the end
		}
	}
	return false, nil
}

func (a *answerLine) press(k key) (done bool, err error) {
	switch k {
	case keyEnter:
		return a.enter(), nil
	case keyStop:
		return false, ErrInterrupted
	case keyLeave:
		if a.begin() == a.end() && a.at == len(a.parts) {
			return false, ErrInterrupted
		}
		a.edit(keyDelete)
	case keyUp, keyDown:
		a.upOrDown(k)
	case keyRedraw:
		if a.screen != nil {
			a.screen.renew()
		}
	default:
		a.edit(k)
	}
	return false, nil
}

// enter ends an answer of one line; an answer of several lines ends on an empty line at its end. In
// a paste it ends neither: pasted lines stay together, joined by a blank in an answer of one line.
func (a *answerLine) enter() (done bool) {
	many := a.each != ""
	empty := a.at == len(a.parts) && strings.TrimSpace(strings.Join(a.parts[a.begin():], "")) == ""
	switch {
	case a.keys.pasting && !many:
		if a.at > 0 && a.parts[a.at-1] != " " {
			a.insert(' ')
		}
	case !a.keys.pasting && (!many || empty):
		return true
	default:
		a.insert('\n')
	}
	return false
}

// upOrDown moves a row up or down in a text of several lines. In other answers, and in an empty
// text, it moves through earlier answers.
func (a *answerLine) upOrDown(k key) {
	by := map[key]int{keyUp: 1, keyDown: -1}[k]
	switch {
	case a.each == "" || len(a.parts) == 0 || a.back > 0:
		a.remember(a.back + by)
	case a.screen != nil && !a.screen.dumb:
		p := layout(a.prompt, a.each, a.typedLine, a.screen.limit())
		a.at = p.beside(a.at, -by)
	}
}

// remember shows the answer so many steps back; 0 is the typed one.
func (a *answerLine) remember(back int) {
	if a.history == nil || back < 0 || back > len(a.history.answers) || back == a.back {
		return
	}
	if a.back == 0 {
		a.typed = a.String()
	}
	a.back = back
	text := a.typed
	if back > 0 {
		text = a.history.answers[len(a.history.answers)-back]
	}
	if a.each == "" {
		text = strings.Join(strings.Fields(text), " ")
	}
	a.typedLine = newTyped(text)
}

func (a *answerLine) show() {
	if a.screen != nil {
		a.screen.show(a.prompt, a.each, a.typedLine)
	}
}

// text returns the answer. A line has no blanks at its ends. Lines have none at the end of each,
// and no empty lines above and below.
func (a *answerLine) text() string {
	if a.each == "" {
		return strings.TrimSpace(a.String())
	}
	lines := strings.Split(a.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
