package term

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"casefile/internal/aside"
)

// Edit is a text to be edited.
type Edit struct {
	Text      []byte
	Name      string              // of the file; its ending tells the editor the content
	Env       []string            // of the editor; nil = that of the program
	Getenv    func(string) string // names the editor; nil = os.Getenv
	GitEditor func() string       // the editor of git's configuration; nil = there is none
	Keep      func(Saved)         // receives other texts that the editor wrote; nil = they are lost
	Told      func(string) bool   // whether a warning was given before; nil: it never was
	Guard     *Guard              // keeps the text if this program is killed; nil = nothing does

	atOnce time.Duration // below this an editor returned at once; 0 = returnedWithin
}

// asItIs is git's word for an editor that does not change the text.
const asItIs = ":"

// returnedWithin is the time within which an editor returns that leaves its window open. A person
// who looks at a form and closes it takes longer.
const returnedWithin = 2 * time.Second

// Edit opens the text in the person's editor and returns the saved text. With an error it returns
// the text as last saved, so that the caller can keep it. ErrNoTerminal says that nobody is there
// to type, ErrEditor that the editor is missing or failed, ErrInterrupted that a signal or the end
// of ctx stopped it, ErrUnwritten that the person wants nothing written.
//
// The text is in a private folder, in memory if the machine has such a place. The folder is always
// removed.
//
// No editor is started without a terminal, not even a graphical one: a person who runs casefile
// from a script is not there to type, and a window without a person would block the script.
func (s Streams) Edit(ctx context.Context, e Edit) ([]byte, error) {
	if !s.CanAsk() {
		return e.Text, ErrNoTerminal
	}
	if e.Getenv == nil {
		e.Getenv = os.Getenv
	}
	if e.Guard == nil {
		e.Guard = &Guard{}
		defer e.Guard.Safe()
	}
	editor, err := e.editor()
	if err != nil {
		return e.Text, err
	}
	d, err := s.newEditFolder(e)
	defer d.close()
	if err != nil {
		return e.Text, fmt.Errorf("%w: %w", ErrEditor, err)
	}
	e.Guard.start(d, s.Err)
	return s.editOn(ctx, e, d, editor)
}

func (s Streams) editOn(ctx context.Context, e Edit, d editFolder, editor string) ([]byte, error) {
	r := whatRuns(editor, e.Getenv)
	for _, w := range warnings(r, e.Getenv) {
		if e.Told == nil || !e.Told(w) {
			s.warn(w)
		}
	}
	places, began := historyFilesOf(e.Getenv), time.Now()
	runErr := s.runEditor(ctx, e, d, editor, r)
	took := time.Since(began)
	on, lookErr := d.look(r)
	for asked := 1; runErr == nil && editor != asItIs && mayBeOpen(e, d, r, on, took); asked++ {
		open, err := s.stillOpen(asked)
		if on, lookErr = d.look(r); err != nil || !open {
			runErr = err
			break
		}
		took = 0 // it was open all the time
	}
	left := places.written()
	if !r.plain || !r.is(tidy...) && !r.is(tools...) {
		left = append(left, d.leftBehind(e.Getenv, began, on)...)
	}
	slices.Sort(left)
	for _, file := range slices.Compact(left) {
		fmt.Fprintf(s.Err, "casefile: warning: the editor, or another that is open, wrote %s "+
			"meanwhile; "+
			"it may hold words of the text\n", file)
	}
	return s.taken(e, d, on, runErr, lookErr)
}

// warn prints what a person should know of their editor. If the editor is unknown, that is a note.
func (s Streams) warn(words string) {
	if !strings.HasPrefix(words, "note: ") {
		words = "casefile: " + words
	}
	fmt.Fprintln(s.Err, words)
}

// taken reports and keeps what the editor left, and returns the person's text.
func (s Streams) taken(e Edit, d editFolder, on folderContents,
	runErr, lookErr error) ([]byte, error) {
	unwritten := errors.Is(runErr, ErrUnwritten)
	result := d.settle(on, runErr != nil && !unwritten)
	if unwritten && !sameText(result.text, d.before) {
		runErr = nil // it was saved just before the answer
	}
	e.Guard.tell(guardMessage{Taken: true, Texts: result.all(d)})
	if result.from != "" {
		fmt.Fprintf(s.Err, "note: the text is taken from the editor's %q\n", result.from)
	}
	for _, other := range result.others {
		if e.Keep != nil {
			e.Keep(other)
		}
	}
	for _, name := range on.large {
		fmt.Fprintf(s.Err, "note: the editor also wrote %q, which is not a text of a record, and "+
			"is gone\n", name)
	}
	if lookErr == nil && on.text == nil && result.from == "" {
		lookErr = errNoFile
	}
	if lookErr == nil {
		return result.text, runErr
	}
	// The path would help nobody: the folder is removed now.
	var pathErr *fs.PathError
	if errors.As(lookErr, &pathErr) {
		lookErr = pathErr.Err
	}
	return result.text, errors.Join(runErr,
		fmt.Errorf("%w: the text can't be read back: %w", ErrEditor, lookErr))
}

func sameText(a, b []byte) bool { return bytes.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b)) }

// mayBeOpen reports whether an editor seems to have returned before anybody typed: it returned at
// once or is known to do so, and nothing was saved anywhere; or vim still has its swap file.
func mayBeOpen(e Edit, d editFolder, r runs, on folderContents, took time.Duration) bool {
	limit := e.atOnce
	if limit == 0 {
		limit = returnedWithin
	}
	if on.text == nil || !sameText(on.text, d.before) {
		return false
	}
	for _, s := range on.saved {
		if s.Rescue {
			return true
		}
	}
	known, _ := returnsAtOnce(r)
	if r.is(holding...) && !known {
		return false
	}
	return len(d.distinct(on, false)) == 0 && (known || took < limit)
}

// ErrUnwritten says that the person wants nothing written. The text is as it was before.
var ErrUnwritten = errors.New("nothing is to be written")

// mostStillOpen is the number of times that a person is asked for a text that does not come.
// Perhaps no window has it, if the editor starts nothing.
const mostStillOpen = 5

// stillOpen asks whether the text is still open in a window. It returns false if there is nobody to
// ask, and ErrUnwritten if a person saved nothing after mostStillOpen questions: the text stays as
// it was.
func (s Streams) stillOpen(asked int) (bool, error) {
	if asked > mostStillOpen {
		fmt.Fprintf(s.Err, "You were asked %d times, and nothing was saved: nothing is written.\n",
			mostStillOpen)
		return false, ErrUnwritten
	}
	fmt.Fprint(s.Err, "The editor has returned, and the text is as it was. "+
		"Is it still open in a window?\n"+
		"Press Enter when you have saved it there; n and Enter if nothing is to be written.\n")
	answer, err := s.Ask("")
	switch {
	case errors.Is(err, ErrNoTerminal):
		return false, nil
	case err == nil && strings.HasPrefix(strings.ToLower(answer), "n"):
		return false, ErrUnwritten
	}
	return true, err
}

func (s Streams) runEditor(ctx context.Context, e Edit, d editFolder, editor string, r runs) error {
	if editor == asItIs {
		return nil
	}
	defer s.Interrupts.hold()()
	if s.Asking != nil {
		defer s.Asking()()
	}
	ctx, cancel := signalsEnd(ctx)
	defer cancel()
	cmd := shellCommand(ctx, editor, append(d.arguments(r), d.file()))
	cmd.Cancel = func() error {
		d.endEditor(cmd.Process.Pid, syscall.SIGTERM)
		return os.ErrProcessDone
	}
	cmd.WaitDelay = endDelay
	env := e.Env
	if env == nil {
		env = os.Environ()
	}
	cmd.Env = d.environment(env, r)
	closeTTY := s.attach(cmd)
	defer closeTTY()
	defer s.keepTerminal(IsDumb(e.Getenv))()
	err := cmd.Start()
	if err == nil {
		e.Guard.tell(guardMessage{Editor: cmd.Process.Pid})
		err = cmd.Wait()
	}
	switch {
	case ctx.Err() != nil || killedBy(err, syscall.SIGINT):
		return ErrInterrupted
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) || exitCode(err) == 127:
		return fmt.Errorf("%w: %q was not found", ErrEditor, editor)
	}
	return fmt.Errorf("%w: %q: %w", ErrEditor, editor, err)
}

// signalsEnd leaves Ctrl-C to the editor, as git does, and lets the other signals end the editor.
func signalsEnd(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ignored := make(chan os.Signal, 1)
	ending := make(chan os.Signal, 1)
	signal.Notify(ignored, os.Interrupt, syscall.SIGQUIT)
	signal.Notify(ending, syscall.SIGTERM, syscall.SIGHUP)
	aside.Go(func() {
		select {
		case <-ending:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		signal.Stop(ignored)
		signal.Stop(ending)
		cancel()
	}
}

// attach gives the editor the standard streams, or the terminal itself if output goes elsewhere
// (casefile contact K3F9 | less).
func (s Streams) attach(cmd *exec.Cmd) (done func()) {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.In, s.Out, s.Err
	if s.InFile != nil {
		cmd.Stdin = s.InFile
	}
	if s.InFile == nil || s.InTTY && s.OutTTY {
		return func() {}
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return func() {}
	}
	cmd.Stdin, cmd.Stdout = tty, tty
	return func() { tty.Close() }
}

func killedBy(err error, sig syscall.Signal) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	// A shell that ran the editor reports the signal as 128 + its number.
	return ok && (status.Signaled() && status.Signal() == sig ||
		status.ExitStatus() == 128+int(sig))
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return -1
	}
	return exit.ExitCode()
}
