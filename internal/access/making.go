package access

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/report"
)

// Making is what a copy is made of.
type Making struct {
	Case    *cases.Case   // as it stands now
	Request *cases.Access // of the case
	Docket  *record.Docket
	Items   []cases.Item // of the case; what arrived after AsAt is not looked at
	Kinds   *record.Kinds
	Agency  Agency
	Decided []disclose.Decision
	AsAt    time.Time // the record as it stood then; whole seconds

	// Open opens the file of an attachment entry by the entry's ID. All its bytes are
	// whole and true where it gives no error.
	Open func(record.ID) (io.ReadCloser, error)
}

// stood are the items as the record stood.
func (m Making) stood() []cases.Item {
	return slices.DeleteFunc(slices.Clone(m.Items), func(it cases.Item) bool {
		return !it.StoodAt(m.AsAt)
	})
}

// decisions are what the redaction goes by.
func (m Making) decisions() disclose.Decisions {
	rules := m.Agency.Policy
	d := disclose.Decisions{Request: versionIDs(m.Request.Entry), Today: rules.Today(m.AsAt),
		Items: m.Decided, Own: m.Request.Entry.Str("as") == "subject",
		EachProfessional: rules.SubjectAccess.Professionals == "decide_each"}
	for _, who := range m.Agency.Members {
		d.Named, d.Team = append(d.Named, who.Name), append(d.Team, who.Name)
	}
	return d
}

// Unused are names that were decided to go and stand nowhere in the record.
func (m Making) Unused() []string { return disclose.Unused(m.stood(), m.Kinds, m.decisions()) }

// Copy makes the copy, with the log of what it leaves out. There is none while
// anybody is undecided (disclose.Undecided), where the request itself is not in it
// (ErrNotInCopy), or where it would still name somebody (ErrLeak). The
// log is given also with errors, as far as it is known.
func (m Making) Copy() (disclose.Package, disclose.Log, error) {
	items, d := m.stood(), m.decisions()
	redacted, log, err := disclose.Redact(items, m.Kinds, d)
	if err != nil {
		return nil, log, err
	}
	goes, more := attached(items, redacted, d)
	log = append(log, more...)
	copied := answer{Case: m.Case.ID, Subject: m.Case.Subject.Name,
		Authority: authority(m.Agency.Policy.Jurisdiction), AsAt: m.AsAt,
		Entries: textsIn(redacted), Unread: faulty(items), Log: log}
	if copied.Pages, err = m.pages(redacted); err != nil {
		return nil, log, err
	}
	if copied.Files, err = m.files(redacted, goes); err != nil {
		return nil, log, err
	}
	if copied.Request, err = m.request(redacted, d); err != nil {
		return nil, log, err
	}
	pack, err := copied.pack()
	if err != nil {
		return nil, log, err
	}
	blank, err := m.pages(nil)
	if err != nil {
		return nil, log, err
	}
	blank[ReadmeFile] = pack[ReadmeFile]
	if err := leaks(pack, blank, disclose.NewFinder(items, m.Kinds, d), m.Kinds); err != nil {
		return nil, log, err
	}
	return pack, log, nil
}

// request is the newest version of the request that stood then, redacted.
func (m Making) request(redacted []cases.Item, d disclose.Decisions) (*record.Entry, error) {
	for _, it := range slices.Backward(redacted) {
		if slices.Contains(d.Request, it.ID) {
			return it.Entry, nil
		}
	}
	return nil, refuse(ErrNotInCopy, m.Request.Entry.Ref(),
		"the request itself is withheld, or was recorded after %s", m.AsAt.UTC().Format(time.RFC3339))
}

// textsIn counts the entries that a copy shows: what managers said stands with
// what they said it of.
func textsIn(items []cases.Item) int {
	n := 0
	for _, it := range items {
		if it.Kind != record.KindEndorsement {
			n++
		}
	}
	return n
}

func faulty(items []cases.Item) int {
	n := 0
	for _, it := range items {
		if it.Entry == nil || it.Fault != "" {
			n++
		}
	}
	return n
}

// authority is whom people can complain to.
func authority(jurisdiction string) string {
	kingdom := []string{"england", "wales", "scotland", "northern_ireland", "uk"}
	if slices.Contains(kingdom, strings.ToLower(jurisdiction)) {
		return "the Information Commissioner (ico.org.uk, 0303 123 1113)"
	}
	return "the authority that supervises data protection"
}

// pages draws the reports from redacted entries alone.
func (m Making) pages(redacted []cases.Item) (disclose.Package, error) {
	names := map[string]string{}
	for _, who := range m.Agency.Members {
		names[who.ID] = m.named(who.Name)
	}
	rules := m.Agency.Policy
	c := cases.Fold(cases.Input{Docket: m.Docket, Items: redacted, Policy: rules, Kinds: m.Kinds,
		Names: names, Now: m.AsAt, AsAt: m.AsAt})
	page := report.Page{Case: c, Names: names, Zone: rules.Zone(), All: true, Copy: true}
	out := disclose.Package{}
	for _, f := range []report.Format{report.HTML, report.Markdown} {
		var chronology, entries bytes.Buffer
		err := errors.Join(report.Write(&chronology, "chronology", f, page),
			report.WriteEntries(&entries, f, page, m.Kinds))
		if err != nil {
			return nil, err
		}
		out["chronology."+string(f)], out["entries."+string(f)] = chronology.Bytes(), entries.Bytes()
	}
	return out, nil
}

// named is a member's name, unless a decision takes it out.
func (m Making) named(name string) string {
	gone := func(d disclose.Decision) bool {
		return d.Do == disclose.DoRemove && strings.EqualFold(d.Name, name)
	}
	if slices.ContainsFunc(m.Decided, gone) {
		return "▇▇▇ (withheld)"
	}
	return name
}

// files reads the attached files that go, under the names in redacted entries.
func (m Making) files(redacted []cases.Item, goes []record.ID) (disclose.Package, error) {
	out := disclose.Package{}
	for _, it := range redacted {
		if !slices.Contains(goes, it.ID) {
			continue
		}
		data, err := m.read(it.ID)
		if err != nil {
			return nil, err
		}
		out[disclose.AttachmentFile(it.Entry)] = data
	}
	return out, nil
}

func (m Making) read(id record.ID) ([]byte, error) {
	file, err := m.Open(id)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	return data, errors.Join(err, file.Close())
}
