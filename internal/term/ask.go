package term

import "strings"

// Ask returns the line that the person typed, without spaces at its ends. With an error it returns
// what was typed before.
func (s Streams) Ask(prompt string) (string, error) { return s.AskFrom(prompt, "") }

// AskFrom asks with a given answer, which the person can edit.
func (s Streams) AskFrom(prompt, start string) (string, error) {
	return s.put(question{prompt: prompt, start: start, history: s.history})
}

// AskLines asks for a text of several lines, which an empty line ends. each begins every line. A
// paste does not end the text. With an error it returns what was typed before.
func (s Streams) AskLines(prompt, each, start string) (string, error) {
	return s.put(question{prompt: prompt, each: each, start: start, history: s.history})
}

// Confirm asks a question. Only y and yes mean yes.
func (s Streams) Confirm(prompt string) (bool, error) {
	answer, err := s.put(question{prompt: prompt + " [y/N] "})
	switch strings.ToLower(answer) {
	case "y", "yes":
		return err == nil, err
	}
	return false, err
}

func (s Streams) put(q question) (string, error) {
	c, err := s.console()
	if err != nil {
		return "", err
	}
	defer c.close()
	return c.answer(q)
}
