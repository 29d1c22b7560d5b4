package term

import (
	"fmt"
	"os"
)

// privateDir makes a folder that only this person can enter, in memory where the machine has
// a place for that, and else with a warning. A place that is full, so that lay can't put
// into it what belongs there, is none.
func (s Streams) privateDir(getenv func(string) string, lay func(dir string) error) error {
	for _, parent := range []string{getenv("XDG_RUNTIME_DIR"), "/dev/shm"} {
		if parent == "" || !inMemory(parent) {
			continue
		}
		if layIn(parent, lay) == nil {
			return nil
		}
	}
	fmt.Fprintln(s.Err, "casefile: warning: no folder in memory; the text lies readable on the "+
		"disk while you edit")
	return layIn("", lay)
}

// layIn makes the folder, and takes it away again where it can't be filled.
func layIn(parent string, lay func(dir string) error) error {
	dir, err := os.MkdirTemp(parent, "casefile-") // with mode 0700
	if err != nil {
		return err
	}
	if err = lay(dir); err != nil {
		os.RemoveAll(dir)
	}
	return err
}
