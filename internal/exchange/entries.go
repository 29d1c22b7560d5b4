package exchange

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// EntriesFolder is where the texts of a case lie in a package.
const EntriesFolder = "entries/"

// entries are the texts of a case, a file each, named as in the records and
// exactly as recorded but for the blank lines at the end: padding them again
// gives the bytes that were signed. Entries that break a rule are left out.
func entries(items []cases.Item) disclose.Package {
	out := disclose.Package{}
	for _, it := range items {
		if it.Entry != nil && it.Fault == "" {
			out[entryFile(it.Entry)] = []byte(record.Unpadded(string(it.Text)))
		}
	}
	return out
}

// entryFile is where the text of an entry lies in a package.
func entryFile(e *record.Entry) string {
	return EntriesFolder + strings.TrimSuffix(record.FileName(e.Recorded, e.ID, false), ".age")
}
