package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// ErrExport says that a folder or a file is no export, or was changed.
var ErrExport = errors.New("not a whole export")

// ReadExport reads an export from the files of a folder. Every text must have its SHA-256, and
// every attached file the length and SHA-256 that its entry says.
func ReadExport(files disclose.Package) (*Export, error) {
	return readExport(bytes.NewReader(files[ExportFile]), files)
}

// ReadExportDocument reads an export that is one document, by the same rules.
func ReadExportDocument(src io.Reader) (*Export, error) {
	return readExport(src, disclose.Package{ExportFile: nil})
}

func readExport(src io.Reader, files disclose.Package) (*Export, error) {
	x, err := decodeExport(src)
	if err == nil {
		err = x.checkSchema()
	}
	if err != nil {
		return nil, err
	}
	var faults []string
	seen := map[record.ID]bool{}
	for i := range x.Entries {
		e := &x.Entries[i]
		if e.File != "" {
			e.Text = string(files[e.File])
		}
		if why := e.fault(x.Case, seen); why != "" {
			faults = append(faults, fmt.Sprintf("%s: %s", cmp.Or(e.File, string(e.ID)), why))
		}
	}
	for i := range x.Files {
		f := &x.Files[i]
		if f.File != "" {
			f.Data = files[f.File]
		}
		if sumOf(f.Data) != f.SHA256 {
			faults = append(faults, cmp.Or(f.File, f.Name)+": its bytes are not those that were "+
				"attached")
		}
	}
	faults = append(faults, x.unnamed(files)...)
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrExport, record.Clean(strings.Join(faults, "; ")))
	}
	return x, nil
}

// unnamed returns a fault for each file of a folder that the export does not name.
func (x *Export) unnamed(files disclose.Package) (faults []string) {
	named := map[string]bool{ExportFile: true, exportIndex: true}
	for _, e := range x.Entries {
		named[e.File] = true
	}
	for _, f := range x.Files {
		named[f.File] = true
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !named[name] {
			faults = append(faults, fmt.Sprintf("%s: %s does not name it", name, ExportFile))
		}
	}
	return faults
}

// fault returns the fault of an exported entry, or "".
func (e *ExportEntry) fault(id record.ID, seen map[record.ID]bool) string {
	_, stamp, err := record.Unstamp([]byte(e.Text))
	switch {
	case e.Text == "":
		return "its text is missing"
	case err != nil:
		return "its text is not that of an entry"
	case stamp.ID != e.ID || stamp.Case != id:
		return "its text is that of another entry"
	case seen[e.ID]:
		return "it is there twice"
	}
	seen[e.ID] = true
	padded, err := seal.Pad([]byte(e.Text))
	if err != nil || seal.Commitment(padded) != e.SHA256 {
		return "its text has been changed since it was exported"
	}
	return ""
}

// Shared returns an entry of the export that a case already has, or false.
func (x *Export) Shared(items []cases.Item) (record.Ref, bool) {
	for _, it := range items {
		same := func(e ExportEntry) bool { return e.ID == it.ID }
		if it.Entry != nil && slices.ContainsFunc(x.Entries, same) {
			return it.Ref(), true
		}
	}
	return record.Ref{}, false
}

// FileOf returns the attached file that an entry names, and the file's own ID. It returns ErrExport
// if the file is missing or another one.
func (x *Export) FileOf(e *record.Entry) (id record.ID, data []byte, err error) {
	for _, f := range slices.Backward(x.Files) {
		if f.Entry != e.ID {
			continue
		}
		if id, err = record.ParseID(e.Str("file")); err != nil || sumOf(f.Data) != e.Str("sha256") {
			return "", nil, fmt.Errorf("%w: the file of %s is not the one that was attached",
				ErrExport, e.ID)
		}
		return id, f.Data, nil
	}
	return "", nil, fmt.Errorf("%w: the file of %s is missing", ErrExport, e.ID)
}

// ReadExportFolder reads the files of an export's folder. It skips subfolders that no export has.
// ReadExport names files that do not belong.
func ReadExportFolder(folder fs.FS) (disclose.Package, error) {
	files, left := disclose.Package{}, int64(MaxArchiveBytes)
	for _, prefix := range []string{"", EntriesFolder, disclose.AttachmentsFolder} {
		list, err := fs.ReadDir(folder, folderName(prefix))
		if errors.Is(err, fs.ErrNotExist) && prefix != "" {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			name := prefix + e.Name()
			switch {
			case !e.Type().IsRegular():
			case !fs.ValidPath(name): // an invalid path can't be opened; ReadExport names it
				files[name] = nil
			default:
				if files[name], err = readUpTo(folder, name, left); err != nil {
					return nil, err
				}
				left -= int64(len(files[name]))
			}
			if len(files) > 2*maxPackFiles {
				return nil, fmt.Errorf("%w: the folder has more than %d files", ErrExport,
					2*maxPackFiles)
			}
		}
	}
	return files, nil
}

// folderName returns the name of a folder, without the slash that ends a prefix.
func folderName(prefix string) string {
	if prefix == "" {
		return "."
	}
	return prefix[:len(prefix)-1]
}
