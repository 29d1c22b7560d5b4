package term

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// Program returns the absolute path by which this program was called, so that a link keeps its
// meaning when it is moved to a newer program.
func Program() (string, error) {
	found, err := exec.LookPath(os.Args[0])
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return "", err
	}
	return filepath.Abs(found)
}
