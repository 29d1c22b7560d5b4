package cli

import (
	"os"

	"casefile/internal/term"
)

// endingFile is a plain file that may be large. Reading it ends when the user ends the run.
type endingFile struct {
	*os.File
	ended <-chan struct{}
}

// Read reads from the file until the user ends the run.
func (f endingFile) Read(p []byte) (int, error) {
	select {
	case <-f.ended:
		return 0, term.ErrInterrupted
	default:
		return f.File.Read(p)
	}
}
