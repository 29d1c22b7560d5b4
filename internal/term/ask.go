package term

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// LongLine is from how many bytes on a terminal loses what is typed into one
// line: in its own line editing, Linux keeps 4,095 and the Enter (termios(3)).
const LongLine = 4095

// AskLines asks for a text of several lines, which an empty line or Ctrl-D
// ends. With an error it gives the lines that were typed before, so that the
// caller can keep them.
func (s Streams) AskLines(prompt, each string) (string, error) {
	c, err := s.console()
	if err != nil {
		return "", err
	}
	defer c.close()
	fmt.Fprintln(c.out, prompt)
	var lines []string
	for {
		line, err := c.ask(each, false)
		text := strings.TrimRight(string(line), " \t\r")
		switch {
		case errors.Is(err, io.EOF) && len(lines) > 0:
			fmt.Fprintln(c.out)
			return strings.Join(lines, "\n"), nil
		case err != nil || text == "":
			return strings.Join(lines, "\n"), err
		}
		lines = append(lines, text)
	}
}
