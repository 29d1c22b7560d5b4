package term

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A script may lead to another, and that one to an editor; two that lead to each other end.
func TestScriptsAreLookedThrough(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	for name, text := range map[string]string{
		"first": "#!/bin/sh\nsecond \"$@\"\n", "second": "#!/bin/sh\nexec third \"$1\"\n",
		"third": "#!/bin/sh\n/opt/x/codium --wait \"$1\"\n",
		"round": "#!/bin/sh\nabout\n", "about": "#!/bin/sh\nround\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for editor, want := range map[string]bool{
		"first": true, "env A=1 second": true, "sh " + filepath.Join(dir, "third"): true,
		"sh -c 'first \"$1\"' x": true, "round": false, "vim first": false,
	} {
		r := whatRuns(editor, os.Getenv)
		if r.calls("codium") != want {
			t.Errorf("%s is read as %+v", editor, r)
		}
		if plain := editor == "vim first"; r.plain != plain {
			t.Errorf("%s: plain is %t", editor, r.plain)
		}
	}
}

// What an unknown editor leaves where editors usually leave copies is told, by what it holds:
// other files that are written meanwhile are not.
func TestLeftBehind(t *testing.T) {
	home := t.TempDir()
	getenv := func(name string) string { return map[string]string{"HOME": home}[name] }
	d := editFolder{dir: filepath.Join(home, ".cache", "casefile-1"),
		before: []byte("headline of the form:\n")}
	write := func(name, text string) string {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	typed := "the green umbrella stood by the door"
	old := write(".local/state/vim/undo/old", typed)
	began := time.Now()
	if err := os.Chtimes(old, began, began.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	want := []string{write(".local/share/ed/backup~", "x\n"+typed+"\ny"), write("note.md~", typed)}
	write(".config/other/log", "the headline of the form: is here, and nothing that was typed")
	write(".cache/casefile-1/note.md", typed)
	write(".local/share/ed/short", "door")
	slices.Sort(want)
	got := d.leftBehind(getenv, began,
		folderContents{text: []byte("headline of the form:\n" + typed + "\ndoor\n")})
	got = slices.DeleteFunc(got, func(p string) bool { return !strings.HasPrefix(p, home) })
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if got := d.leftBehind(getenv, began, folderContents{text: d.before}); got != nil {
		t.Errorf("with nothing typed: %v", got)
	}
}

// A warning is given once, where somebody remembers that it was.
func TestWarnedOnce(t *testing.T) {
	editor, _ := fakeEditor(t, "my-editor", `echo typed > "$1"`)
	told := map[string]bool{}
	count := 0
	for range 2 {
		s, shown := scripted("")
		s.InTTY = true
		_, err := s.Edit(t.Context(), Edit{Text: []byte("x"), Name: "note.md",
			Getenv: func(name string) string {
				return map[string]string{"EDITOR": editor, "TERM": "xterm",
					"HOME": t.TempDir()}[name]
			},
			Told: func(w string) bool { was := told[w]; told[w] = true; return was }})
		if err != nil {
			t.Fatal(err)
		}
		count += strings.Count(shown.String(), "is not known")
	}
	if count != 1 || len(told) != 1 {
		t.Errorf("it was said %d times: %v", count, told)
	}
}
