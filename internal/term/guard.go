package term

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"casefile/internal/aside"
)

// Guard keeps a text if this program is killed while a person types, or before the typed text is
// safe. It is a process of its own, out of the terminal's reach, that waits for the end of a pipe.
// If the pipe ends without a message, it ends the editor, takes what was saved, has it sealed
// (Attend returns it to code that can) and removes the folder.
type Guard struct {
	Args []string // arguments of this program that lead to Attend
	Note []byte   // what is needed to keep a text; nothing secret

	pipe io.WriteCloser
	cmd  *exec.Cmd
}

// guardMessage is one line to the guard's process. Texts replace the folder, which is removed by
// then.
type guardMessage struct {
	Dir, Name string  `json:",omitempty"`
	Before    []byte  `json:",omitempty"`
	Note      []byte  `json:",omitempty"`
	Editor    int     `json:",omitempty"` // its process ID
	Taken     bool    `json:",omitempty"` // Texts has everything that the editor left
	Texts     []Saved `json:",omitempty"`
	Safe      bool    `json:",omitempty"`
}

// guardReady is the line that the guard's process prints when it watches.
const guardReady = "watching"

// readyWithin is the time that a guard has to begin; the editor does not wait longer.
const readyWithin = 10 * time.Second

// start starts the process. If none can be started that seals, a shell at least removes the folder.
func (g *Guard) start(d editFolder, stderr io.Writer) {
	if g.Args != nil && g.startOwn(d, stderr) == nil {
		return
	}
	g.Args = nil
	cmd := exec.Command("sh", "-c", `trap "" INT TERM HUP QUIT; read -r line; rm -rf -- "$1"`,
		"casefile-guard", d.dir)
	if pipe, err := begin(cmd); err == nil {
		g.cmd, g.pipe = cmd, pipe
	}
}

func (g *Guard) startOwn(d editFolder, stderr io.Writer) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe)
	cmd.Args = append([]string{os.Args[0]}, g.Args...)
	if file, ok := stderr.(*os.File); ok {
		cmd.Stderr = file
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	pipe, err := begin(cmd)
	if err != nil {
		return err
	}
	g.cmd, g.pipe = cmd, pipe
	ready := make(chan bool, 1)
	g.tell(guardMessage{Dir: d.dir, Name: d.name, Before: d.before, Note: g.Note})
	aside.Go(func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		ready <- strings.TrimSpace(line) == guardReady
	})
	select {
	case ok := <-ready:
		if ok {
			return nil
		}
	case <-time.After(readyWithin):
	}
	cmd.Process.Kill()
	cmd.Wait()
	return errors.New("the guard did not begin")
}

// begin starts a guard's process out of the terminal's reach.
func begin(cmd *exec.Cmd) (io.WriteCloser, error) {
	cmd.Dir = "/" // so that it keeps no folder in use
	detach(cmd)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return pipe, cmd.Start()
}

func (g *Guard) tell(m guardMessage) {
	if g.Args == nil || g.pipe == nil {
		return
	}
	line, err := json.Marshal(m)
	if err == nil {
		g.pipe.Write(append(line, '\n')) // a guard that is gone can't be helped
	}
}

// Safe says that nothing depends on the guard any more: the typed text is recorded, kept, or was
// shown. It ends the guard.
func (g *Guard) Safe() {
	if g.pipe == nil {
		return
	}
	g.tell(guardMessage{Safe: true})
	g.pipe.Close()
	g.cmd.Wait()
	g.pipe = nil
}

// Left holds the text that a guard must keep, and the note that it got with the text.
type Left struct {
	Note   []byte
	Texts  []Saved
	folder editFolder
}

// Close removes the folder.
func (l Left) Close() { l.folder.close() }

// ErrGuard says that the process was not started by an editing.
var ErrGuard = errors.New("a guard is begun by the editor's command")

// Attend does the work of the guard's process. It returns nothing once the program that started it
// says that everything is safe, and what is left if that program ended without a message.
func Attend(in io.Reader, out io.Writer) (Left, error) {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	lines := json.NewDecoder(in)
	var first guardMessage
	err := lines.Decode(&first)
	if err != nil || !strings.HasPrefix(filepath.Base(first.Dir), "casefile-") {
		return Left{}, ErrGuard
	}
	fmt.Fprintln(out, guardReady)
	left := Left{Note: first.Note}
	d, editor, taken := editFolder{dir: first.Dir, name: first.Name, before: first.Before}, 0, false
	for {
		var m guardMessage
		if lines.Decode(&m) != nil {
			break
		}
		if m.Safe {
			return Left{}, nil
		}
		if m.Editor != 0 {
			editor = m.Editor
		}
		if m.Taken {
			left.Texts, taken = m.Texts, true
		}
	}
	if !taken {
		left.folder = d
		left.Texts = d.rescue(editor)
	}
	return left, nil
}

// rescue ends an editor whose casefile is gone, and returns all texts that it left.
func (d editFolder) rescue(editor int) []Saved {
	if editor != 0 {
		d.endEditor(editor, syscall.SIGHUP)
	}
	on, _ := d.look(runs{})
	e := d.settle(on, true)
	return e.all(d)
}

// all returns the texts that must not be lost, the person's own first.
func (e edited) all(d editFolder) []Saved {
	out := e.others
	if said := len(bytes.TrimSpace(e.text)) > 0; said &&
		(e.from != "" || !sameText(e.text, d.before)) {
		out = append([]Saved{{Name: d.name, Text: e.text}}, out...)
	}
	return out
}
