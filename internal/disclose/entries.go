package disclose

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Folders of a package that holds a case.
const (
	EntriesFolder     = "entries/"
	AttachmentsFolder = "attachments/"
)

// Entries are the texts of a case, a file each, named as in the records and
// exactly as recorded but for the blank lines at the end: padding them again
// gives the bytes that were signed. Entries that break a rule are left out.
func Entries(items []cases.Item) Package {
	out := Package{}
	for _, it := range items {
		if it.Entry != nil && it.Fault == "" {
			out[EntryFile(it.Entry)] = []byte(record.Unpadded(string(it.Text)))
		}
	}
	return out
}

// EntryFile is where the text of an entry lies in a package.
func EntryFile(e *record.Entry) string {
	return EntriesFolder + strings.TrimSuffix(record.FileName(e.Recorded, e.ID, false), ".age")
}

// maxFileName bounds the name of a file, in bytes: file systems allow 255.
const maxFileName = 120

// AttachmentFile is where the file of an attachment entry lies in a package:
// its ID and its name, without what a file system could misread.
func AttachmentFile(e *record.Entry) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ._-()", r) {
			return r
		}
		return '_'
	}, strings.ToValidUTF8(e.Str("name"), "_"))
	for len(name) > maxFileName {
		_, size := utf8.DecodeRuneInString(name) // the ending tells what it is
		name = name[size:]
	}
	id := cmp.Or(e.Str("file"), string(e.ID))
	if parsed, err := record.ParseID(id); err == nil {
		id = string(parsed)
	} else {
		id = string(e.ID)
	}
	return AttachmentsFolder + strings.TrimRight(id+"-"+name, " .")
}
