package exchange

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// ErrExport says that a folder or a file is no export, or not as it was made.
var ErrExport = errors.New("not a whole export")

// ReadExport reads an export: one document, or the files of a folder. Every text
// must be the one that its SHA-256 was made of, and every attached file as long
// and with the sum that its entry says.
func ReadExport(files disclose.Package) (*Export, error) {
	x := &Export{}
	dec := json.NewDecoder(bytes.NewReader(files[ExportFile]))
	if err := dec.Decode(x); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrExport, ExportFile, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %s goes on after its end", ErrExport, ExportFile)
	}
	if x.Schema != ExportSchema || !x.Case.Valid() {
		return nil, fmt.Errorf("%w: %s has the schema %q, and not %q", ErrExport, ExportFile, record.Clean(x.Schema), ExportSchema)
	}
	var faults []string
	seen := map[record.ID]bool{}
	for i := range x.Entries {
		e := &x.Entries[i]
		if e.File != "" {
			e.Text = string(files[e.File])
		}
		if why := e.wrong(x.Case, seen); why != "" {
			faults = append(faults, fmt.Sprintf("%s: %s", cmp.Or(e.File, string(e.ID)), why))
		}
	}
	for i := range x.Files {
		f := &x.Files[i]
		if f.File != "" {
			f.Data = files[f.File]
		}
		if sum := sha256.Sum256(f.Data); hex.EncodeToString(sum[:]) != f.SHA256 {
			faults = append(faults, fmt.Sprintf("%s: its bytes are not those that were attached", cmp.Or(f.File, f.Name)))
		}
	}
	faults = append(faults, x.unnamed(files)...)
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrExport, record.Clean(strings.Join(faults, "; ")))
	}
	return x, nil
}

// unnamed are the files of a folder that would be left behind.
func (x *Export) unnamed(files disclose.Package) (faults []string) {
	named := map[string]bool{ExportFile: true, ExportIndex: true}
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

// wrong says what of an entry is not as it was exported, or "".
func (e *ExportEntry) wrong(id record.ID, seen map[record.ID]bool) string {
	_, stamp, err := record.Unstamped([]byte(e.Text))
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

// Arrival is an entry of an export as it comes in: of its own kind, or quoted in
// a note.
type Arrival struct {
	Kind string
	Text []byte
}

// Arrive gives the entry as it comes in as one of its own kind; false where only
// its own operation records that kind, or nobody knows it here.
func (e *ExportEntry) Arrive(kinds *record.Kinds, agency string) (Arrival, bool) {
	author, stamp, err := record.Unstamped([]byte(e.Text))
	k, known := kinds.Kind(stamp.Kind)
	if err != nil || !known || !slices.Contains(k.Ops, "add") {
		return Arrival{}, false
	}
	text, err := record.WithOrigin(author, e.origin(stamp, agency))
	return Arrival{stamp.Kind, text}, err == nil
}

// Quote gives the entry as a note that holds it word for word.
func (e *ExportEntry) Quote(kinds *record.Kinds, agency string) (Arrival, error) {
	padded, err := seal.Pad([]byte(e.Text))
	if err != nil {
		return Arrival{}, err
	}
	was, err := kinds.Decode(padded)
	if err != nil {
		return Arrival{}, fmt.Errorf("%w: %s: %w", ErrExport, e.ID, err)
	}
	title := was.Kind
	if k, ok := kinds.Kind(was.Kind); ok {
		title = cmp.Or(k.Title, title)
	}
	what, _ := headlineOf(joined(": ", title, was.Headline))
	var fields strings.Builder
	if to, err := record.ParseRef(was.Str("target"), was.Case); was.Kind == "endorsement" && err == nil && to.Case == was.Case {
		what = fmt.Sprintf("%s of %s: %s, %s", title, to.Entry, was.Str("level"), was.Str("verdict"))
		fmt.Fprintf(&fields, "links: {related: %s}\n", string(to.Entry))
	}
	if !was.Occurred.IsZero() {
		fmt.Fprintf(&fields, "occurred: %s\n", was.Occurred)
	}
	fmt.Fprintf(&fields, "headline: %s\nsignificant: %t\n", record.Scalar(what), was.Significant)
	if slices.Contains([]string{"positive", "negative", "neutral"}, was.Impact) {
		fmt.Fprintf(&fields, "impact: %s\n", was.Impact)
	}
	stamp := record.Stamp{ID: was.ID, Case: was.Case, Kind: was.Kind, Recorded: was.Recorded, By: was.By, Nonce: was.Nonce}
	o, words := e.origin(stamp, agency), title+", as it was recorded there:"
	text := record.Quoting([]byte(e.Text), o, fields.String(), words)
	if len(text) > record.MaxText-stampRoom {
		o.Nonce = "" // nothing here has that SHA-256
		text = record.Quoting([]byte("too long to be quoted; what it came in has it\n"), o, fields.String(), words)
	}
	return Arrival{"note", text}, nil
}

// stampRoom is what the six lines of a stamp take at most, in bytes.
const stampRoom = 256

func (e *ExportEntry) origin(s record.Stamp, agency string) record.Origin {
	return record.Origin{Agency: agency, Case: string(s.Case), Entry: string(s.ID), Kind: s.Kind, Recorded: s.Recorded, By: s.By, Nonce: s.Nonce, SHA256: e.SHA256}
}

// Links are the entries of other cases that the texts link to.
func (x *Export) Links(kinds *record.Kinds) []record.Ref {
	var out []record.Ref
	for _, e := range x.Entries {
		padded, err := seal.Pad([]byte(e.Text))
		if err != nil {
			continue
		}
		was, err := kinds.Decode(padded)
		if err != nil {
			continue
		}
		for _, refs := range was.Links {
			for _, r := range refs {
				if r.Case != x.Case {
					out = append(out, r)
				}
			}
		}
	}
	return out
}
