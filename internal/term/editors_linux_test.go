package term

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The editors themselves, at a terminal of their own. Where one is missing, its tests are
// left out.

// guardOfTest makes the test binary the guard of an editing.
const guardOfTest = "guard-of-test"

// form is the text as it is given to the editor.
const form = "headline:\n"

// outcome is the result of an editing.
type outcome struct {
	Text, Err string
	Others    []string
}

// editOnTerminal runs in the process that edits, and prints the outcome.
func editOnTerminal() {
	var o outcome
	s := System()
	ctx, stop := s.Interrupts.Watch(context.Background())
	defer stop()
	text, err := s.Edit(ctx, Edit{Text: []byte(form), Name: "note.md",
		Guard: &Guard{Args: []string{guardOfTest}, Note: []byte(os.Getenv("KEPT"))},
		Keep:  func(s Saved) { o.Others = append(o.Others, s.Name+"="+string(s.Text)) },
	})
	o.Text = string(text)
	for _, known := range []error{ErrInterrupted, ErrEditor, ErrNoTerminal} {
		if errors.Is(err, known) {
			o.Err = known.Error()
		}
	}
	json.NewEncoder(os.Stdout).Encode(o)
}

// attend keeps what is left in the file that it was told.
func attend() {
	left, err := Attend(os.Stdin, os.Stdout)
	if err != nil {
		left.Close()
		return
	}
	defer left.Close()
	if left.Texts == nil {
		return
	}
	var text []string
	for _, s := range left.Texts {
		text = append(text, string(s.Text))
	}
	left.Close()
	os.WriteFile(string(left.Note)+".new", []byte(strings.Join(text, "\n---\n")), 0o600)
	os.Rename(string(left.Note)+".new", string(left.Note))
}

// editing is a session with an editor, in a home of its own.
type editing struct {
	*session
	home, memory, kept string
}

// startEditing begins one; settings are files of the home.
func startEditing(t *testing.T, editor string, settings map[string]string,
	before ...string,
) *editing {
	t.Helper()
	e := &editing{session: &session{}, home: t.TempDir(), memory: memoryFolder(t)}
	e.kept = filepath.Join(t.TempDir(), "kept")
	for name, text := range settings {
		path, mode := filepath.Join(e.home, name), fs.FileMode(0o600)
		if strings.HasPrefix(text, "#!") { // before the process begins, which runs it at once
			mode = 0o700
		}
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, []byte(text), mode))
		if err != nil {
			t.Fatal(err)
		}
	}
	e.master, e.slave = openPTY(t)
	args := append(before, os.Args[0])
	e.cmd = exec.Command(args[0], args[1:]...)
	e.cmd.Dir = t.TempDir()
	e.cmd.Env = append(os.Environ(), askVariable+"=edit", "KEPT="+e.kept, "TERM=xterm",
		"HOME="+e.home,
		"XDG_RUNTIME_DIR="+e.memory, "TMPDIR="+e.memory, "EDITOR="+editor, "LC_ALL=C.UTF-8")
	e.cmd.Stdin, e.cmd.Stdout, e.cmd.Stderr = e.slave, &e.out, e.slave
	e.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.cmd.Process.Kill() })
	return e
}

// memoryFolder returns the folder of the texts: in memory where the machine has such a place.
func memoryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "casefile-test")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (e *editing) types(t *testing.T, keys string) {
	t.Helper()
	if _, err := e.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// outcome waits for the end, and reads on what the terminal shows, so that nothing waits
// for a reader.
func (e *editing) outcome(t *testing.T) outcome {
	t.Helper()
	go func() {
		e.master.SetReadDeadline(time.Time{})
		buf := make([]byte, 4096)
		for {
			if _, err := e.master.Read(buf); err != nil {
				return
			}
		}
	}()
	var o outcome
	if err := json.Unmarshal([]byte(e.finish(t)), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// process returns the editor itself, by its name.
func (e *editing) process(t *testing.T, name string) int {
	t.Helper()
	for _, pid := range startedBy(e.cmd.Process.Pid, "") {
		exe, _ := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "exe"))
		if strings.HasPrefix(filepath.Base(exe), name) {
			return pid
		}
	}
	t.Fatalf("no %s runs", name)
	return 0
}

// awaitSwap waits until the swap file has what was typed, which takes vim a second.
func (e *editing) awaitSwap(t *testing.T, word string) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(lookEvery) {
		files, _ := filepath.Glob(filepath.Join(e.memory, "casefile-*", controlFolder, "swap", "*"))
		for _, file := range files {
			if text, _ := os.ReadFile(file); bytes.Contains(text, []byte(word)) {
				return
			}
		}
	}
	t.Fatal("the swap file never had what was typed")
}

// keptText waits for what the guard keeps.
func (e *editing) keptText(t *testing.T) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(lookEvery) {
		if text, err := os.ReadFile(e.kept); err == nil {
			return string(text)
		}
	}
	t.Fatal("the guard kept nothing")
	return ""
}

// leaves wants the words nowhere in the home, and nothing in memory.
func (e *editing) leaves(t *testing.T, word string) {
	t.Helper()
	filepath.WalkDir(e.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if text, _ := os.ReadFile(path); bytes.Contains(text, []byte(word)) {
			t.Errorf("%s has what was typed", path)
		}
		return nil
	})
	if list, _ := filepath.Glob(filepath.Join(e.memory, "casefile-*")); len(list) > 0 {
		t.Errorf("%s is still there", list)
	}
}

func have(t *testing.T, program string) {
	t.Helper()
	if testing.Short() {
		t.Skip("editors take their time, and share no memory with the program")
	}
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("there is no %s here", program)
	}
}

// leaky are settings by which each editor would write elsewhere what is typed.
var leaky = map[string]string{
	".vimrc": "set backup backupdir=~/bk undofile undodir=~/un directory=~/sw// viminfo='100,h\n" +
		"let g:mine = 'umbrella'\ninoremap <F2> mine\nautocmd VimLeave * wviminfo\n",
	".config/nvim/init.vim": "set backup backupdir=~/bk undofile undodir=~/un directory=~/sw//\n" +
		"inoremap <F2> mine\n",
	".nanorc": "set historylog\nset positionlog\nset backup\nset backupdir ~/bk\n",
	".emacs":  "(setq make-backup-files t backup-directory-alist '((\".\" . \"~/bk\")))\n",
	"bk/x":    "", "un/x": "", "sw/x": "",
	".local/share/nano/x": "",
}

// keys are what makes an editor take a line and save it; typed alone leaves it unsaved.
var typing = []struct {
	name, program, editor string
	typed, shows, saves   string
	keepsUnsaved          bool // at the end of the terminal
}{
	{"vim", "vim", "vim", "Othe green umbrella stood by the door\x1b", "umbrella", ":wq\r", true},
	{"vim with a variable", "vim", "LANG=C env A=b vim",
		"Othe green umbrella stood by the door\x1b", "umbrella", ":wq\r", true},
	{"vim behind a script", "vim", "$HOME/write", "Othe green umbrella stood by the door\x1b",
		"umbrella", ":wq\r", true},
	{"nvim", "nvim", "nvim", "Othe green umbrella stood by the door\x1b", "umbrella", ":wq\r",
		true},
	{"nvim behind a script", "nvim", "$HOME/write", "Othe green umbrella stood by the door\x1b",
		"umbrella", ":wq\r", true},
	{"nano", "nano", "nano", "the green umbrella stood by the door\r", "umbrella", "\x0f\r\x18",
		true},
	{"nano with a variable", "nano", "env A=1 nano", "the green umbrella stood by the door\r",
		"umbrella", "\x0f\r\x18", true},
	{"vim in a shell", "vim", "sh -c 'vim \"$1\"' edit",
		"Othe green umbrella stood by the door\x1b", "umbrella", ":wq\r", true},
	{"emacs", "emacs", "emacs -nw", "the green umbrella stood by the door\r", "umbrella",
		"\x18\x13\x18\x03", true},
}

const line = "the green umbrella stood by the door"

// settingsFor returns the leaky ones, and the script that leads to the editor.
func settingsFor(program string) map[string]string {
	out := map[string]string{"write": "#!/bin/sh\n" + program + ` "$@"` + "\n"}
	for name, text := range leaky {
		out[name] = text
	}
	return out
}

func begunAt(t *testing.T, program, editor, typed, shows string) *editing {
	t.Helper()
	have(t, program)
	e := startEditing(t, editor, settingsFor(program))
	e.await(t, "headline:") // the editor shows the form
	e.types(t, typed)
	e.await(t, shows)
	return e
}

func TestEditorsSave(t *testing.T) {
	for _, tt := range typing {
		t.Run(tt.name, func(t *testing.T) {
			e := begunAt(t, tt.program, tt.editor, tt.typed, tt.shows)
			e.types(t, tt.saves)
			want := outcome{Text: line + "\n" + form}
			if got := e.outcome(t); got.Text != want.Text || got.Err != "" || got.Others != nil {
				t.Errorf("it gives %+v", got)
			}
			e.leaves(t, "green umbrella")
		})
	}
}

// The terminal goes away under what was typed and never saved.
func TestEditorsLoseTheirTerminal(t *testing.T) {
	for _, tt := range typing {
		t.Run(tt.name, func(t *testing.T) {
			e := begunAt(t, tt.program, tt.editor, tt.typed, tt.shows)
			e.slave.Close()
			e.master.Close()
			var got outcome
			if err := json.Unmarshal([]byte(e.finish(t)), &got); err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(got.Text, line+"\n"+form) || got.Err == "" {
				t.Errorf("it gives %+v", got)
			}
			e.leaves(t, "green umbrella")
		})
	}
}

// Nothing told vim to end: what its swap file had by then is the text, and the terminal is
// as it was.
func TestVimIsKilled(t *testing.T) {
	for _, tt := range typing {
		if tt.program != "vim" && tt.program != "nvim" {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			e := begunAt(t, tt.program, tt.editor, tt.typed, tt.shows)
			e.awaitSwap(t, tt.shows)
			if echoes(t, e.slave) {
				t.Error("the editor did not take the terminal")
			}
			syscall.Kill(e.process(t, tt.program), syscall.SIGKILL)
			e.await(t, "\x1b[?1049l")
			if got := e.outcome(t); !strings.HasPrefix(got.Text, line+"\n") ||
				got.Err != ErrEditor.Error() {
				t.Errorf("it gives %+v", got)
			}
			if !echoes(t, e.slave) {
				t.Error("the terminal has no echo")
			}
			e.leaves(t, "green umbrella")
		})
	}
}

// Ctrl-C is the editor's own, and ends neither it nor the editing.
func TestCtrlCIsTheEditors(t *testing.T) {
	script := filepath.Join(t.TempDir(), "ed")
	text := "#!/bin/sh\ntrap 'echo stopped' INT\necho begun\nuntil read -r typed; do :; done\n" +
		"echo \"$typed\" >\"$1\"\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	e := startEditing(t, script, nil)
	e.await(t, "begun")
	e.types(t, "\x03")
	e.await(t, "stopped")
	e.types(t, line+"\r")
	if got := e.outcome(t); got.Text != line+"\n" || got.Err != "" {
		t.Errorf("it gives %+v", got)
	}
}

// casefile itself is killed: its guard ends the editor, and keeps what was typed.
func TestEditorsOutliveTheProgram(t *testing.T) {
	for _, tt := range typing {
		t.Run(tt.name, func(t *testing.T) {
			e := begunAt(t, tt.program, tt.editor, tt.typed, tt.shows)
			editor := e.process(t, tt.program)
			e.cmd.Process.Kill()
			if got := e.keptText(t); !strings.HasPrefix(got, line) {
				t.Errorf("kept is %q", got)
			}
			e.leaves(t, "green umbrella")
			if runsStill(editor) {
				t.Error("the editor runs on, with a folder that is gone")
			}
		})
	}
}

// The guard also keeps a text that was saved and not yet recorded. It does not keep an untouched
// form.
func TestGuardKeepsWhatIsNotYetSafe(t *testing.T) {
	for _, tt := range []struct{ script, kept string }{
		{`printf words > "$1"`, "words"},
		{`printf words > "$1.txt"`, "words"},
		{`printf words > "$1"; printf others > "$1.b"`, "words\n---\nothers"},
		{"exit 3", ""},
	} {
		script := filepath.Join(t.TempDir(), "ed")
		if err := os.WriteFile(script, []byte("#!/bin/sh\n"+tt.script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		// The process of editOnTerminal ends without a word to its guard.
		e := startEditing(t, script, nil)
		e.outcome(t)
		if tt.kept != "" {
			if got := e.keptText(t); got != tt.kept {
				t.Errorf("%s: kept is %q", tt.script, got)
			}
		}
		e.leaves(t, "words")
	}
}

// An editor, whatever it is told by its settings, opens nothing for writing outside the
// folder in memory. strace sees all of its calls.
func TestEditorsWriteNowhereElse(t *testing.T) {
	have(t, "strace")
	if err := exec.Command("strace", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skipf("nothing can be traced here: %v", err)
	}
	for _, tt := range typing {
		t.Run(tt.name, func(t *testing.T) {
			have(t, tt.program)
			log := filepath.Join(t.TempDir(), "calls")
			e := startEditing(t, tt.editor, settingsFor(tt.program), "strace", "-f", "-qq", "-o",
				log, "-e",
				"trace=open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate", "--")
			e.await(t, "headline:")
			e.types(t, tt.typed)
			e.await(t, tt.shows)
			e.types(t, tt.saves)
			if got := e.outcome(t); got.Text != line+"\n"+form {
				t.Errorf("it gives %+v", got)
			}
			calls, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			written, inside := writes(string(calls), e.memory, filepath.Dir(e.kept))
			if len(written) > 0 || inside == 0 {
				t.Errorf("%d inside; it wrote\n%s", inside, strings.Join(written, "\n"))
			}
		})
	}
}

var (
	writing = regexp.MustCompile(
		`O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|^\d+ +(creat|rename|link|symlink|truncate)`)
	paths = regexp.MustCompile(`"([^"]*)"`)
)

// writes returns the calls that may write, outside the folder and devices, and how many were
// inside. The test's own guard writes to kept; emacs compiles its own Lisp.
func writes(calls, memory, kept string) (outside []string, inside int) {
	for _, call := range strings.Split(calls, "\n") {
		if !writing.MatchString(call) || strings.Contains(call, "= -1 ") {
			continue
		}
		var names []string
		for _, m := range paths.FindAllStringSubmatch(call, -1) {
			names = append(names, m[1])
		}
		if strings.Contains(call, " symlink") && len(names) > 0 {
			names = names[1:] // to where a link leads is no file that is written
		}
		foreign := slices.ContainsFunc(names, func(name string) bool {
			return !strings.HasPrefix(name, memory) && !strings.HasPrefix(name, "/dev/") &&
				!strings.HasPrefix(name, "/proc/") &&
				!strings.HasPrefix(name, kept) && !strings.Contains(name, "/eln-cache/")
		})
		if foreign {
			outside = append(outside, call)
		} else if len(names) > 0 && strings.HasPrefix(names[0], memory) {
			inside++
		}
	}
	return outside, inside
}
