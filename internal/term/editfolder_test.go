package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// What lay in the folder decides which text is the person's, and nothing else is lost. Each
// line was reasoned by hand: the text as given is "form".
func TestSettle(t *testing.T) {
	d := editFolder{name: "note.md", before: []byte("form\n")}
	text := func(name, text string) Saved { return Saved{Name: name, Text: []byte(text)} }
	crash := func(name, text string) Saved {
		return Saved{Name: name, Text: []byte(text), Rescue: true}
	}
	for _, tt := range []struct {
		name       string
		file       string // "-": it is gone
		saved      []Saved
		failed     bool
		want, from string
		others     string
	}{
		{"nothing was written", "form\n", nil, false, "form\n", "", ""},
		{"the file was", "words\n", nil, false, "words\n", "", ""},
		{"saved beside", "form\n", []Saved{text("note.md.txt", "words\n")}, false, "words\n",
			"note.md.txt", ""},
		{"saved beside and taken away", "-", []Saved{text("b.txt", "words\n")}, false, "words\n",
			"b.txt", ""},
		{"a copy of the form beside", "form\n", []Saved{text("note.md~", "form\n")}, false,
			"form\n", "", ""},
		{"a copy of the words beside", "words\n", []Saved{text("copy.md", "words")}, false,
			"words\n", "", ""},
		{"an empty file beside", "form\n", []Saved{text("x", " \n"), text("y", "words")}, false,
			"words", "y", ""},
		{"two beside", "form\n", []Saved{text("a", "one"), text("b", "two")}, false, "form\n", "",
			"a=one b=two"},
		{"the same twice beside", "form\n", []Saved{text("a", "one"), text("b", "one\n")}, false,
			"one", "a", ""},
		{"both were changed", "words\n", []Saved{text("note.md.txt", "others")}, false, "words\n",
			"", "note.md.txt=others"},
		{"an older state of what was saved", "words\n",
			[]Saved{text("note.md~", "word"), text("note.md.~2~", "wor")}, false, "words\n", "",
			""},
		{"a backup where nothing was saved", "form\n", []Saved{text("note.md~", "words")}, false,
			"words", "note.md~", ""},
		{"vim was killed", "form\n", []Saved{crash("swap", "form\nmore")}, true, "form\nmore",
			"swap", ""},
		{"vim was killed after saving", "words\n", []Saved{crash("swap", "words\nmore")}, true,
			"words\nmore", "swap", ""},
		{"what vim recovered has holes", "words\n",
			[]Saved{crash("swap", "???LINES MISSING\nmore")}, true,
			"???LINES MISSING\nmore", "swap", "note.md=words\n"},
		{"recovered is what was saved", "words\n", []Saved{crash("swap", "words\n")}, true,
			"words\n", "", ""},
		{"killed, and another beside", "form\n", []Saved{crash("swap", "more"), text("b", "two")},
			true, "more", "swap", "b=two"},
		{"emacs ended, and its words were not wanted", "form\n",
			[]Saved{crash("#note.md#", "more")}, false, "form\n", "", "#note.md#=more"},
		{"failed with one beside", "form\n", []Saved{text("b", "two")}, true, "two", "b", ""},
	} {
		on := folderContents{text: []byte(tt.file), saved: tt.saved}
		if tt.file == "-" {
			on.text = nil
		}
		got := d.settle(on, tt.failed)
		var others []string
		for _, o := range got.others {
			others = append(others, o.Name+"="+string(o.Text))
		}
		if string(got.text) != tt.want || got.from != tt.from ||
			strings.Join(others, " ") != tt.others {
			t.Errorf("%s: %q from %q, others %q; want %q from %q, others %q",
				tt.name, got.text, got.from, others, tt.want, tt.from, tt.others)
		}
	}
}

func TestRescueAndBackup(t *testing.T) {
	d := editFolder{name: "note.md"}
	for name, want := range map[string][2]bool{
		"#note.md#": {true, false}, "note.md.save": {true, false}, "note.md.save.12": {true, false},
		"note.md.saved": {}, "note.md~": {false, true}, "note.md.~1~": {false, true},
		"note.md.txt": {}, "other.md~": {}, "#other.md#": {}, "other.save": {}, ".save": {},
	} {
		if got := [2]bool{d.isRescue(name), d.isBackup(name)}; got != want {
			t.Errorf("%s: rescue, backup are %v", name, got)
		}
	}
}

// What an editor takes the rights from is read and removed all the same.
func TestRightsTakenAway(t *testing.T) {
	d := editFolder{dir: filepath.Join(t.TempDir(), "casefile-1"), name: "note.md",
		before: []byte("form\n")}
	below := filepath.Join(d.dir, "below")
	for _, err := range []error{
		os.MkdirAll(below, 0o700), os.WriteFile(d.file(), []byte("words\n"), 0o600),
		os.WriteFile(filepath.Join(below, "x"), []byte("more\n"), 0o600),
		os.Chmod(filepath.Join(below, "x"), 0), os.Chmod(below, 0), os.Chmod(d.file(), 0),
		os.Chmod(d.dir, 0),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	on, err := d.look(runs{})
	if string(on.text) != "words\n" || len(on.saved) != 1 || string(on.saved[0].Text) != "more\n" ||
		err != nil {
		t.Errorf("%q, %+v, %v", on.text, on.saved, err)
	}
	for path, want := range map[string]os.FileMode{d.dir: 0o700, below: 0o700, d.file(): 0o600} {
		// root could read them before
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
	if err := os.Chmod(d.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if d.close(); exists(d.dir) {
		t.Error("the folder is still there")
	}
}

func exists(path string) bool { _, err := os.Lstat(path); return err == nil }

// window is a terminal at which questions are answered, and nothing is typed before. Where
// another program has the file, it saves just before the answer.
type window struct {
	mu    sync.Mutex
	shown strings.Builder
	typed *strings.Reader
	log   string // in which the editor left the file's name; "" for no other program
}

func (w *window) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown.Write(p)
}

func (w *window) Read(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !strings.Contains(w.shown.String(), "Press Enter") {
		return 0, io.EOF // the editor itself reads nothing
	}
	if w.log != "" {
		file, err := os.ReadFile(w.log)
		if err != nil {
			return 0, err
		}
		if err := os.WriteFile(strings.TrimSpace(string(file)), []byte("typed in a window\n"),
			0o600); err != nil {
			return 0, err
		}
	}
	return w.typed.Read(p)
}

// keeping edits with a fake editor, and says what else it is given to keep.
func keeping(ctx context.Context, typed, editor string) (
	text, notes string, kept []string, err error,
) {
	w := &window{typed: strings.NewReader(typed)}
	got, err := Streams{In: w, Out: io.Discard, Err: w}.Edit(ctx,
		Edit{Text: []byte("form\n"), Name: "note.md",
			Getenv: func(name string) string { return map[string]string{"EDITOR": editor}[name] },
			Keep:   func(o Saved) { kept = append(kept, fmt.Sprintf("%s=%s", o.Name, o.Text)) },
		})
	return string(got), w.shown.String(), kept, err
}

func TestEditorThatSavesBeside(t *testing.T) {
	for _, tt := range []struct {
		name, script, text, kept string
		err                      error
	}{
		{"one", `printf 'words\n' > "$file.txt"`, "words\n", "", nil},
		{"a folder below", `mkdir "$(dirname "$file")/x"; printf words > "$(dirname "$file")/x/y"`,
			"words", "", nil},
		{"two", `printf one > "$file.a"; printf two > "$file.b"`, "form\n",
			"note.md.a=one note.md.b=two", nil},
		{"both", `printf words > "$file"; printf two > "$file.b"`, "words", "note.md.b=two", nil},
		{"and dies", `printf words > "$file.txt"; kill -9 $$`, "words", "", ErrEditor},
		{"a link elsewhere", `ln -s /etc/hostname "$file.link"; printf words > "$file"`, "words",
			"", nil},
		{"a pipe", `mkfifo "$file.pipe"; printf words > "$file"`, "words", "", nil},
		{"a pipe named as a swap file",
			`mkfifo "$(dirname "$file")/.note.md.swp"; printf words > "$file"`, "words", "", nil},
		{"a link named as one", `ln -s /dev/zero "$file.swp"; printf words > "$file"`, "words", "",
			nil},
		{"a link in its place", `printf 'words\n' > "$file.real"; ln -sf note.md.real "$file"`,
			"words\n", "", nil},
		{"a pipe in its place", `rm "$file"; mkfifo "$file"`, "form\n", "", ErrEditor},
		{"a folder in its place", `printf 'words\n' > "$file.txt"; rm "$file"; mkdir "$file"`,
			"words\n", "", nil},
		{"its own temporary file", `printf other > "$TMPDIR/x"; printf words > "$file"`, "words",
			"", nil},
	} {
		editor, log := fakeEditor(t, "ed", `dirname "$file" > "$LOG"`+"\n"+tt.script)
		text, notes, kept, err := keeping(t.Context(), "n\n", editor)
		if text != tt.text || strings.Join(kept, " ") != tt.kept || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v, kept %q", tt.name, text, err, kept)
		}
		if beside := strings.Contains(notes,
			"is taken from the editor's"); beside != (tt.text == "words\n" ||
			tt.name == "and dies" || tt.name == "a folder below") {
			t.Errorf("%s: it says %q", tt.name, notes)
		}
		if _, err := os.Stat(lastLog(t, log)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder is still there: %v", tt.name, err)
		}
	}
}

// An editor that returns before anybody typed is asked about, until something was saved or
// nothing is to be.
func TestEditorThatReturnsAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name, typed, script, text string
		asked                     int
		err                       error
	}{
		{"nothing is to be written", "n\n", ":", "form\n", 1, ErrUnwritten},
		{"too early, then nothing", "\n\nn\n", ":", "form\n", 3, ErrUnwritten},
		{"nobody to ask", "", ":", "form\n", 1, nil},
		{"Ctrl-C", "\x03", ":", "form\n", 1, ErrInterrupted},
		{"it was quick and saved", "n\n", `printf words > "$file"`, "words", 0, nil},
		{"it failed", "n\n", "exit 3", "form\n", 0, ErrEditor},
	} {
		editor, _ := fakeEditor(t, "ed", tt.script)
		text, notes, _, err := keeping(t.Context(), tt.typed, editor)
		if text != tt.text || !errors.Is(err, tt.err) ||
			strings.Count(notes, "Is it still open") != tt.asked {
			t.Errorf("%s: %q, %v, and it says %q", tt.name, text, err, notes)
		}
	}
}

func TestWindowThatSavesLater(t *testing.T) {
	for _, tt := range []struct {
		name   string
		atOnce time.Duration
	}{
		{"ed", time.Minute},
		{"code", time.Nanosecond}, // only its name tells that a window is open
	} {
		editor, log := fakeEditor(t, tt.name, `echo "$file" > "$LOG"`)
		w := &window{log: log, typed: strings.NewReader("\n")}
		text, err := Streams{In: w, Out: io.Discard, Err: w}.Edit(t.Context(), Edit{
			Text: []byte("form\n"), Name: "note.md", atOnce: tt.atOnce,
			Getenv: func(name string) string { return map[string]string{"EDITOR": editor}[name] },
		})
		if err != nil || string(text) != "typed in a window\n" {
			t.Errorf("%s: %q, %v", tt.name, text, err)
		}
	}
}

// Nobody types where there is no terminal, whatever the editor.
func TestNoEditorWithoutTerminal(t *testing.T) {
	editor, log := fakeEditor(t, "ed", `echo opened > "$LOG"`)
	for _, named := range []string{editor, editor + " --wait", ":"} {
		s := Streams{In: strings.NewReader(""), NoInput: true}
		text, err := s.Edit(t.Context(), Edit{Text: []byte("form\n"), Name: "note.md",
			Getenv: func(string) string { return named }})
		if !errors.Is(err, ErrNoTerminal) || string(text) != "form\n" {
			t.Errorf("%s: %q, %v", named, text, err)
		}
	}
	if _, err := os.Stat(log); err == nil {
		t.Error("the editor was started")
	}
}
