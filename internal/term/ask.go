package term

import "strings"

// Ask returns the line that the person typed, without spaces at its ends. With an error it gives
// what was typed before it.
func (s Streams) Ask(prompt string) (string, error) { return s.AskFrom(prompt, "") }

// AskFrom asks with an answer that is there already, to be edited.
func (s Streams) AskFrom(prompt, start string) (string, error) {
	return s.put(question{prompt: prompt, start: start, history: s.history})
}

// AskLines asks for a text of several lines, which an empty line ends, and begins each with
// each. A paste does not end it. With an error it gives what was typed before it.
func (s Streams) AskLines(prompt, each, start string) (string, error) {
	return s.put(question{prompt: prompt, each: each, start: start, history: s.history})
}

// Confirm asks a question to which only y and yes are a yes.
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
