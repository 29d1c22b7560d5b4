package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// fakeEditor returns a shell script that stands in for an editor. $LOG is a file in which it can
// leave what it saw.
func fakeEditor(t *testing.T, name, script string) (path, log string) {
	t.Helper()
	dir := t.TempDir()
	path, log = filepath.Join(dir, name), filepath.Join(dir, "log")
	text := "#!/bin/sh\nLOG='" + log + "'\nfor last; do :; done\nfile=$last\n" + script + "\n"
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path, log
}

func editWith(ctx context.Context, editor string) ([]byte, string, error) {
	var notes bytes.Buffer
	s := Streams{In: strings.NewReader(""), Out: io.Discard, Err: &notes}
	text, err := s.Edit(ctx,
		Edit{Text: []byte("before\n"), Name: "contact.md", Getenv: func(name string) string {
			if name == "EDITOR" {
				return editor
			}
			return ""
		}})
	return text, notes.String(), err
}

// lastLog returns the last words that the editor logged.
func lastLog(t *testing.T, log string) string {
	t.Helper()
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

func TestEdit(t *testing.T) {
	tests := []struct {
		name, script, text string
		err                error
	}{
		{"edits", `printf 'after\n' > "$file"`, "after\n", nil},
		{"saves by renaming", `printf 'new\n' > "$file.tmp"; mv "$file.tmp" "$file"`, "new\n", nil},
		{"changes nothing", `:`, "before\n", nil},
		{"empties", `: > "$file"`, "", nil},
		{"fails after saving", `printf 'typed so far\n' > "$file"; exit 3`, "typed so far\n",
			ErrEditor},
		{"removes the file", `rm "$file"`, "before\n", ErrEditor},
		{"is interrupted", `printf 'half\n' > "$file"; kill -INT $$`, "half\n", ErrInterrupted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			editor, log := fakeEditor(t, "ed", `dirname "$file" > "$LOG"`+"\n"+tt.script)
			text, _, err := editWith(t.Context(), editor)
			if string(text) != tt.text || !errors.Is(err, tt.err) {
				t.Errorf("Edit gives %q, %v; want %q, %v", text, err, tt.text, tt.err)
			}
			if _, err := os.Stat(lastLog(t, log)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the folder is still there: %v", err)
			}
		})
	}
}

func TestEditMissingProgram(t *testing.T) {
	for _, editor := range []string{"/nowhere/ed", "no-such-editor-here",
		"no-such-editor-here --wait"} {
		text, _, err := editWith(t.Context(), editor)
		if string(text) != "before\n" || !errors.Is(err, ErrEditor) ||
			!strings.Contains(err.Error(), "was not found") {
			t.Errorf("%s: %q, %v", editor, text, err)
		}
	}
}

func TestEditKeepsTextWhenStopped(t *testing.T) {
	editor, log := fakeEditor(t, "ed",
		`printf 'half a thought\n' > "$file"; dirname "$file" > "$LOG"; exec sleep 60`)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for {
			if b, _ := os.ReadFile(log); len(b) > 0 {
				cancel()
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	text, _, err := editWith(ctx, editor)
	if string(text) != "half a thought\n" || !errors.Is(err, ErrInterrupted) {
		t.Errorf("Edit gives %q, %v", text, err)
	}
	if _, err := os.Stat(lastLog(t, log)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestEditFolderIsPrivate(t *testing.T) {
	editor, log := fakeEditor(t, "ed", `ls -ld "$(dirname "$file")" | cut -c1-10 > "$LOG"
ls -l "$file" | cut -c1-10 >> "$LOG"; basename "$file" >> "$LOG"
test "$(dirname "$(dirname "$TMPDIR")")" = "$(dirname "$file")" && echo own TMPDIR >> "$LOG"`)
	if _, _, err := editWith(t.Context(), editor); err != nil {
		t.Fatal(err)
	}
	want := "drwx------\n-rw-------\ncontact.md\nown TMPDIR"
	if got := lastLog(t, log); got != want {
		t.Errorf("the editor saw\n%s\nwant\n%s", got, want)
	}
}

// A place that takes no more is none: the text goes to the next one, and nothing is left.
func TestFullMemoryIsLeft(t *testing.T) {
	var notes bytes.Buffer
	var laid []string
	full := errors.New("no space left")
	t.Setenv("TMPDIR", t.TempDir())
	lay := func(dir string) error {
		if laid = append(laid, dir); strings.HasPrefix(dir, os.Getenv("TMPDIR")) {
			return nil
		}
		return errors.Join(full, os.WriteFile(filepath.Join(dir, "half"), []byte("words"), 0o600))
	}
	if err := (Streams{Err: &notes}).privateDir(os.Getenv, lay); err != nil {
		t.Fatal(err)
	}
	for i, dir := range laid {
		if _, err := os.Stat(dir); (err == nil) != (i == len(laid)-1) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if !strings.Contains(notes.String(), "readable on the disk") {
		t.Errorf("it says %q", notes.String())
	}
	none := func(string) error { return full }
	if err := (Streams{Err: &notes}).privateDir(os.Getenv, none); !errors.Is(err, full) {
		t.Error(err)
	}
}

func TestEditorWithArguments(t *testing.T) {
	// A folder with a space in its name must be quoted by the person, as for git.
	editor, log := fakeEditor(t, "my ed", `echo "$#: $1" > "$LOG"`)
	if _, _, err := editWith(t.Context(), `"`+editor+`" --wait`); err != nil {
		t.Fatal(err)
	}
	if got := lastLog(t, log); got != "2: --wait" {
		t.Errorf("the editor was called with %q", got)
	}
}

// The order is git's, with our own variable first: git-var(1), GIT_EDITOR.
func TestEditorOrder(t *testing.T) {
	set := map[string]string{"CASEFILE_EDITOR": "a", "GIT_EDITOR": "b", "VISUAL": "d",
		"EDITOR": "e", "TERM": "xterm"}
	configured := " c\n"
	e := Edit{Getenv: func(name string) string {
		return set[name]
	}, GitEditor: func() string { return configured }}
	wants := func(terminal string, names ...string) {
		t.Helper()
		for _, want := range names {
			got, err := e.editor()
			if want == "" && !errors.Is(err, ErrEditor) || got != want {
				t.Errorf("%s: the editor is %q, %v; want %q", terminal, got, err, want)
			}
			for name, value := range set {
				if value == got && got != "" {
					delete(set, name)
				}
			}
			if got == "c" {
				configured = ""
			}
		}
	}
	wants("a terminal", "a", "b", "c", "d", "e", "vi")
	set, configured = map[string]string{"VISUAL": "d", "EDITOR": "e", "TERM": "dumb"}, "c"
	wants("a dumb one", "c", "e", "")
	e.GitEditor = nil
	set = map[string]string{"CASEFILE_EDITOR": "  ", "EDITOR": "", "TERM": "xterm"}
	wants("nothing but spaces", "vi")
}

func TestVimIsHardened(t *testing.T) {
	for _, name := range []string{"vim", "vim.basic", "nvim", "vim.tiny"} {
		editor, log := fakeEditor(t, name, `printf '%s|' "$@" > "$LOG"`)
		link := filepath.Join(filepath.Dir(editor), "vi")
		if err := os.Symlink(editor, link); err != nil {
			t.Fatal(err)
		}
		for _, started := range []string{editor, link, link + " -u NONE", "env A=b " + link,
			"LANG=C nice -n 5 " + link} {
			if _, _, err := editWith(t.Context(), started); err != nil {
				t.Fatal(err)
			}
			want := regexp.MustCompile(
				`-i\|NONE\|--cmd\|set directory=(\S+)/swap//\|-c\|source (\S+)/only.vim\|/`)
			if got := lastLog(t, log); !want.MatchString(got) {
				t.Errorf("%s was started as %s", started, got)
			}
		}
	}
}

func TestEditorWarnings(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "my editor")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nexec /usr/bin/code --wait \"$@\"\n"),
		0o755); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string { return map[string]string{"HOME": dir}[name] }
	for editor, want := range map[string]int{
		"code --wait": 1, "code": 2, "/opt/x/codium -w": 1, "nano": 0, "vi": 0, "vim": 0,
		"emacs -nw":       0,
		"env code --wait": 1, "A=1 B=2 env -u C code": 2, "sudo -u asha code -w": 1, "subl": 2,
		`"$HOME/my editor"`: 1, "emacsclient -t": 1, "gvim": 1, "gvim -f": 0, "codecheck": 1,
		"env A=1 vim": 0, "busybox vi": 0, "timeout -s INT 60 vim": 0,
		"env -S 'A=1 vim -n'": 0, "sh -c 'vim \"$1\"' x": 0, "bash -lc 'code --wait \"$1\"' x": 1,
		"sh -c 'my-editor \"$1\"' x": 1, "my-editor": 1, "sh -c 'emacs \"$1\"' x": 1,
	} {
		if got := warnings(whatRuns(editor, getenv), getenv); len(got) != want {
			t.Errorf("%s: %q", editor, got)
		}
	}
}

// nano's settings are read as nano reads them: a later line counts.
func TestNanoSettings(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "set historylog\n": 0, "set backup\nset backupdir \"~/bk\"\n": 1,
		"set backupdir ~/bk\n":                           0,
		"set backup\nset backupdir ~/bk\nunset backup\n": 0, "# set backup\n#set backupdir x\n": 0,
	} {
		home := t.TempDir()
		if err := os.WriteFile(filepath.Join(home, ".nanorc"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		getenv := func(name string) string { return map[string]string{"HOME": home}[name] }
		if got := nanoKeeps(getenv); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestGuardRemovesFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "texts with a space")
	if err := os.MkdirAll(filepath.Join(dir, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	var g Guard
	g.start(editFolder{dir: dir}, nil)
	g.Safe() // the system closes the pipe when we are killed
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestWhatRuns(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "write it")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ncd /tmp; exec /usr/local/bin/nvim \"$@\"\n"),
		0o755); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string { return map[string]string{"HOME": dir}[name] }
	for editor, want := range map[string]string{
		"no-vim -x":                    "no-vim",
		"env no-vim":                   "no-vim",
		"env -i -u HOME A=b no-vim":    "no-vim",
		"A=b C='d e' no-vim":           "no-vim",
		"sudo -E -u asha /opt/no-vim":  "no-vim",
		`"$HOME/write it" -x`:          "write it",
		"~/write\\ it":                 "write it",
		"${HOME}'/write it'":           "write it",
		"nohup nice -n 10 exec no-vim": "no-vim",
		"env":                          "",
		"":                             "",
		"'an open quote":               "an open quote",
		"env -u":                       "",
		"\"a $ sign\" and \\":          "a $ sign",
	} {
		if got := whatRuns(editor, getenv).program; got != want {
			t.Errorf("%q runs %q, want %q", editor, got, want)
		}
	}
	r := whatRuns(`"$HOME/write it"`, getenv)
	if !r.calls("nvim") || r.is("nvim") || r.calls("vim") {
		t.Errorf("the script is read as %+v", r)
	}
}

func TestShellCommandFollowsGit(t *testing.T) {
	for program, want := range map[string][]string{
		"ed":              {"ed", "f.md"},
		"/usr/bin/ed":     {"/usr/bin/ed", "f.md"},
		"code --wait":     {"sh", "-c", `code --wait "$@"`, "code --wait", "f.md"},
		`"/my dir/ed" -x`: {"sh", "-c", `"/my dir/ed" -x "$@"`, `"/my dir/ed" -x`, "f.md"},
		"$HOME/bin/ed":    {"sh", "-c", `$HOME/bin/ed "$@"`, "$HOME/bin/ed", "f.md"},
	} {
		if got := shellCommand(t.Context(), program, []string{"f.md"}).Args; !slices.Equal(got,
			want) {
			t.Errorf("%s is run as %q, want %q", program, got, want)
		}
	}
}
