package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/seal"

	"github.com/rogpeppe/go-internal/testscript"
)

// sametexts compares the export of a case with that of the case that was made
// of it: each text of the first can be had back from the second byte for byte,
// each file is the same, and who recorded it there and when is known.
func sametexts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sametexts FIRST SECOND")
	}
	kinds, err := record.Builtin()
	ts.Check(err)
	first, second := exported(ts, args[0]), exported(ts, args[1])
	if len(first.Entries) != len(second.Entries) || len(first.Files) != len(second.Files) {
		ts.Fatalf("%d and %d texts, %d and %d files", len(first.Entries), len(second.Entries), len(first.Files), len(second.Files))
	}
	came := map[record.ID]*record.Entry{}
	for _, e := range second.Entries {
		padded, err := seal.Pad([]byte(e.Text))
		ts.Check(err)
		came[e.ID], err = kinds.Decode(padded)
		ts.Check(err)
	}
	for _, e := range first.Entries {
		now := came[e.ID]
		if now == nil {
			ts.Fatalf("%s is not there", e.ID)
		}
		back, err := record.Original(now)
		ts.Check(err)
		o := now.Origin[0]
		if string(back) != e.Text || o.By != e.By || !o.Recorded.Equal(e.Recorded) || o.SHA256 != e.SHA256 || o.Case != string(first.Case) {
			ts.Fatalf("%s came as %+v with the text\n%s", e.ID, o, back)
		}
	}
	for i, f := range first.Files {
		if s := second.Files[i]; s.ID != f.ID || s.Name != f.Name || s.Type != f.Type || !bytes.Equal(s.Data, f.Data) {
			ts.Fatalf("the file %s came as %s", f.Name, s.Name)
		}
	}
	ts.Logf("%d texts and %d files are the same", len(first.Entries), len(first.Files))
}

// exported reads an export as casefile wrote it.
func exported(ts *testscript.TestScript, folder string) *disclose.Export {
	files := disclose.Package{}
	root := ts.MkAbs(folder)
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
	ts.Check(err)
	x, err := disclose.ReadExport(files)
	ts.Check(err)
	for name, data := range files {
		if strings.HasPrefix(name, disclose.EntriesFolder) && len(data) == 0 {
			ts.Fatalf("%s is empty", name)
		}
	}
	return x
}
