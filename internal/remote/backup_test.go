package remote

import (
	"os"
	"path/filepath"
	"testing"
)

// A backup that was interrupted is begun again. A folder called casefile, like that of a person's
// keys, is no backup.
func TestBegunIn(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string // a name that ends in / is a folder
		want  bool
	}{
		{"the folder of the note", map[string]string{"casefile/": ""}, true},
		{"half of the note", map[string]string{"casefile/.casefile-123": "be"}, true},
		{"the note", map[string]string{"casefile/backup": "begun\n", "HEAD": "", "objects/": ""},
			true},
		{"a whole backup", map[string]string{"casefile/backup": "whole\n", "HEAD": ""}, false},
		{"keys", map[string]string{"casefile/identity.txt": "AGE-SECRET-KEY"}, false},
		{"keys and half of the note",
			map[string]string{"casefile/identity.txt": "k", "casefile/.casefile-1": ""}, false},
		{"a folder of source", map[string]string{"casefile/src/x": "x"}, false},
		{"an empty folder of source", map[string]string{"casefile/src/": ""}, false},
		{"another folder beside", map[string]string{"casefile/": "", "letters/": ""}, false},
		{"a file of that name", map[string]string{"casefile": "x"}, false},
	} {
		folder := t.TempDir()
		for name, text := range tt.files {
			path := filepath.Join(folder, name)
			dir := filepath.Dir(path)
			if text == "" && name[len(name)-1] == '/' {
				dir = path
			}
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if dir != path {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := begunIn(folder); got != tt.want {
			t.Errorf("%s: begun %v", tt.name, got)
		}
	}
	if begunIn(filepath.Join(t.TempDir(), "none")) {
		t.Error("a folder that is not there is begun")
	}
}
