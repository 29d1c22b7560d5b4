package disclose

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page that explains a pack
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"

	"casefile/internal/record"
)

// The files of the answer to a subject access request, beside the attachments.
const (
	AccessReadme = "README.md"
	AccessSums   = "SHA256SUMS"
)

// Access is the answer to a subject access request: a copy of a case's record
// without what must be left out. All of it comes from redacted copies.
type Access struct {
	Case      record.ID
	Subject   string
	Agency    string
	Authority string        // to whom the person can complain
	Request   *record.Entry // a redacted copy
	AsAt      time.Time     // the record as it stood then
	Zone      *time.Location
	Entries   int
	Unread    int // entries that nobody here can open
	Log       Log
	Pages     Package // chronology and entries
	Files     Package // attachments that may go
}

// Package gives the files of the answer.
func (a Access) Package() (Package, error) {
	out := Package{}
	maps.Copy(out, a.Pages)
	maps.Copy(out, a.Files)
	readme, err := a.readme()
	if err != nil {
		return nil, err
	}
	out[AccessReadme] = readme
	out[AccessSums] = accessSums(out)
	return out, nil
}

//go:embed access.md
var accessPage string

func (a Access) readme() ([]byte, error) {
	page, err := template.New(AccessReadme).Funcs(template.FuncMap{"means": exemptionMeans}).Parse(accessPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, a)
	return out.Bytes(), err
}

// Stood is when the record stood as the pack shows it, for people.
func (a Access) Stood() string { return a.AsAt.In(a.Zone).Format("2 January 2006, 15:04") }

// StoodAt is the same for programs: a check makes the pack again as at then.
func (a Access) StoodAt() string { return a.AsAt.UTC().Format(time.RFC3339) }

// Omitted is how often each exemption was used.
type Omitted struct {
	Exemption string
	Count     int
}

// Counts are the uses of each exemption, in order of their names.
func (l Log) Counts() []Omitted {
	n := map[string]int{}
	for _, item := range l {
		n[item.Exemption] += item.Count
	}
	var out []Omitted
	for _, e := range slices.Sorted(maps.Keys(n)) {
		out = append(out, Omitted{e, n[e]})
	}
	return out
}

// Counts are those that the page tells. Entries about the handling of requests
// are told in a sentence of their own, since more of them come while a pack waits.
func (a Access) Counts() []Omitted {
	return slices.DeleteFunc(slices.Clone(a.Log), func(i LogItem) bool { return i.What == handlingWhat }).Counts()
}

func exemptionMeans(exemption string) string {
	switch exemption {
	case ThirdParty:
		return "it is about somebody else, who has not agreed"
	case SeriousHarm:
		return "it could cause serious harm to somebody"
	case ChildAbuse:
		return "it is about the abuse of a child, and giving it to you is not in the child's best interests"
	case "court_data":
		return "a court holds it, or has restricted it"
	case ExpressedWish:
		return "it was given in the expectation that it would not be passed on"
	}
	return strings.ReplaceAll(exemption, "_", " ")
}

// accessSums lists the SHA-256 of every file, as sha256sum -c reads it.
func accessSums(files Package) []byte {
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name != AccessSums {
			fmt.Fprintf(&out, "%x  %s\n", sha256.Sum256(files[name]), name)
		}
	}
	return out.Bytes()
}

// AccessSum is the SHA-256 by which a disclosure names the pack: that of its sums.
func (p Package) AccessSum() string { return fmt.Sprintf("%x", sha256.Sum256(p[AccessSums])) }

var stoodLine = regexp.MustCompile(`(?m)^The record as it stood at ([0-9TZ:-]{20})\.$`)

// AccessAsAt reads in a pack's page when the record stood as the pack shows it.
func AccessAsAt(page []byte) (time.Time, error) {
	m := stoodLine.FindSubmatch(page)
	if m == nil {
		return time.Time{}, fmt.Errorf("%s is not that of a copy made by casefile sar", AccessReadme)
	}
	return time.Parse(time.RFC3339, string(m[1]))
}
