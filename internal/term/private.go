package term

import (
	"fmt"
	"os"
)

// privateDir makes a folder that only this person can enter, in memory where
// the machine has a place for that, and else with a warning.
func (s Streams) privateDir(getenv func(string) string) (string, error) {
	for _, parent := range []string{getenv("XDG_RUNTIME_DIR"), "/dev/shm"} {
		if parent == "" || !inMemory(parent) {
			continue
		}
		// MkdirTemp makes it with mode 0700.
		if dir, err := os.MkdirTemp(parent, "casefile-"); err == nil {
			return dir, nil
		}
	}
	fmt.Fprintln(s.Err, "casefile: warning: no folder in memory; the text lies readable on the disk while you edit")
	return os.MkdirTemp("", "casefile-")
}
