package term

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func scripted(in string) (Streams, *bytes.Buffer) {
	var out bytes.Buffer
	return Streams{In: strings.NewReader(in), Out: io.Discard, Err: &out}, &out
}

func TestAsk(t *testing.T) {
	for in, want := range map[string]string{
		"  Asha Rao \n":          "Asha Rao",
		"last line without end":  "last line without end",
		"ab\x7f\x7fé\x7fc\n":     "c", // é is two bytes and one key
		"wrong\x15right\n":       "right",
		"\n":                     "",
		"first\nsecond question": "first",
	} {
		s, shown := scripted(in)
		got, err := s.Ask("Name: ")
		if err != nil || got != want {
			t.Errorf("Ask on %q gives %q, %v; want %q", in, got, err, want)
		}
		if shown.String() != "Name: " {
			t.Errorf("the prompt shown is %q", shown)
		}
	}
}

func TestAskRefusals(t *testing.T) {
	for in, want := range map[string]error{
		"":           ErrNoTerminal, // the input ended before an answer
		"name\x03\n": ErrInterrupted,
		"\x04":       ErrInterrupted,
	} {
		s, _ := scripted(in)
		if got, err := s.Ask("Name: "); !errors.Is(err, want) {
			t.Errorf("Ask on %q gives %q, %v; want %v", in, got, err, want)
		}
	}
	s, _ := scripted("asha\n")
	s.NoInput = true
	if _, err := s.Ask("Name: "); !errors.Is(err, ErrNoTerminal) {
		t.Errorf("with NoInput Ask gives %v", err)
	}
	if _, err := s.Passphrase("Passphrase: "); !errors.Is(err, ErrNoTerminal) {
		t.Errorf("with NoInput Passphrase gives %v", err)
	}
}

func TestConfirm(t *testing.T) {
	for in, want := range map[string]bool{"y\n": true, "YES\n": true, "n\n": false, "\n": false,
		"yesterday\n": false} {
		s, shown := scripted(in)
		if got, err := s.Confirm("Close?"); err != nil || got != want {
			t.Errorf("Confirm on %q gives %v, %v", in, got, err)
		}
		if shown.String() != "Close? [y/N] " {
			t.Errorf("the question shown is %q", shown)
		}
	}
	s, _ := scripted("")
	if got, err := s.Confirm("Close?"); got || !errors.Is(err, ErrNoTerminal) {
		t.Errorf("no answer gives %v, %v", got, err)
	}
}
