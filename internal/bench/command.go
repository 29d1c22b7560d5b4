package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// spent is the time and memory that one run of a command took.
type spent struct {
	wall time.Duration
	cpu  time.Duration // of the processor, by it and by those that it waited for
	kib  int64         // the most memory that it held itself; 0 where nobody looked
}

// errNotThere says that the program has no such command, or not with these words, yet.
var errNotThere = errors.New("not there yet")

// findingCodes returns the exit codes of a command of ours that did what was asked: something was
// found, or is due.
func findingCodes() []int { return []int{20, 25} }

// command makes a command of a line of words. Variables of the environment are filled in,
// and a word that begins with < names the file that is its standard input.
func command(line string) (cmd *exec.Cmd, end func(), err error) {
	var words []string
	var in *os.File
	for _, word := range strings.Fields(os.ExpandEnv(line)) {
		file, reads := strings.CutPrefix(word, "<")
		if !reads {
			words = append(words, word)
		} else if in, err = os.Open(file); err != nil {
			return nil, nil, err
		}
	}
	cmd = exec.Command(words[0], words[1:]...)
	if in != nil {
		cmd.Stdin = in
	}
	return cmd, func() { in.Close() }, nil
}

// run is a command to be measured.
type run struct {
	line, person string // person: the folder of the person who runs it
	look         bool   // at its memory, which takes some of the processor: such times don't count
	first        bool   // the clock stops at the first that it prints
}

// once runs a whole process.
func once(r run) (spent, error) {
	cmd, end, err := command(r.line)
	if err != nil {
		return spent{}, err
	}
	defer end()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if r.person != "" {
		cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+os.ExpandEnv(r.person))
	}
	answer := &firstWrite{}
	if r.first {
		cmd.Stdout = answer
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return spent{}, err
	}
	kib := int64(0)
	if r.look {
		kib, err = watched(cmd)
	} else {
		err = cmd.Wait()
	}
	took, state := time.Since(begin), cmd.ProcessState
	if !answer.at.IsZero() {
		took = answer.at.Sub(begin)
	}
	s := spent{wall: took, cpu: state.UserTime() + state.SystemTime(), kib: kib}
	return s, failure(r.line, err, stderr.String())
}

// firstWrite knows when the first was written to it.
type firstWrite struct{ at time.Time }

func (w *firstWrite) Write(p []byte) (int, error) {
	if w.at.IsZero() {
		w.at = time.Now()
	}
	return len(p), nil
}

// failure says what a command ended with, unless it did what was asked.
func failure(line string, err error, stderr string) error {
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil || ended && slices.Contains(findingCodes(), exit.ExitCode()):
		return nil
	case strings.Contains(stderr, "there is no command"), strings.Contains(stderr, "unknown flag"):
		return errNotThere
	}
	first, _, _ := strings.Cut(stderr, "\n")
	return fmt.Errorf("%s: %w: %s", line, err, first)
}
