package term

import (
	"fmt"
	"os"
	"os/exec"
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

// guard starts a small process that removes the folder once our end of its
// pipe closes, so that even a killed program leaves no text behind. Where it
// cannot start, the folder is still removed in every ordinary end.
func guard(dir string) (done func()) {
	cmd := exec.Command("sh", "-c", `trap "" INT TERM HUP QUIT; read -r line; rm -rf -- "$1"`, "casefile-guard", dir)
	cmd.Dir = "/"
	detach(cmd)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return func() {}
	}
	if err := cmd.Start(); err != nil {
		return func() {}
	}
	return func() {
		pipe.Close()
		cmd.Wait()
	}
}
