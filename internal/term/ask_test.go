package term

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestAskLines(t *testing.T) {
	for _, tt := range []struct {
		name, typed, want string
		err               error
	}{
		{"an empty line ends it", "one\ntwo\n\nthree\n", "one\ntwo", nil},
		{"spaces alone are an empty line", "one \t\n  \n", "one", nil},
		{"spaces before words stay", "  one\n\n", "  one", nil},
		{"nothing is an answer", "\n", "", nil},
		{"the end of the input ends it", "one\ntwo", "one\ntwo", nil},
		{"no input at all", "", "", ErrNoTerminal},
		{"what was typed before Ctrl-C stays", "one\ntw\x03", "one\ntw", ErrInterrupted},
	} {
		var shown bytes.Buffer
		in := strings.NewReader(tt.typed)
		got, err := Streams{In: in, Err: &shown}.AskLines("What?", "> ", "")
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v; want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
		if !strings.HasPrefix(shown.String(), "What?\n> ") {
			t.Errorf("%s: the terminal shows %q", tt.name, shown.String())
		}
		if rest := in.Len(); tt.name == "an empty line ends it" && rest != len("three\n") {
			t.Errorf("%d bytes are left for the next question", rest)
		}
	}
	if _, err := (Streams{In: strings.NewReader("one\n"), NoInput: true}).AskLines("What?", "> ",
		""); !errors.Is(err, ErrNoTerminal) {
		t.Errorf("with --no-input: %v", err)
	}
}
