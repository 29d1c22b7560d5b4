package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// jsonHead begins every report as data. Instants are UTC, days are the agency's, IDs are complete
// and without a hyphen, entries are CASE/ENTRY.
type jsonHead struct {
	Schema  string `json:"schema"`
	Case    string `json:"case"`
	Subject string `json:"subject"`
	Agency  string `json:"agency,omitempty"`
	AsAt    string `json:"as_at"`
	Made    string `json:"made,omitempty"`
	Tip     string `json:"tip"`
	// NotRead lists the entries that could not be read. The rest of the document does not have
	// them.
	NotRead []string `json:"not_read,omitempty"`
}

func (p *Page) jsonHead(name string) jsonHead {
	return jsonHead{Schema: "casefile/" + name + "/1", Case: string(p.Case.ID),
		Subject: p.Case.Subject.Name,
		Agency:  p.Agency, AsAt: utc(p.Case.Now), Made: utc(p.Made), Tip: p.Tip,
		NotRead: p.notReadRefs()}
}

// writeJSON writes one document. Characters that could steer a terminal are written as escapes,
// which mean the same to every JSON reader.
func writeJSON(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	for _, r := range string(data) {
		if r >= 0x7f && record.Clean(string(r)) != string(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	out.WriteByte('\n')
	_, err = w.Write(out.Bytes())
	return err
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func refText(r record.Ref) string {
	if r.Entry == "" {
		return string(r.Case)
	}
	return string(r.Case) + "/" + string(r.Entry)
}

func refTexts(refs []record.Ref) []string {
	var out []string
	for _, r := range refs {
		out = append(out, refText(r))
	}
	return out
}

// threadRef returns a thread's entry; "" for none.
func threadRef(t *cases.Thread) string {
	if t == nil {
		return ""
	}
	return refText(t.Ref())
}

func threadRefs(all []*cases.Thread) []string {
	var out []string
	for _, t := range all {
		out = append(out, refText(t.Ref()))
	}
	return out
}

// jsonEndorsement holds the managers' verdicts on an entry.
type jsonEndorsement struct {
	State        cases.EndorsementState `json:"state"`
	Required     []string               `json:"required,omitempty"`
	Missing      []string               `json:"missing,omitempty"`
	WaitingSince string                 `json:"waiting_since,omitempty"`
	Due          string                 `json:"due,omitempty"`
	Given        []jsonGiven            `json:"given,omitempty"`
}

type jsonGiven struct {
	Entry    string `json:"entry"`
	Level    string `json:"level"`
	Verdict  string `json:"verdict"`
	By       string `json:"by"`
	Covering string `json:"covering,omitempty"`
	Voice    string `json:"reported_of,omitempty"`
	At       string `json:"at"`
	Comment  string `json:"comment,omitempty"`
	Reported bool   `json:"reported,omitempty"`
	Earlier  bool   `json:"earlier_version,omitempty"`
	Counts   bool   `json:"counts"`
}

// EndorsementData returns the managers' verdicts on an entry, as in every JSON document.
func EndorsementData(e cases.Endorsement) any { return endorsementData(e) }

func endorsementData(e cases.Endorsement) jsonEndorsement {
	out := jsonEndorsement{State: e.State, Required: e.Required, Missing: e.Missing,
		WaitingSince: utc(e.WaitingSince), Due: utc(e.Due)}
	for _, g := range e.Given {
		out.Given = append(out.Given,
			jsonGiven{refText(g.Entry), g.Level, g.Verdict, g.By, g.Covering, g.Voice,
				utc(g.At), g.Comment, g.Reported, g.Earlier, g.Counts})
	}
	return out
}

// orNil returns nil, JSON's null, for an empty text.
func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
