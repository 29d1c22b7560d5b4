package store

import (
	"errors"
	"fmt"
	"strings"
)

// Why a remote gave no answer. Neither says anything about the records there.
var (
	ErrNoneThere = errors.New("no repository is there")
	ErrUnreached = errors.New("the server can't be reached")
)

// unmet are the words of git, curl and ssh, in English as environment asks for, and what they
// mean. The first that fits counts.
var unmet = []struct {
	words string
	means error
}{
	{"does not appear to be a git repository", ErrNoneThere},
	{"' not found", ErrNoneThere}, // over HTTP
	{"Could not resolve host", ErrUnreached},
	{"Connection refused", ErrUnreached},
	{"Connection timed out", ErrUnreached},
	{"No route to host", ErrUnreached},
	{"Network is unreachable", ErrUnreached},
	{"Failed to connect to", ErrUnreached},
	{"Couldn't connect to server", ErrUnreached},
}

// unmetError is a talk with a remote that came to nothing, told in one short line.
type unmetError struct {
	means error
	git   *gitError
}

func (e *unmetError) Error() string {
	what, _, _ := strings.Cut(e.git.stderr, "fatal: Could not read from remote repository")
	return fmt.Sprintf("%v: %s", e.means, said(what))
}

// Unwrap gives what it means, and how git ended.
func (e *unmetError) Unwrap() []error { return []error{e.means, e.git} }

// notMet is why a remote gave no answer; nil where git failed in something else. What the
// remote says itself, its hooks among it, is none of git's words.
func notMet(failed *gitError) error {
	for line := range strings.Lines(failed.stderr) {
		if strings.HasPrefix(line, "remote:") {
			continue
		}
		for _, u := range unmet {
			if strings.Contains(line, u.words) {
				return &unmetError{u.means, failed}
			}
		}
	}
	return nil
}
