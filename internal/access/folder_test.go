package access

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"casefile/internal/disclose"
)

// TestDifferences: a folder is the copy only where every byte is the same, and
// nothing more lies there.
func TestDifferences(t *testing.T) {
	pack := disclose.Package{"README.md": []byte("read me"), "attachments/1-a.txt": {},
		"entries.md": []byte("entries")}
	file := func(name, data string) Found {
		return Found{name, func() ([]byte, error) { return []byte(data), nil }}
	}
	unread := func(name string) Found {
		return Found{name, func() ([]byte, error) { return nil, fs.ErrPermission }}
	}
	readme, letter, entries := file("README.md", "read me"), file("attachments/1-a.txt", ""),
		file("entries.md", "entries")
	for _, c := range []struct {
		about  string
		folder []Found
		want   []string
		err    error
	}{
		{"the same", []Found{readme, letter, entries}, nil, nil},
		{"one byte more", []Found{readme, letter, file("entries.md", "entries\n")},
			[]string{"entries.md"}, nil},
		{"a stranger, which is not read", []Found{unread(".DS_Store"), readme, letter, entries},
			[]string{".DS_Store"}, nil},
		{"in the order of the folder, then what is missing",
			[]Found{file("z.txt", ""), file("README.md", "")},
			[]string{"z.txt", "README.md", "attachments/1-a.txt", "entries.md"}, nil},
		{"a link in the place of an empty file",
			[]Found{readme, {Name: "attachments/1-a.txt"}, entries},
			[]string{"attachments/1-a.txt"}, nil},
		{"a file that can't be read", []Found{unread("README.md"), letter, entries}, nil,
			fs.ErrPermission},
		{"an empty folder", nil, []string{"README.md", "attachments/1-a.txt", "entries.md"}, nil},
	} {
		got, err := Differences(pack, c.folder)
		if !errors.Is(err, c.err) || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v", c.about, got, err)
		}
	}
}
