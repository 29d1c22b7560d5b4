package exchange

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// EntriesFolder is the folder of a package that has the texts of a case.
const EntriesFolder = "entries/"

// entries returns the texts of a case, a file each, named as in the records. Each text is exactly
// as recorded, without the blank lines at its end: padding it again gives the bytes that were
// signed. Entries that break a rule are left out.
func entries(items []cases.Item) disclose.Package {
	out := disclose.Package{}
	for _, it := range items {
		if it.Entry != nil && it.Fault == "" {
			out[entryFile(it.Entry)] = []byte(record.Unpadded(string(it.Text)))
		}
	}
	return out
}

// entryFile returns the path of an entry's text in a package.
func entryFile(e *record.Entry) string {
	return EntriesFolder + strings.TrimSuffix(record.FileName(e.Recorded, e.ID, false), ".age")
}
