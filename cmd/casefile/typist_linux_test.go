package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"casefile/internal/pattern"
	"casefile/internal/testenv"
)

// typist is the command `typist FILE COMMAND…` of scripts: it runs a command on a terminal
// of its own, and does what FILE says, a line each:
//
//	columns N    the terminal has so many; without it 120
//	see TEXT     waits until the terminal shows it, after what was seen before
//	type "KEYS"  types them, as Go writes a string
//	signal NAME  sends it: INT, TERM, HUP or QUIT
//
// Then it waits for the end, prints what the terminal has shown, without its sequences, and
// wants the modes of the terminal to be what they were.
func typist() {
	if err := runTypist(os.Args[1], os.Args[2:]); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			os.Exit(exit.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "typist:", err)
		os.Exit(99)
	}
}

// desk is a terminal at which somebody types.
type desk struct {
	master, slave *os.File
	cmd           *exec.Cmd
	shown         []byte
	seen          int // how much of it was waited for
}

func runTypist(file string, command []string) error {
	script, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	d := &desk{cmd: exec.Command(command[0], command[1:]...)}
	if d.master, d.slave, err = testenv.OpenPTY(); err != nil {
		return err
	}
	if err := testenv.SetWidth(d.master, 120); err != nil {
		return err
	}
	before, err := unix.IoctlGetTermios(int(d.slave.Fd()), unix.TCGETS)
	if err != nil {
		return err
	}
	d.cmd.Env = append(os.Environ(), "TERM=xterm")
	d.cmd.Stdin, d.cmd.Stdout, d.cmd.Stderr = d.slave, d.slave, d.slave
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := d.play(string(script)); err != nil {
		return fmt.Errorf("%w; the terminal showed\n%q", err, d.shown)
	}
	ended := d.cmd.Wait()
	after, err := unix.IoctlGetTermios(int(d.slave.Fd()), unix.TCGETS)
	if err != nil || *after != *before {
		return fmt.Errorf("the terminal is left otherwise: %+v, before %+v, %v", after, before, err)
	}
	d.slave.Close()
	for d.read() == nil {
	}
	fmt.Print(d.text())
	return ended
}

// text returns the words that the terminal has shown, without the sequences that draw a screen.
func (d *desk) text() string {
	return strings.ReplaceAll(sequences().ReplaceAllString(string(d.shown), ""), "\r", "")
}

var sequences = pattern.Of("\x1b\\[[?0-9]*[A-Za-z]")

// play does what a script says, and starts the command once the terminal is set up.
func (d *desk) play(script string) error {
	for line := range strings.Lines(script) {
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if d.cmd.Process == nil && word != "columns" {
			if err := d.cmd.Start(); err != nil {
				return err
			}
		}
		if err := d.do(word, rest); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
	}
	if d.cmd.Process == nil {
		return d.cmd.Start()
	}
	return nil
}

func (d *desk) do(word, rest string) error {
	switch word {
	case "columns":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return err
		}
		return testenv.SetWidth(d.master, n)
	case "see":
		return d.see(rest)
	case "type":
		keys, err := strconv.Unquote(rest)
		if err != nil {
			return err
		}
		_, err = d.master.WriteString(keys)
		return err
	case "signal":
		return d.cmd.Process.Signal(unix.SignalNum("SIG" + rest))
	}
	return errors.New("no such word")
}

// see reads until the terminal shows a text, twenty seconds at most.
func (d *desk) see(text string) error {
	d.master.SetReadDeadline(time.Now().Add(20 * time.Second))
	for {
		shown := d.text()
		if i := strings.Index(shown[min(d.seen, len(shown)):], text); i >= 0 {
			d.seen += i + len(text)
			return nil
		}
		if err := d.read(); err != nil {
			return err
		}
	}
}

func (d *desk) read() error {
	var buf [1024]byte
	n, err := d.master.Read(buf[:])
	d.shown = append(d.shown, buf[:n]...)
	return err
}
