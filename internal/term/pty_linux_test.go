package term

import (
	"bytes"
	"fmt"
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
	}
	b, err := s.Passphrase("Passphrase: ")
	return string(b), err
}

// openPTY gives both ends of a new pseudo-terminal.
func openPTY(t *testing.T) (master, slave *os.File) {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	master = os.NewFile(uintptr(fd), "/dev/ptmx")
	t.Cleanup(func() { master.Close(); slave.Close() })
	return master, slave
}

func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	st, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return st.Lflag&unix.ECHO != 0
}

// session is a process that asks on a pseudo-terminal of its own.
type session struct {
	cmd           *exec.Cmd
	master, slave *os.File
	out           bytes.Buffer
	screen        chan string // all that the terminal showed, once it ends
}

// startAsking runs the question; stdinPipe leaves standard input to a file,
// as with -F -, so that the question must find the terminal by itself.
func startAsking(t *testing.T, what string, stdinPipe bool) *session {
	t.Helper()
	s := &session{screen: make(chan string, 1)}
	s.master, s.slave = openPTY(t)
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

// await reads the terminal until it shows text.
func (s *session) await(t *testing.T, text string) string {
	t.Helper()
	var seen []byte
	s.master.SetReadDeadline(time.Now().Add(10 * time.Second))
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
	timer := time.AfterFunc(10*time.Second, func() { s.cmd.Process.Kill() })
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

func TestInterruptedLine(t *testing.T) {
	s := startAsking(t, "line", false)
	s.await(t, "Name: ")
	s.master.WriteString("\x03") // not raw: the terminal turns it into SIGINT
	if got := s.finish(t); got != ErrInterrupted.Error() {
		t.Errorf("Ctrl-C gave %q", got)
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
