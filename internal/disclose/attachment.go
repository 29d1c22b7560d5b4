package disclose

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"casefile/internal/record"
)

// AttachmentsFolder is the folder of a case's attached files in a package.
const AttachmentsFolder = "attachments/"

// maxFileName bounds the name of a file, in bytes: file systems allow 255.
const maxFileName = 120

// AttachmentFile returns the path of an attachment's file in a package: its ID and its name,
// without characters that a file system could misread.
func AttachmentFile(e *record.Entry) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ._-()", r) {
			return r
		}
		return '_'
	}, strings.ToValidUTF8(e.Str("name"), "_"))
	for len(name) > maxFileName {
		// cuts the front, because the ending tells the type
		_, size := utf8.DecodeRuneInString(name)
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
