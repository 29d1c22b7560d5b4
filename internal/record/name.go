package record

import (
	"time"

	"casefile/internal/pattern"
)

// stampForm is the time in an entry's file name: basic ISO 8601, UTC.
const stampForm = "20060102T150405Z"

var fileForm = pattern.Of(`^(\d{8}T\d{6}Z)-([0-9A-Z]{8})\.(md|att)\.age$`)

// FileName names the file of an entry, or of an attachment's bytes, by its time of recording and
// its ID. So a folder lists its files in order of time.
func FileName(recorded time.Time, id ID, attachment bool) string {
	ending := ".md.age"
	if attachment {
		ending = ".att.age"
	}
	return recorded.UTC().Format(stampForm) + "-" + string(id) + ending
}

// ParseFileName takes a name apart again; ok is false for any other name.
func ParseFileName(name string) (recorded time.Time, id ID, attachment, ok bool) {
	m := fileForm().FindStringSubmatch(name)
	if m == nil || !ID(m[2]).Valid() {
		return time.Time{}, "", false, false
	}
	t, err := time.Parse(stampForm, m[1])
	return t, ID(m[2]), m[3] == "att", err == nil
}
