package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// Manifest says, for programs, what a pack of a case's records holds. Its SHA-256 names the pack on
// the receipt slip.
type Manifest struct {
	Schema  string             `json:"schema"` // casefile/transfer-pack/1
	Agency  string             `json:"agency"` // whose records they are
	Case    record.ID          `json:"case"`   // the case's ID at that agency
	To      string             `json:"to,omitempty"`
	Made    time.Time          `json:"made"`
	Tip     string             `json:"tip"`   // the commit up to which the records were verified
	Maker   disclose.Signatory `json:"maker"` // the person who signed SHA256SUMS
	Entries []Listed           `json:"entries"`
	Files   []ListedFile       `json:"files"`
}

// Listed is one entry of a pack, with what the agency's history says of it.
type Listed struct {
	ID   record.ID `json:"id"`
	Kind string    `json:"kind"`
	File string    `json:"file"`
	// of the padded text; its commit declares it, unless Withheld is set
	SHA256   string    `json:"sha256"`
	Recorded time.Time `json:"recorded"`
	By       string    `json:"by"`
	Name     string    `json:"name"` // of By
	// the member who took it over from By, who had left
	SignedBy string `json:"signed_by,omitempty"`
	Commit   string `json:"commit"`
	Op       string `json:"op"`
	// the text lacks the name of an anonymous reporter
	Withheld bool     `json:"withheld,omitempty"`
	Endorsed []string `json:"endorsed,omitempty"` // verdicts on it, in words
}

// ListedFile is one attached file of a pack.
type ListedFile struct {
	ID     record.ID `json:"id"`    // as attachment entries name it
	Entry  record.ID `json:"entry"` // its attachment entry
	File   string    `json:"file"`
	SHA256 string    `json:"sha256"`
	Length int64     `json:"length"`
}

const (
	manifestFamily = "casefile/transfer-pack/"
	manifestForm   = manifestFamily + "1"
)

// maxAgencyName is the greatest length of a name in a manifest, in bytes.
const maxAgencyName = 200

// ErrNewerPack says that a pack was made by a later program than this one.
var ErrNewerPack = errors.New("the pack is of a newer form than this program knows")

// encode returns the manifest as JSON.
func (m Manifest) encode() ([]byte, error) {
	m.Schema = manifestForm
	var out bytes.Buffer
	w := json.NewEncoder(&out)
	w.SetIndent("", "  ")
	w.SetEscapeHTML(false)
	err := w.Encode(m)
	return out.Bytes(), err
}

// parseManifest reads a manifest strictly: it refuses unknown fields.
func parseManifest(data []byte) (Manifest, error) {
	var head struct{ Schema string }
	if err := json.Unmarshal(data, &head); err != nil {
		return Manifest{}, fmt.Errorf("%w: the manifest is not a JSON object", ErrPack)
	}
	if form, ours := strings.CutPrefix(head.Schema, manifestFamily); ours && form != "1" {
		return Manifest{}, ErrNewerPack
	}
	var m Manifest
	r := json.NewDecoder(bytes.NewReader(data))
	r.DisallowUnknownFields()
	if err := r.Decode(&m); err != nil || m.Schema != manifestForm {
		return m, fmt.Errorf("%w: the manifest is not of the form %s", ErrPack, manifestForm)
	}
	return m, m.check()
}

// check requires valid IDs, none of them twice, and the file names that follow from them.
func (m Manifest) check() error {
	if !m.Case.Valid() || m.Agency == "" || len(m.Entries) == 0 {
		return fmt.Errorf("%w: the manifest names no agency, no case or no entry", ErrPack)
	}
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	for _, name := range []string{m.Agency, m.To, m.Maker.Name, m.Maker.Email} {
		if len(name) > maxAgencyName || strings.ContainsFunc(name, odd) {
			return fmt.Errorf("%w: the manifest has %.40q for a name", ErrPack, name)
		}
	}
	var ids []record.ID
	for _, e := range m.Entries {
		ids = append(ids, e.ID)
		if !e.ID.Valid() || e.File != entryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded}) {
			return fmt.Errorf("%w: the manifest names the entry %.40q in the file %.80q",
				ErrPack, e.ID, e.File)
		}
	}
	for _, f := range m.Files {
		ids = append(ids, f.ID)
		named := func(e Listed) bool { return e.ID == f.Entry && e.Kind == record.KindAttachment }
		if !f.ID.Valid() || !slices.ContainsFunc(m.Entries, named) {
			return fmt.Errorf("%w: the manifest names the attached file %.40q of no attachment",
				ErrPack, f.ID)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) < len(ids) {
		return fmt.Errorf("%w: the manifest names an ID twice", ErrPack)
	}
	return nil
}
