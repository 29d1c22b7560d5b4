package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// fakeEditor is a shell script that stands in for an editor. $LOG is a file
// in which it can leave what it saw.
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
	text, err := s.Edit(ctx, Edit{Text: []byte("before\n"), Name: "contact.md", Getenv: func(name string) string {
		if name == "EDITOR" {
			return editor
		}
		return ""
	}})
	return text, notes.String(), err
}

// lastLog is what the editor logged.
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
		{"fails after saving", `printf 'typed so far\n' > "$file"; exit 3`, "typed so far\n", ErrEditor},
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
	for _, editor := range []string{"/nowhere/ed", "no-such-editor-here", "no-such-editor-here --wait"} {
		text, _, err := editWith(t.Context(), editor)
		if string(text) != "before\n" || !errors.Is(err, ErrEditor) || !strings.Contains(err.Error(), "was not found") {
			t.Errorf("%s: %q, %v", editor, text, err)
		}
	}
}

func TestEditKeepsTextWhenStopped(t *testing.T) {
	editor, log := fakeEditor(t, "ed", `printf 'half a thought\n' > "$file"; dirname "$file" > "$LOG"; exec sleep 60`)
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
test "$TMPDIR" = "$(dirname "$file")" && echo own TMPDIR >> "$LOG"`)
	if _, _, err := editWith(t.Context(), editor); err != nil {
		t.Fatal(err)
	}
	want := "drwx------\n-rw-------\ncontact.md\nown TMPDIR"
	if got := lastLog(t, log); got != want {
		t.Errorf("the editor saw\n%s\nwant\n%s", got, want)
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

func TestEditorOrder(t *testing.T) {
	set := map[string]string{"CASEFILE_EDITOR": "a", "VISUAL": "b", "EDITOR": "c"}
	getenv := func(name string) string { return set[name] }
	for _, want := range []struct{ name, unset string }{{"a", "CASEFILE_EDITOR"}, {"b", "VISUAL"}, {"c", "EDITOR"}, {"vi", ""}} {
		if got := editorName(getenv); got != want.name {
			t.Errorf("the editor is %q, want %q", got, want.name)
		}
		delete(set, want.unset)
	}
}

func TestVimIsHardened(t *testing.T) {
	for _, name := range []string{"vim", "vim.basic", "nvim"} {
		editor, log := fakeEditor(t, name, `printf '%s|' "$@" > "$LOG"`)
		link := filepath.Join(filepath.Dir(editor), "vi")
		if err := os.Symlink(editor, link); err != nil {
			t.Fatal(err)
		}
		for _, started := range []string{editor, link, link + " -u NONE"} {
			if _, _, err := editWith(t.Context(), started); err != nil {
				t.Fatal(err)
			}
			want := "-n|-i|NONE|-c|set nobackup nowritebackup noundofile noswapfile viminfo=|/"
			if got := lastLog(t, log); !strings.Contains(got, want) {
				t.Errorf("%s was started as %s", started, got)
			}
		}
	}
	if got := hardening("nano"); got != nil {
		t.Errorf("nano gets vim's options: %q", got)
	}
}

func TestEditorWarnings(t *testing.T) {
	for editor, want := range map[string]int{"code --wait": 1, "code": 2, "/opt/x/codium -w": 1, "nano": 0, "vi": 0} {
		if got := warnings(editor); len(got) != want {
			t.Errorf("%s: %q", editor, got)
		}
	}
}

func TestGuardRemovesFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "texts with a space")
	if err := os.MkdirAll(filepath.Join(dir, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	guard(dir)() // closing the pipe is what the system does when we are killed
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
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
		if got := shellCommand(t.Context(), program, []string{"f.md"}).Args; !slices.Equal(got, want) {
			t.Errorf("%s is run as %q, want %q", program, got, want)
		}
	}
}
