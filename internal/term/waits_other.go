//go:build !unix

package term

// waits can't tell on this system: a paste is shown at its end.
func (c *console) waits() (more, known bool) { return false, c.tty == nil }
