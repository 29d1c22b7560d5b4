package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/record"
)

// The files of an exported case: its facts, and the page for people.
const (
	ExportFile  = "case.json"
	exportIndex = "index.md"
)

// Export is a whole case in plain text. As a folder it has texts and attached files in files of
// their own, and facts in case.json. As one JSON document it has everything inside.
type Export struct {
	Schema  string         `json:"schema"`
	Made    time.Time      `json:"made"`
	Tip     string         `json:"tip"` // the commit up to which the record was verified
	Case    record.ID      `json:"case"`
	Subject string         `json:"subject,omitempty"`
	Docket  map[string]any `json:"docket"`
	Entries []ExportEntry  `json:"entries"`
	Files   []AttachedFile `json:"attachments"`
	LeftOut []LeftOut      `json:"left_out,omitempty"`
}

// exportSchema is the schema that the document names.
const exportSchema = "casefile/export/1"

// ExportEntry is an entry with what the history says of it. Text is exactly what was recorded,
// without padding. Padded again it has SHA256.
type ExportEntry struct {
	ID       record.ID `json:"id"`
	Kind     string    `json:"kind"`
	Recorded time.Time `json:"recorded"`
	By       string    `json:"by"`
	// the member who took it over from By, who had left
	SignedBy     string         `json:"signed_by,omitempty"`
	SHA256       string         `json:"sha256"`
	Commit       string         `json:"commit"`
	Op           string         `json:"op"`
	Committed    time.Time      `json:"committed"`
	Endorsements []ExportGiven  `json:"endorsements,omitempty"`
	File         string         `json:"file,omitempty"` // in a folder
	Text         string         `json:"text,omitempty"` // in one document
	Entry        map[string]any `json:"entry,omitempty"`
}

// ExportGiven is a verdict on an entry.
type ExportGiven struct {
	Level   string    `json:"level"`
	Verdict string    `json:"verdict"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Entry   record.ID `json:"entry"` // the endorsement itself
	Earlier bool      `json:"earlier_version,omitempty"`
}

// AttachedFile is a file of the case.
type AttachedFile struct {
	ID     string    `json:"id"`
	Entry  record.ID `json:"entry"`
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	SHA256 string    `json:"sha256"`
	File   string    `json:"file,omitempty"`
	Data   []byte    `json:"data,omitempty"` // base64, in one document
	file   *plain.File
}

// LeftOut is an entry that could not be handed out, and why.
type LeftOut struct {
	Entry record.ID `json:"entry,omitempty"`
	Why   string    `json:"why"`
}

// ExportOf gathers a case: its entries as they were read, the verdicts on them, and the attached
// files. open opens a file by the ID of its entry. A file that is plain.ErrFileLost is left out.
// The caller sets Made, Tip and Docket.
func ExportOf(c *cases.Case, items []cases.Item, open Open) (*Export, error) {
	x := &Export{Schema: exportSchema, Case: c.ID, Subject: c.Subject.Name,
		Entries: []ExportEntry{}, Files: []AttachedFile{}}
	given := map[record.ID][]ExportGiven{}
	for _, r := range c.Chronology(false) {
		for _, g := range r.Endorsement.Given {
			verdict := ExportGiven{g.Level, g.Verdict, g.By, g.At, g.Entry.Entry, g.Earlier}
			given[r.Entry.Entry] = append(given[r.Entry.Entry], verdict)
		}
	}
	for _, it := range items {
		if it.Entry == nil || it.Fault != "" {
			out := LeftOut{Why: it.Fault}
			if it.Entry != nil {
				out.Entry = it.ID
			}
			x.LeftOut = append(x.LeftOut, out)
			continue
		}
		x.Entries = append(x.Entries, ExportEntry{ID: it.ID, Kind: it.Kind,
			Recorded: it.Recorded.UTC(), By: it.By, SignedBy: it.Adopter(), SHA256: it.SHA256,
			Commit: it.Commit, Op: it.Op, Committed: it.Committed.UTC(), Endorsements: given[it.ID],
			Text: record.Unpadded(string(it.Text)), Entry: it.JSON()})
		if it.Kind != record.KindAttachment {
			continue
		}
		file, err := open(it.ID)
		if errors.Is(err, plain.ErrFileLost) {
			x.LeftOut = append(x.LeftOut, LeftOut{it.ID, plain.ErrFileLost.Error()})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("the file of %s: %w", it.Ref(), err)
		}
		x.Files = append(x.Files, AttachedFile{ID: it.Str("file"), Entry: it.ID,
			Name: it.Str("name"), Type: it.Str("type"), SHA256: it.Str("sha256"),
			File: disclose.AttachmentFile(it.Entry), file: file})
	}
	return x, nil
}

// Document returns the export as one JSON document, with the attached files in it.
func (x Export) Document() ([]byte, error) {
	x.Files = append([]AttachedFile{}, x.Files...)
	for i := range x.Files {
		x.Files[i].File = ""
		if file := x.Files[i].file; file != nil {
			data, err := file.Bytes()
			if err != nil {
				return nil, fmt.Errorf("the file of %s: %w", x.Files[i].Entry, err)
			}
			x.Files[i].Data = data
		}
		if x.Files[i].Data == nil {
			x.Files[i].Data = []byte{}
		}
	}
	return encoded(x)
}

func encoded(x Export) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(x)
	return out.Bytes(), err
}

// Folder returns the export as files: each text, the facts, and an index for people. Attached
// returns the attached files, which may be larger than memory.
func (x Export) Folder(kinds *record.Kinds) (disclose.Package, error) {
	index := x.index(kinds)
	out := disclose.Package{}
	x.Entries = append([]ExportEntry{}, x.Entries...)
	for i := range x.Entries {
		e := &x.Entries[i]
		e.File = entryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded})
		out[e.File] = []byte(e.Text)
		e.Text, e.Entry = "", nil
	}
	facts, err := encoded(x)
	out[ExportFile], out[exportIndex] = facts, index
	return out, err
}

// Attached returns functions that write the attached files of the folder, by path.
func (x Export) Attached() map[string]func(io.Writer) error {
	out := map[string]func(io.Writer) error{}
	for _, f := range x.Files {
		out[f.File] = func(w io.Writer) error {
			_, err := f.file.WriteTo(w)
			return err
		}
	}
	return out
}

// by names the member who recorded an entry, and the member who took it over.
func (e ExportEntry) by() string {
	if e.SignedBy == "" {
		return e.By
	}
	return e.By + ", who had left; taken over by " + e.SignedBy
}

// index returns the page that leads people through the folder.
func (x Export) index(kinds *record.Kinds) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "# Case %s: %s\n\n"+
		"All that casefile had of this case on %s, in readable text. "+
		"Keep it as you would keep a paper file.\n",
		x.Case, plainText(x.Subject), x.Made.UTC().Format("2 January 2006 15:04 UTC"))
	fmt.Fprintf(&out, "The record was verified up to commit %s. "+
		"Each text is exactly as it was recorded; [%s](%s) has the facts\nof its commit. "+
		"`casefile import export` makes a case of this folder again.\n\n## Entries\n\n",
		x.Tip, ExportFile, ExportFile)
	for _, e := range x.Entries {
		what := e.Kind
		if k, ok := kinds.Kind(e.Kind); ok {
			what = k.Title
		}
		if h, ok := e.Entry["headline"].(string); ok {
			what += ": " + h
		}
		file := entryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded})
		fmt.Fprintf(&out, "- [%s](%s) %s, recorded by %s\n", e.ID, file, plainText(what), e.by())
	}
	if len(x.Files) > 0 {
		out.WriteString("\n## Attached files\n\n")
	}
	for _, f := range x.Files {
		fmt.Fprintf(&out, "- [%s](<%s>)\n", plainText(f.Name), f.File)
	}
	for i, l := range x.LeftOut {
		if i == 0 {
			out.WriteString("\n## Left out\n\n")
		}
		fmt.Fprintf(&out, "- %s %s\n", l.Entry, plainText(l.Why))
	}
	return []byte(out.String())
}

// plainText escapes what people wrote, so that it is not read as Markdown or HTML.
func plainText(s string) string {
	var out strings.Builder
	for _, r := range oneLine(record.Clean(s)) {
		if strings.ContainsRune("\\`*_[]<>#|&!", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
