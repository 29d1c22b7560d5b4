package remote

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lay makes folders, and files with their texts, below a folder.
func lay(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	for _, c := range []struct{ dir, place string }{
		{"/a/records", "/a/records"},
		{"/a/records.damaged-20260306T174012Z", "/a/records"},
		{"/a/records.damaged-1.damaged-2", "/a/records.damaged-1"},
		{"/a/records.damaged-1/below", "/a/records.damaged-1/below"},
		{"/a.damaged-1/records", "/a.damaged-1/records"},
		{".damaged-1", ".damaged-1"},
	} {
		if got := placeOf(c.dir); got != c.place {
			t.Errorf("placeOf(%q) = %q, want %q", c.dir, got, c.place)
		}
	}
}

// An interrupted run is begun again, wherever it stopped. Files of others stay.
func TestDropBegun(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		stays bool
	}{
		{name: "nothing"},
		{"the note", map[string]string{"r/.git/casefile/restoring": "begun\n", "r/team.yaml": "x"},
			false},
		{"half the note", map[string]string{"r/.git/casefile/.casefile-1": ""}, false},
		{"a text", map[string]string{"r/note.md": "x"}, true},
		{"a text beside half the note", map[string]string{"r/.git/casefile/.casefile-1": "",
			"r/note.md": "x"}, true},
		{"a copy", map[string]string{"r/.git/HEAD": "x"}, true},
		{"a copy with drafts", map[string]string{"r/.git/casefile/drafts/asha/1.age": "x"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			lay(t, dir, c.files)
			err := dropBegun(filepath.Join(dir, "r"))
			_, there := os.Stat(filepath.Join(dir, "r"))
			if (err != nil) != c.stays || (there == nil) != c.stays {
				t.Errorf("%v; it stays: %v, want %v", err, there == nil, c.stays)
			}
		})
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "r/.git/casefile"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := dropBegun(filepath.Join(dir, "r")); err != nil {
		t.Errorf("folders alone: %v", err)
	}
}

func TestUnfinishedCopy(t *testing.T) {
	const note, aside = "r.restoring/.git/casefile/restoring", "r.damaged-1"
	for _, c := range []struct {
		name, asked string
		note        string // in the new copy, % for the folder; "" for none
		there       bool   // something is in the place
		left        bool
	}{
		{name: "from the place", asked: "r", note: "made %/r.damaged-1\n", left: true},
		{name: "from the damaged copy", asked: aside, note: "made %/r.damaged-1\n", left: true},
		{name: "from another damaged copy", asked: "r.damaged-0", note: "made %/r.damaged-1\n"},
		{name: "not complete", asked: "r", note: "begun\n"},
		{name: "nothing begun", asked: "r"},
		{name: "the place is taken", asked: "r", note: "made %/r.damaged-1\n", there: true},
		{name: "elsewhere", asked: "other", note: "made %/r.damaged-1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			lay(t, dir, map[string]string{aside + "/.git/HEAD": "", "r.damaged-0/.git/HEAD": ""})
			if c.note != "" {
				lay(t, dir, map[string]string{note: strings.ReplaceAll(c.note, "%", dir)})
			}
			if c.there {
				lay(t, dir, map[string]string{"r/.git/HEAD": ""})
			}
			place, left := UnfinishedCopy(filepath.Join(dir, c.asked))
			if left != c.left || left && place != filepath.Join(dir, "r") {
				t.Errorf("place %q, left %v", place, left)
			}
		})
	}
}
