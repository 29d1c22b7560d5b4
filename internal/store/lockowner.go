package store

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Owner names the holder of a lock of casefile's own, as its file says (FORMAT.md, 15).
type Owner struct {
	Pid     int
	Start   int64     // when the process was begun, in the machine's ticks; 0 for unknown
	Program string    // what it is called, without what it was asked
	Since   time.Time // it has held the lock
	machine
}

// machine describes where a process runs. Unknown parts are "".
type machine struct {
	Host  string // its name, which another machine may have too
	ID    string // a digest of facts that no other machine has
	Boot  string // drawn when the machine was started
	Space string // in which processes are numbered: a container has its own
}

// ownText bounds the file of a lock, in bytes.
const ownText = 2048

// ownerNow returns this process.
func ownerNow() Owner {
	start, _ := startOf("/proc/self")
	return Owner{os.Getpid(), start, oneWord(filepath.Base(os.Args[0])), time.Now().UTC(),
		thisMachine()}
}

func thisMachine() machine {
	host, _ := os.Hostname()
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	space, _ := os.Readlink("/proc/self/ns/pid")
	m := machine{Host: oneWord(host), Boot: oneWord(string(boot)), Space: oneWord(space)}
	// machine-id(5) asks that the ID itself is told to nobody.
	if id, err := os.ReadFile("/etc/machine-id"); err == nil && len(id) >= 32 {
		m.ID = fmt.Sprintf("%x", sha256.Sum256(append([]byte("casefile lock "), id...)))[:32]
	}
	return m
}

// oneWord keeps of a text what can stand in a line, and in a message.
func oneWord(text string) string {
	plain := func(c rune) rune {
		if c <= ' ' || c > '~' {
			return -1
		}
		return c
	}
	text = strings.Map(plain, text)
	return text[:min(len(text), 100)]
}

// text returns the content of a lock's file while the lock is held.
func (o Owner) text() []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + " " + value + "\n")
		}
	}
	line("pid", strconv.Itoa(o.Pid))
	line("start", strconv.FormatInt(o.Start, 10))
	line("program", o.Program)
	line("since", o.Since.UTC().Format(time.RFC3339))
	line("host", o.Host)
	line("machine", o.ID)
	line("boot", o.Boot)
	line("space", o.Space)
	return []byte(b.String())
}

// readOwner reads the file of a lock; false where it says nobody.
func readOwner(path string) (o Owner, ok bool) {
	data, err := ReadAtMost(path, ownText)
	if err != nil {
		return o, false
	}
	return ownerOf(string(data))
}

// ownerOf understands what the file of a lock says. Lines of other forms count for nothing.
func ownerOf(text string) (o Owner, ok bool) {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		value = oneWord(value)
		switch key {
		case "pid":
			o.Pid, _ = strconv.Atoi(value)
		case "start":
			o.Start, _ = strconv.ParseInt(value, 10, 64)
		case "program":
			o.Program = value
		case "since":
			o.Since, _ = time.Parse(time.RFC3339, value)
		case "host":
			o.Host = value
		case "machine":
			o.ID = value
		case "boot":
			o.Boot = value
		case "space":
			o.Space = value
		}
	}
	return o, o.Pid > 0
}

// Words name an owner to a person.
func (o Owner) Words() string {
	words := fmt.Sprintf("process %d (%s)", o.Pid, o.Program)
	if o.Host != "" {
		words += " on " + o.Host
	}
	if o.Since.IsZero() {
		return words + " holds it"
	}
	return words + " has held it since " + o.Since.UTC().Format("2006-01-02 15:04:05Z")
}

// fate says whether an owner lives, has ended, or is unknown.
type fate int

const (
	unsure fate = iota
	lives
	ended
)

// fate returns the fate of an owner. It has ended if its machine was restarted, or has no such
// process. The fate of a process on another machine is unknown; two machines may have one name.
func (o Owner) fate(here machine, began func(pid int) (start int64, there bool)) fate {
	same := o.Host == here.Host && o.ID == here.ID && o.ID != "" && o.Boot != ""
	switch {
	case !same || here.Boot == "":
		return unsure
	case o.Boot != here.Boot:
		return ended
	case o.Space != here.Space:
		return unsure
	}
	start, there := began(o.Pid)
	if !there || start != 0 && o.Start != 0 && start != o.Start {
		return ended
	}
	return lives
}

// beganHere says when a process of this machine was begun, 0 for unknown.
func beganHere(pid int) (start int64, there bool) {
	start, _ = startOf("/proc/" + strconv.Itoa(pid))
	return start, alive(pid)
}
