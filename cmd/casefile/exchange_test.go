package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/seal"

	"github.com/rogpeppe/go-internal/testscript"
)

// sametexts compares the export of a case with that of the case that was made
// of it.
func sametexts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sametexts FIRST SECOND")
	}
	ts.Check(sameExports(ts.MkAbs(args[0]), ts.MkAbs(args[1])))
}

// sameExports compares two folders. Each text of the first comes back in the second byte for byte,
// and each file is the same. The second also tells who recorded it there and when.
func sameExports(one, two string) error {
	kinds, err := record.Builtin()
	if err != nil {
		return err
	}
	first, err := exported(one)
	if err != nil {
		return err
	}
	second, err := exported(two)
	if err != nil {
		return err
	}
	if len(first.Entries) == 0 || len(first.Entries) != len(second.Entries) ||
		len(first.Files) != len(second.Files) {
		return fmt.Errorf("%d and %d texts, %d and %d files", len(first.Entries),
			len(second.Entries), len(first.Files), len(second.Files))
	}
	came := map[record.ID]*record.Entry{}
	for _, e := range second.Entries {
		padded, err := seal.Pad([]byte(e.Text))
		if err != nil {
			return err
		}
		if came[e.ID], err = kinds.Decode(padded); err != nil {
			return err
		}
	}
	for _, e := range first.Entries {
		now := came[e.ID]
		if now == nil {
			return fmt.Errorf("%s is not there", e.ID)
		}
		back, err := record.Original(now)
		if err != nil {
			return err
		}
		o := now.Origin[0]
		if string(back) != e.Text || o.By != e.By || !o.Recorded.Equal(e.Recorded) ||
			o.SHA256 != e.SHA256 || o.Case != string(first.Case) {
			return fmt.Errorf("%s came as %+v with the text\n%s", e.ID, o, back)
		}
	}
	for i, f := range first.Files {
		if s := second.Files[i]; s.ID != f.ID || s.Name != f.Name || s.Type != f.Type ||
			!bytes.Equal(s.Data, f.Data) {
			return fmt.Errorf("the file %s came as %s", f.Name, s.Name)
		}
	}
	return nil
}

// exported reads an export as casefile wrote it.
func exported(root string) (*exchange.Export, error) {
	files := disclose.Package{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err == nil {
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, data := range files {
		if strings.HasPrefix(name, exchange.EntriesFolder) && len(data) == 0 {
			return nil, fmt.Errorf("%s is empty", name)
		}
	}
	return exchange.ReadExport(files)
}
