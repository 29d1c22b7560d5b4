package term

import (
	"fmt"
	"os"
)

// privateDir makes a folder that only this person can enter, in memory if the machine has a place
// for that; otherwise with a warning. A place is skipped if it is so full that lay fails there.
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

// layIn makes the folder, and removes it again if lay fails.
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
