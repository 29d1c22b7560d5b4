package term

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"casefile/internal/testenv"
)

// askVariable makes the test binary ask one question on its terminal and
// report the answer on standard output, so that a real process can be
// interrupted.
const askVariable = "CASEFILE_TERM_TEST_ASK"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == guardOfTest {
		attend()
		return
	}
	if os.Getenv(askVariable) == "edit" {
		editOnTerminal()
		return
	}
	if what := os.Getenv(askVariable); what != "" {
		fmt.Println(askOnTerminal(what))
		return
	}
	os.Exit(testenv.Tests{M: m}.Run())
}

func askOnTerminal(what string) (string, error) {
	s := System()
	switch what {
	case "new":
		b, err := s.NewPassphrase("New passphrase: ")
		return string(b), err
	case "line":
		return s.Ask("Name: ")
	case "lines":
		return s.AskLines("What?", "> ", "half")
	case "two":
		first, err := s.Ask("Name: ")
		if err != nil {
			return first, err
		}
		second, err := s.Ask("Age: ")
		return first + "|" + second, err
	case "panic":
		s.Err = panics{}
		return s.Ask("Name: ")
	}
	b, err := s.Passphrase("Passphrase: ")
	return string(b), err
}

// panics is a stream that fails in the worst way, in the middle of a question.
type panics struct{}

func (panics) Write([]byte) (int, error) { panic("no more paper") }

// openPTY returns both ends of a new pseudo-terminal.
func openPTY(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, slave, err := testenv.OpenPTY()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close(); slave.Close() })
	return master, slave
}

func modes(t *testing.T, tty *os.File) unix.Termios {
	t.Helper()
	st, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return *st
}

func echoes(t *testing.T, tty *os.File) bool { return modes(t, tty).Lflag&unix.ECHO != 0 }

// session is a process that asks on a pseudo-terminal of its own.
type session struct {
	cmd           *exec.Cmd
	master, slave *os.File
	out           bytes.Buffer
	screen        chan string // all that the terminal showed, once it ends
	before        unix.Termios
}

// startAsking runs the question; stdinPipe leaves standard input to a file,
// as with -F -, so that the question must find the terminal by itself.
func startAsking(t *testing.T, what string, stdinPipe bool) *session {
	t.Helper()
	s := &session{screen: make(chan string, 1)}
	s.master, s.slave = openPTY(t)
	s.before = modes(t, s.slave)
	s.cmd = exec.Command(os.Args[0])
	s.cmd.Env = append(os.Environ(), askVariable+"="+what)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.slave, &s.out, s.slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	if stdinPipe {
		s.cmd.Stdin = strings.NewReader("the text of an entry\n")
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	return s
}

// patience is the longest wait of a test: long, as machines can be busy.
const patience = time.Minute

// await reads the terminal until it shows text.
func (s *session) await(t *testing.T, text string) string {
	t.Helper()
	var seen []byte
	s.master.SetReadDeadline(time.Now().Add(patience))
	buf := make([]byte, 256)
	for !bytes.Contains(seen, []byte(text)) {
		n, err := s.master.Read(buf)
		if err != nil {
			t.Fatalf("the terminal never showed %q: %v, but %q", text, err, seen)
		}
		seen = append(seen, buf[:n]...)
	}
	return string(seen)
}

func (s *session) finish(t *testing.T) string {
	t.Helper()
	timer := time.AfterFunc(patience, func() { s.cmd.Process.Kill() })
	defer timer.Stop()
	if err := s.cmd.Wait(); err != nil {
		t.Fatalf("the asking process ended with %v", err)
	}
	return strings.TrimSpace(s.out.String())
}

func TestPassphraseIsReadWithoutEcho(t *testing.T) {
	for _, piped := range []bool{false, true} {
		s := startAsking(t, "secret", piped)
		s.await(t, "Passphrase: ")
		if echoes(t, s.slave) {
			t.Error("echo is on while the passphrase is asked for")
		}
		// q, a wrong letter taken back with the backspace key, then Enter.
		s.master.WriteString("quiet hourX\x7f\r")
		if got := s.finish(t); got != "quiet hour <nil>" {
			t.Errorf("piped %v: the answer is %q", piped, got)
		}
		if !echoes(t, s.slave) {
			t.Error("echo is off after the answer")
		}
	}
}

func TestInterruptedPassphraseRestoresEcho(t *testing.T) {
	interrupt := map[string]func(*session){
		"Ctrl-C":  func(s *session) { s.master.WriteString("half\x03") },
		"SIGINT":  func(s *session) { s.cmd.Process.Signal(syscall.SIGINT) },
		"SIGTERM": func(s *session) { s.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGHUP":  func(s *session) { s.cmd.Process.Signal(syscall.SIGHUP) },
	}
	for name, act := range interrupt {
		s := startAsking(t, "secret", false)
		s.await(t, "Passphrase: ")
		if echoes(t, s.slave) {
			t.Errorf("%s: echo is on while the passphrase is asked for", name)
		}
		act(s)
		if got := s.finish(t); got != ErrInterrupted.Error() {
			t.Errorf("%s gave %q", name, got)
		}
		if !echoes(t, s.slave) {
			t.Errorf("%s left the echo off", name)
		}
	}
}

// ends are the ways in which a question ends without an answer.
var ends = map[string]func(*session){
	"Ctrl-C":  func(s *session) { s.master.WriteString("\x03") },
	"Ctrl-\\": func(s *session) { s.master.WriteString("\x1c") },
	"SIGINT":  func(s *session) { s.cmd.Process.Signal(syscall.SIGINT) },
	"SIGTERM": func(s *session) { s.cmd.Process.Signal(syscall.SIGTERM) },
	"SIGHUP":  func(s *session) { s.cmd.Process.Signal(syscall.SIGHUP) },
	"SIGQUIT": func(s *session) { s.cmd.Process.Signal(syscall.SIGQUIT) },
}

// However a question ends, what was typed is there, also half a line, and the terminal is
// as it was before.
func TestInterruptedQuestion(t *testing.T) {
	t.Setenv("TERM", "xterm")
	for what, want := range map[string]string{"line": "Tobi came", "lines": "half\nTobi came"} {
		for name, end := range ends {
			for _, piped := range []bool{false, true} {
				s := startAsking(t, what, piped)
				s.await(t, map[string]string{"line": "Name: ", "lines": "> half"}[what])
				if what == "lines" {
					s.master.WriteString("\r")
				}
				s.master.WriteString("Tobi came")
				s.await(t, "Tobi came")
				end(s)
				if got := s.finish(t); got != want+" "+ErrInterrupted.Error() {
					t.Errorf("%s, piped %v: %s gave %q", what, piped, name, got)
				}
				if after := modes(t, s.slave); after != s.before {
					t.Errorf("%s, piped %v: %s left the terminal otherwise: %+v, before %+v", what,
						piped, name, after, s.before)
				}
				s.await(t, marksOff)
			}
		}
	}
}

// The terminal is put right also where the program itself goes wrong.
func TestPanicInAQuestion(t *testing.T) {
	s := startAsking(t, "panic", false)
	if err := s.cmd.Wait(); err == nil {
		t.Error("it did not panic")
	}
	s.await(t, "no more paper")
	if after := modes(t, s.slave); after != s.before {
		t.Errorf("the terminal is left otherwise: %+v, before %+v", after, s.before)
	}
}

// On a terminal that is gone, what was typed comes back all the same.
func TestHangup(t *testing.T) {
	s := startAsking(t, "line", false)
	s.await(t, "Name: ")
	s.master.WriteString("Tobi")
	s.await(t, "Tobi")
	s.master.Close()
	if got := s.finish(t); got != "Tobi "+ErrInterrupted.Error() {
		t.Errorf("gave %q", got)
	}
}

func TestEditedAtATerminal(t *testing.T) {
	for _, name := range []string{"xterm-256color", "dumb", ""} {
		t.Setenv("TERM", name)
		for typed, want := range map[string]string{
			"Tob\x1b[D\x1b[15~\x1b[Ci\r":                  "Tobi",
			"Tobi\x1b[A\x1b[B\x1b[200~ came\n\x1b[201~\r": "Tobi came",
			"日本\x7f語e\u0301\x7f\r":                        "日語",
			"x\x15" + strings.Repeat("word ", 4000) +
				"\r": strings.TrimSpace(strings.Repeat("word ", 4000)),
		} {
			s := startAsking(t, "line", false)
			s.await(t, "Name: ")
			go s.master.WriteString(typed)
			go io.Copy(io.Discard, s.master)
			if got := s.finish(t); got != want+" <nil>" {
				t.Errorf("TERM=%s: %.40q gave %.40q", name, typed, got)
			}
			if after := modes(t, s.slave); after != s.before {
				t.Errorf("TERM=%s: the terminal is left otherwise", name)
			}
		}
	}
}

func TestPasteStaysInItsQuestion(t *testing.T) {
	t.Setenv("TERM", "xterm")
	s := startAsking(t, "two", false)
	s.await(t, marksOn)
	s.master.WriteString("\x1b[200~Tobi\nAdeyemi\n\nsix\n\x1b[201~")
	s.await(t, "Tobi Adeyemi six")
	s.master.WriteString("\r")
	s.await(t, "Age: ")
	s.master.WriteString("7\r")
	if got := s.finish(t); got != "Tobi Adeyemi six|7 <nil>" {
		t.Errorf("gave %q", got)
	}
}

// What comes behind a Ctrl-C is typed for nobody: a shell would run it.
func TestNothingIsLeftForTheShell(t *testing.T) {
	s := startAsking(t, "line", false)
	s.await(t, "Name: ")
	s.master.WriteString("Tobi\x03rm -r records\rexit\r")
	if got := s.finish(t); got != "Tobi "+ErrInterrupted.Error() {
		t.Errorf("gave %q", got)
	}
	if n, err := unix.IoctlGetInt(int(s.slave.Fd()), unix.TIOCINQ); n != 0 || err != nil {
		t.Errorf("%d bytes are left, %v", n, err)
	}
}

// A line typed before a question came answers it, and a Ctrl-D typed then still stops.
func TestTypedAhead(t *testing.T) {
	for typed, want := range map[string]string{
		"Tobi\n7\n": "Tobi|7 <nil>", "Tobi\n\x04": "Tobi| interrupted", "\x04": "interrupted",
	} {
		s := startAsking(t, "two", false)
		s.master.WriteString(typed)
		if got := s.finish(t); got != want {
			t.Errorf("%q gave %q, want %q", typed, got, want)
		}
	}
}

func TestNewPassphraseMustAgree(t *testing.T) {
	// Typed ahead in one go: the second question must find the second line.
	for typed, want := range map[string]string{
		"same\rsame\r":  "same <nil>",
		"same\rother\r": ErrDisagree.Error(),
		"\r":            ErrEmpty.Error(),
	} {
		s := startAsking(t, "new", false)
		s.await(t, "New passphrase: ")
		s.master.WriteString(typed)
		if got := s.finish(t); got != want {
			t.Errorf("%q gave %q, want %q", typed, got, want)
		}
	}
}

func TestNoTerminal(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), askVariable+"=secret")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no controlling terminal
	out, err := cmd.Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != ErrNoTerminal.Error() {
		t.Errorf("with no terminal the answer is %q, %v", got, err)
	}
}
