package exchange

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
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
		if sumOf(f.Data) != f.SHA256 {
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

// incoming gives the entry as one of its own kind, or quoted in a note.
func (e *ExportEntry) incoming(kinds *record.Kinds, agency string, quoted bool) (Incoming, error) {
	if in, ok := e.asItself(kinds, agency); ok && !quoted {
		return in, nil
	}
	return e.quoted(kinds, agency)
}

// came is the entry as something that comes in, as another kind perhaps.
func (e *ExportEntry) came(kind string, quoted bool, text []byte) Incoming {
	return Incoming{ID: e.ID, From: e.Kind, Kind: kind, Quoted: quoted, Text: text,
		File: EntryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded})}
}

// asItself gives the entry as one of its own kind; false where only its own
// operation records that kind, or nobody knows it here.
func (e *ExportEntry) asItself(kinds *record.Kinds, agency string) (Incoming, bool) {
	author, stamp, err := record.Unstamped([]byte(e.Text))
	k, known := kinds.Kind(stamp.Kind)
	if err != nil || !known || !slices.Contains(k.Ops, "add") {
		return Incoming{}, false
	}
	text, err := record.WithOrigin(author, e.origin(stamp, agency))
	return e.came(stamp.Kind, false, text), err == nil
}

// quoted gives the entry as a note that holds it word for word.
func (e *ExportEntry) quoted(kinds *record.Kinds, agency string) (Incoming, error) {
	padded, err := seal.Pad([]byte(e.Text))
	if err != nil {
		return Incoming{}, err
	}
	was, err := kinds.Decode(padded)
	if err != nil {
		return Incoming{}, fmt.Errorf("%w: %s: %w", ErrExport, e.ID, err)
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
	return e.came("note", true, text), nil
}

// stampRoom is what the six lines of a stamp take at most, in bytes.
const stampRoom = 256

func (e *ExportEntry) origin(s record.Stamp, agency string) record.Origin {
	return record.Origin{Agency: agency, Case: string(s.Case), Entry: string(s.ID), Kind: s.Kind, Recorded: s.Recorded, By: s.By, Nonce: s.Nonce, SHA256: e.SHA256}
}

// links are what links of the texts may name: entries that come with them, and
// those of other cases, which stay as they are.
func (x *Export) links(into record.ID, kinds *record.Kinds) []record.Ref {
	var out []record.Ref
	for _, e := range x.Entries {
		out = append(out, record.Ref{Case: into, Entry: e.ID})
	}
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

// Arrive prepares every entry, as itself, or else as a note: also a profile that comes
// to a case, whose own is not put aside. agency says whose records they were.
func (x *Export) Arrive(to Destination, agency string) (Arrival, error) {
	var out Arrival
	with := x.links(to.Case, to.Kinds)
	var newest *record.Entry
	for i := range x.Entries {
		e := &x.Entries[i]
		form := func(quoted bool) (Incoming, error) { return e.incoming(to.Kinds, agency, quoted) }
		in, came, err := to.settle(form, with, to.There && e.Kind == "profile")
		if err != nil {
			return out, fmt.Errorf("%s: %w", e.ID, err)
		}
		if in.Quoted {
			out.AsNotes = append(out.AsNotes, in)
		}
		if came.Kind == "profile" && !to.There && (newest == nil || came.FirstRecorded().After(newest.FirstRecorded())) {
			newest, out.Opens = came, in.ID
		}
	}
	return out, nil
}

// Shared is an entry of the export that a case has already; false where there is none.
func (x *Export) Shared(items []cases.Item) (record.Ref, bool) {
	for _, it := range items {
		if it.Entry != nil && slices.ContainsFunc(x.Entries, func(e ExportEntry) bool { return e.ID == it.ID }) {
			return it.Ref(), true
		}
	}
	return record.Ref{}, false
}

// FileOf is the attached file that an entry names, and its own ID. It is an error
// where the export has none, or another.
func (x *Export) FileOf(e *record.Entry) (id record.ID, data []byte, err error) {
	for _, f := range slices.Backward(x.Files) {
		if f.Entry != e.ID {
			continue
		}
		if id, err = record.ParseID(e.Str("file")); err != nil || sumOf(f.Data) != e.Str("sha256") {
			return "", nil, fmt.Errorf("%w: the file of %s is not the one that was attached", ErrExport, e.ID)
		}
		return id, f.Data, nil
	}
	return "", nil, fmt.Errorf("%w: the file of %s is missing", ErrExport, e.ID)
}
