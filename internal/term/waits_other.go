//go:build !unix

package term

// waits can't be known here: what is pasted is shown at its end.
func (c *console) waits() (more, known bool) { return false, c.tty == nil }
