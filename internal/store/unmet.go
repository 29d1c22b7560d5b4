package store

import (
	"errors"
	"fmt"
	"strings"
)

// Why a remote gave no answer, or no useful one. Damage at a remote is in the copies there.
var (
	ErrNoneThere    = errors.New("no repository is there")
	ErrUnreached    = errors.New("the server can't be reached")
	ErrDamagedThere = errors.New("the server is damaged")
)

// unmet are messages of git, curl and ssh, in English as environment asks for it, and their
// meanings. The first that fits counts.
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

// damages are messages of the other side's git about its own objects and refs: the beginning of a
// line, and a later part of it.
var damages = []struct{ begins, says string }{
	{"fatal: loose object ", " is corrupt"},
	{"fatal: packed object ", " is corrupt"},
	{"error: object file ", " is empty"},
	{"error: corrupt loose object ", ""},
	{"fatal: bad object ", ""},
	{"fatal: bad tree object ", ""},
	{"fatal: unable to read ", ""},
	{"fatal: missing ", " object "},
	{"fatal: object of unexpected type", ""},
	{"aborting due to possible repository corruption on the remote side", ""},
}

// damagedThere returns the line in which the other side says that it is damaged; "" for none. A
// fetch says itself that a ref there is no commit.
func damagedThere(stderr string) string {
	for line := range strings.Lines(stderr) {
		words, remote := strings.CutPrefix(strings.TrimSpace(line), "remote: ")
		if !remote {
			if strings.Contains(line, "upload-pack: not our ref "+strings.Repeat("0", 40)) {
				return "a ref there names no commit"
			}
			continue
		}
		for _, d := range damages {
			if strings.HasPrefix(words, d.begins) && strings.Contains(words, d.says) {
				_, what, marked := strings.Cut(words, ": ")
				if !marked {
					what = words
				}
				return what
			}
		}
	}
	return ""
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

// Unwrap returns the meaning of the messages, and the error of git.
func (e *unmetError) Unwrap() []error { return []error{e.means, e.git} }

// notMet returns why a remote gave no answer, and nil if git failed otherwise. Words of the remote
// itself, and of its hooks, are not git's words.
func notMet(failed *gitError) error {
	if what := damagedThere(failed.stderr); what != "" {
		return &unmetError{ErrDamagedThere, &gitError{failed.command, failed.code, what}}
	}
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
