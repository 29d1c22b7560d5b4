package cli

import (
	"os"

	"casefile/internal/term"
)

// endingFile is a plain file that may be large: reading it ends with the run.
type endingFile struct {
	*os.File
	ended <-chan struct{}
}

// Read returns that of the file until the person ends the run.
func (f endingFile) Read(p []byte) (int, error) {
	select {
	case <-f.ended:
		return 0, term.ErrInterrupted
	default:
		return f.File.Read(p)
	}
}
