package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"casefile/internal/seal"
)

// folderOf returns a folder with the files of a pack.
func folderOf(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for name, data := range aPack(t) {
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestReadPackFolder(t *testing.T) {
	const entry = "entries/20260306T174012Z-7K2M9QXH.md"
	files, err := ReadPackFolder(folderOf(t))
	if err != nil || len(files) != len(aPack(t)) || len(files[entry]) == 0 {
		t.Errorf("%d files, %v", len(files), err)
	}
	plain, link := &fstest.MapFile{Data: []byte("x")}, &fstest.MapFile{Mode: fs.ModeSymlink}
	pipe := &fstest.MapFile{Mode: fs.ModeNamedPipe}
	for about, c := range map[string]struct {
		change func(fstest.MapFS)
		says   string
	}{
		"a file is missing": {func(f fstest.MapFS) { delete(f, entry) }, "is missing"},
		"a file too many": {func(f fstest.MapFS) { f["letter.txt"] = plain },
			"does not belong to it"},
		"a text is another": {func(f fstest.MapFS) { f[entry] = plain }, "was changed"},
		"a hidden file": {func(f fstest.MapFS) { f[".profile"] = plain },
			"no file of a pack is called"},
		"another folder": {func(f fstest.MapFS) { f["home/a"] = plain },
			"no file of a pack is called"},
		"a folder too deep": {func(f fstest.MapFS) { f["entries/a/b"] = plain },
			"no file of a pack is called"},
		"a name for a terminal": {func(f fstest.MapFS) { f["a\a"] = plain },
			"no file of a pack is called"},
		"a link": {func(f fstest.MapFS) {
			f["more.txt"] = link
		}, "is not a plain file"},
		"a link for an entry": {func(f fstest.MapFS) { f[entry] = link }, "is not a plain file"},
		"a pipe": {func(f fstest.MapFS) {
			f["more.txt"] = pipe
		}, "is not a plain file"},
		"nothing": {func(f fstest.MapFS) { clear(f) }, "is missing"},
		"the list of files gone": {func(f fstest.MapFS) {
			delete(f, sumsFile)
		}, "SHA256SUMS is missing"},
	} {
		folder := folderOf(t)
		c.change(folder)
		files, err := ReadPackFolder(folder)
		if err == nil {
			_, err = OpenPack(files, kinds(t))
		}
		if !errors.Is(err, ErrPack) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

// oddFolder lists one file under a name that can't be opened.
type oddFolder struct{ fstest.MapFS }

func (o oddFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := o.MapFS.ReadDir(name)
	for i, e := range list {
		if e.Name() == "odd" {
			list[i] = oddName{e}
		}
	}
	return list, err
}

type oddName struct{ fs.DirEntry }

func (oddName) Name() string { return "a\xff" }

// Names that are no UTF-8 are refused as names, before anything is opened.
func TestNamesThatAreNoText(t *testing.T) {
	pack := oddFolder{fstest.MapFS{"odd": &fstest.MapFile{}}}
	if _, err := ReadPackFolder(pack); !errors.Is(err, ErrPack) {
		t.Errorf("in a pack: %v", err)
	}
	files, err := ReadExportFolder(oddFolder{fstest.MapFS{"odd": &fstest.MapFile{},
		ExportFile: {Data: []byte(`{"schema": "casefile/export/1", "case": "K3F927QM"}`)}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadExport(files); !errors.Is(err, ErrExport) {
		t.Errorf("in an export: %v", err)
	}
}

func TestReadUpTo(t *testing.T) {
	folder := fstest.MapFS{"a": &fstest.MapFile{Data: []byte("12345")}}
	if data, err := readUpTo(folder, "a", 5); err != nil || string(data) != "12345" {
		t.Errorf("all that may be: %q, %v", data, err)
	}
	if _, err := readUpTo(folder, "a", 4); !errors.Is(err, ErrPack) {
		t.Errorf("one byte more: %v", err)
	}
}

func TestReadPackFile(t *testing.T) {
	archive, err := tarOf(aPack(t), at)
	if err != nil {
		t.Fatal(err)
	}
	plain := func([]byte) ([]byte, error) { return nil, errors.New("nothing is to be unsealed") }
	if files, err := ReadPackFile(archive, plain); err != nil ||
		!bytes.Equal(files.Sums(), aPack(t).Sums()) {
		t.Errorf("a tar: %d files, %v", len(files), err)
	}
	errKey := errors.New("sealed to somebody else")
	for about, c := range map[string]struct {
		fails error
		pack  bool // an ErrPack: the agency is asked for another pack
	}{
		"sealed to another": {errKey, false},
		"cut short":         {fmt.Errorf("reading: %w", seal.ErrDamaged), true},
		"no age file":       {fmt.Errorf("reading: %w", seal.ErrHeader), true},
	} {
		files, err := ReadPackFile([]byte("age-encryption.org/v1\n"),
			func([]byte) ([]byte, error) { return nil, c.fails })
		if files != nil || !errors.Is(err, c.fails) || errors.Is(err, ErrPack) != c.pack {
			t.Errorf("%s: %v", about, err)
		}
	}
	noArchive := func([]byte) ([]byte, error) { return []byte("x"), nil }
	if _, err := ReadPackFile([]byte("age-encryption.org/v1\n"), noArchive); !errors.Is(err,
		ErrPack) {
		t.Errorf("sealed, and no archive: %v", err)
	}
}
