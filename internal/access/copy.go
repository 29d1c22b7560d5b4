package access

import (
	"bytes"
	_ "embed" // the page that explains a copy
	"errors"
	"maps"
	"text/template"
	"time"

	"casefile/internal/disclose"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// The files of a copy that people read first, and check it by.
const (
	ReadmeFile = "README.md"
	sumsFile   = "SHA256SUMS"
)

// answer is the answer to a subject access request: a case's record without the parts that must be
// left out. All of it comes from redacted entries.
type answer struct {
	Case      record.ID
	Subject   string
	Agency    string
	Authority string           // the authority that takes complaints
	Request   *record.Entry    // redacted
	AsAt      time.Time        // the record as it stood then
	Unread    int              // entries that nobody here can open
	Pages     disclose.Package // chronology and entries
	Files     disclose.Package // attachments that may go
}

// pack returns the files of the copy.
func (c answer) pack() (disclose.Package, error) {
	out := disclose.Package{}
	maps.Copy(out, c.Pages)
	maps.Copy(out, c.Files)
	readme, err := c.readme()
	if err != nil {
		return nil, err
	}
	out[ReadmeFile] = readme
	out[sumsFile] = out.Sums()
	return out, nil
}

//go:embed copy.md
var copyPage string

func (c answer) readme() ([]byte, error) {
	page, err := template.New(ReadmeFile).Parse(copyPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, c)
	return out.Bytes(), err
}

// UnreadTexts counts the texts that nobody here can open.
func (c answer) UnreadTexts() string { return record.Counted(c.Unread, "text") }

// StoodAt returns when the record stood as the copy shows it, for programs: a check makes the copy
// again as at then.
func (c answer) StoodAt() string { return c.AsAt.UTC().Format(time.RFC3339) }

// Sum returns the SHA-256 by which a disclosure names a copy: that of its sums, in hex.
func Sum(pack disclose.Package) string { return pack.Sum(sumsFile) }

var stoodLine = pattern.Of(`(?m)^The record as it stood at ([0-9TZ:-]{20})\.$`)

// Why a page can't be one of a copy, from which the copy is made again.
var (
	ErrNotCopy = errors.New("not the page of a copy")
	ErrAhead   = errors.New("a copy is of a time that has not come")
)

// StoodAt reads in a copy's page when the record stood as the copy shows it. It fails with
// ErrNotCopy, and with ErrAhead where that is after now.
func StoodAt(page []byte, now time.Time) (time.Time, error) {
	m := stoodLine().FindSubmatch(page)
	if m == nil {
		return time.Time{}, ErrNotCopy
	}
	at, err := time.Parse(time.RFC3339, string(m[1]))
	if err == nil && at.After(now) {
		err = ErrAhead
	}
	return at, err
}
