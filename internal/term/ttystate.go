package term

import (
	"io"

	"golang.org/x/term"
)

// leaveScreen resets what a full-screen editor sets on a terminal: the other screen, a hidden
// cursor, keys and colours of its own, reports of pasting and of the mouse.
const leaveScreen = "\x1b[?1049l\x1b[?25h\x1b[?1l\x1b>\x1b[0m" +
	"\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\r\n"

// keepTerminal remembers the terminal's settings, and returns a function that restores them after
// an editor that left others: a killed editor leaves the terminal without echo.
func (s Streams) keepTerminal(dumb bool) (putRight func()) {
	c, err := s.console()
	if err != nil || c.tty == nil {
		return func() {}
	}
	fd := int(c.tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		c.close()
		return func() {}
	}
	return func() {
		defer c.close()
		now, err := term.GetState(fd)
		if err != nil || *now == *before {
			return
		}
		term.Restore(fd, before)
		if !dumb {
			io.WriteString(c.tty, leaveScreen)
		}
	}
}
