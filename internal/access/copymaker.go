package access

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/report"
)

// CopyMaker holds the parts from which a copy is made.
type CopyMaker struct {
	Case    *cases.Case   // as it stands now
	Request *cases.Access // of the case
	Docket  *record.Docket
	Items   []cases.Item // of the case, as it stands now
	Kinds   *record.Kinds
	Cases   []record.ID // all others of the repository
	Agency  Agency
	Decided []disclose.Decision
	// AsAt is the instant whose record the copy shows, in whole seconds. Later entries are not
	// copied. They only say whom to protect: marks, protections, people who asked not to be named.
	AsAt time.Time

	// Step hears of work that is done, in all of Work steps; nil: nobody watches.
	Step func(done int)

	// Open opens the file of an attachment entry by the entry's ID.
	Open func(record.ID) (*plain.File, error)
}

// stood returns the items as the record stood.
func (m CopyMaker) stood() []cases.Item {
	return slices.DeleteFunc(slices.Clone(m.Items), func(it cases.Item) bool {
		return !it.StoodAt(m.AsAt)
	})
}

// Work returns the number of steps of making the copy: one for each entry to redact, and as many to
// search the result.
func (m CopyMaker) Work() int { return 2 * len(m.Items) }

func (m CopyMaker) done(steps int) {
	if m.Step != nil {
		m.Step(steps)
	}
}

// decisions returns the decisions that the redaction follows.
func (m CopyMaker) decisions() disclose.Decisions {
	rules := m.Agency.Policy
	d := disclose.Decisions{Request: versionIDs(m.Request.Entry),
		Own:   own(m.Request.Entry, m.Items),
		Today: rules.Today(m.Case.Now), Named: acting(m.Items, m.Agency.Members), Cases: m.Cases,
		Step:             func() { m.done(1) },
		Later:            func(it *cases.Item) bool { return !it.StoodAt(m.AsAt) },
		EachProfessional: rules.SubjectAccess.Professionals == "decide_each"}
	for _, one := range m.Decided {
		if one.Do != disclose.DoAnswer {
			d.Items = append(d.Items, one)
		}
	}
	for _, who := range m.Agency.Members {
		d.Team = append(d.Team, who.Name)
	}
	return d
}

// Made is a copy, as far as it could be made.
type Made struct {
	Pack   disclose.Package
	Log    disclose.Log // what it leaves out, as far as it is known, also where there is no copy
	Unused []string     // names that were decided to go and stand nowhere in the record
}

// Copy makes the copy, with the log of everything it leaves out. It refuses while anything is
// undecided (disclose.Undecided), if the copy lacks the request itself (ErrNotInCopy), if an entry
// in it was amended later (ErrChanged), and if it would still name somebody (ErrLeak). With an
// error, the log is returned as far as it is known.
func (m CopyMaker) Copy() (disclose.Package, disclose.Log, error) {
	made, err := m.Make()
	return made.Pack, made.Log, err
}

// Make is Copy, and also returns the decided names that stand nowhere.
func (m CopyMaker) Make() (Made, error) {
	var out Made
	d := m.decisions()
	x := disclose.NewRedaction(m.Items, m.Kinds, d)
	redacted, log, err := m.redacted(x, d)
	if out.Log = log; err != nil {
		return out, err
	}
	if err := m.unchanged(redacted); err != nil {
		return out, err
	}
	goes, more := attached(m.stood(), redacted, d)
	out.Log = append(log, more...)
	pack, err := m.pack(unnamed(redacted, m.stood(), goes), goes, d)
	if err != nil {
		return out, err
	}
	if err := m.search(x, redacted, pack); err != nil {
		return out, err
	}
	out.Pack, out.Unused = pack, x.Unused()
	return out, nil
}

// search is the last net. It refuses a copy that would still name somebody (ErrLeak). It asks about
// words that read nearly like a name that must go (disclose.Undecided).
func (m CopyMaker) search(x *disclose.Redaction, redacted []cases.Item,
	pack disclose.Package,
) error {
	blank, err := m.pages(nil)
	if err != nil {
		return err
	}
	blank[ReadmeFile] = pack[ReadmeFile]
	ours := ownWords(blank, m.Kinds)
	if err := leaks(pack, ours, x, m.searched(pack)); err != nil {
		return err
	}
	if open := nearly(pack, redacted, ours, x); len(open) > 0 {
		remember(open, m.Case, m.Request, m.Agency)
		return &disclose.Undecided{Questions: open}
	}
	return nil
}

// searched reports the progress of the search: each file of a copy counts as its share of the
// bytes.
func (m CopyMaker) searched(pack disclose.Package) func(name string) {
	all := 1
	for _, data := range pack {
		all += len(data)
	}
	return func(name string) { m.done(len(m.Items) * len(pack[name]) / all) }
}

// pack returns the files of a copy of redacted entries, with the attached files that go.
func (m CopyMaker) pack(redacted []cases.Item, goes []record.ID, d disclose.Decisions) (
	disclose.Package, error,
) {
	copied := answer{Case: m.Case.ID, Subject: m.Case.Subject.Name,
		Authority: authority(m.Agency.Policy.Jurisdiction), AsAt: m.AsAt, Unread: faulty(m.stood())}
	var err error
	if copied.Pages, err = m.pages(redacted); err != nil {
		return nil, err
	}
	if copied.Files, err = m.files(redacted, goes); err != nil {
		return nil, err
	}
	if copied.Request, err = m.request(redacted, d); err != nil {
		return nil, err
	}
	return copied.pack()
}

// redacted returns copies of the entries that go, with the log. Nothing goes while a named person
// is undecided, or an entry that needs a decision of its own.
func (m CopyMaker) redacted(x *disclose.Redaction, d disclose.Decisions) (
	[]cases.Item, disclose.Log, error,
) {
	redacted, log, err := x.Copies()
	log = slices.DeleteFunc(log, disclose.LogItem.Handling)
	log = withFiles(log, m.Items, x.LeftOut)
	var undecided *disclose.Undecided
	if err != nil && !errors.As(err, &undecided) {
		return nil, log, err
	}
	open := append(m.unanswered(), m.gated(x, d)...)
	if undecided != nil {
		open = append(open, undecided.Questions...)
	}
	if len(open) > 0 {
		remember(open, m.Case, m.Request, m.Agency)
		return nil, log, &disclose.Undecided{Questions: open, Log: log}
	}
	return redacted, log, nil
}

// unanswered asks whether the request is answered at all, where something speaks against it
// that no decision to answer covers.
func (m CopyMaker) unanswered() []disclose.Question {
	var why []string
	for _, o := range objections(m.Items, m.Request.Entry) {
		if !answered(m.Decided, m.Request.Entry, o) {
			why = append(why, o.why)
		}
	}
	if len(why) == 0 {
		return nil
	}
	t := m.Request.Entry
	return []disclose.Question{{What: disclose.AskEntry, Entry: t.Ref(), Named: true,
		Why:      whyAnswer + allOf(why),
		Passages: []disclose.Passage{{Entry: t.Ref(), Kind: t.Kind, Line: 1}}}}
}

// gated asks about entries that need a decision of their own: those of the gate, unless the subject
// asks, and those that tell of an entry that stays out.
func (m CopyMaker) gated(x *disclose.Redaction, d disclose.Decisions) []disclose.Question {
	goes := slices.DeleteFunc(slices.Clone(m.Items), func(it cases.Item) bool {
		return !readable(&it) || x.LeftOut(it.ID) || !it.StoodAt(m.AsAt)
	})
	g := gate{decided: m.Decided, leftOut: x.Withheld}
	var open []disclose.Question
	if !d.Own {
		g.telling = newAskerFinder(askerOf(m.Items, m.Request.Entry))
		open = g.questions(goes)
	}
	return append(open, newPointing(m, x, d).questions(goes, g, open)...)
}

// unchanged refuses, by ErrChanged, a copy of a text that was amended after it.
func (m CopyMaker) unchanged(redacted []cases.Item) error {
	first := disclose.FirstTexts(m.Items)
	shown := map[record.ID]bool{}
	for _, it := range redacted {
		shown[first[it.ID]] = true
	}
	for i := range m.Items {
		it := &m.Items[i]
		if readable(it) && !it.StoodAt(m.AsAt) && first[it.ID] != it.ID && shown[first[it.ID]] {
			return refuse(ErrChanged, record.Ref{Case: it.Case},
				"%s amends what the copy shows, and came after it was made", it.Ref())
		}
	}
	return nil
}

// request returns the newest version of the request that stood then, redacted.
func (m CopyMaker) request(redacted []cases.Item, d disclose.Decisions) (*record.Entry, error) {
	for _, it := range slices.Backward(redacted) {
		if slices.Contains(d.Request, it.ID) {
			return it.Entry, nil
		}
	}
	return nil, refuse(ErrNotInCopy, m.Request.Entry.Ref(),
		"the request itself is withheld, or was recorded after %s",
		m.AsAt.UTC().Format(time.RFC3339))
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

// authority returns the office to which people can complain.
func authority(jurisdiction string) string {
	kingdom := []string{"england", "wales", "scotland", "northern_ireland", "uk"}
	if slices.Contains(kingdom, strings.ToLower(jurisdiction)) {
		return "the Information Commissioner (ico.org.uk, 0303 123 1113)"
	}
	return "the authority that supervises data protection"
}

// pages draws the reports from redacted entries alone. Of the docket they see nothing that
// entries of the case have changed: a status or a date could tell of one that is not there.
func (m CopyMaker) pages(redacted []cases.Item) (disclose.Package, error) {
	names := map[string]string{}
	for _, who := range m.Agency.Members {
		names[who.ID] = m.named(who.Name)
	}
	rules := m.Agency.Policy
	docket := &record.Docket{Case: m.Docket.Case, Opened: m.Docket.Opened, Status: record.Open,
		KeyWorker: m.Docket.KeyWorker}
	c := cases.Fold(cases.Input{Docket: docket, Items: redacted, Policy: rules, Kinds: m.Kinds,
		Names: names, Now: m.AsAt, AsAt: m.AsAt})
	page := report.Page{Case: c, Names: names, Zone: rules.Zone(), All: true, Copy: true,
		Given: true}
	out := disclose.Package{}
	for _, f := range []report.Format{report.HTML, report.Markdown} {
		var chronology, entries bytes.Buffer
		err := errors.Join(report.Write(&chronology, "chronology", f, page),
			report.WriteEntries(&entries, f, page, m.Kinds))
		if err != nil {
			return nil, err
		}
		out["chronology."+string(f)], out["entries."+string(f)] = chronology.Bytes(),
			entries.Bytes()
	}
	return out, nil
}

// named returns a member's name, unless a decision takes it out.
func (m CopyMaker) named(name string) string {
	gone := func(d disclose.Decision) bool {
		return d.Do == disclose.DoRemove && match.Same(d.Name, name)
	}
	if slices.ContainsFunc(m.Decided, gone) {
		return "▇▇▇ (withheld)"
	}
	return name
}

// files reads the attached files that go, under the names in redacted entries.
func (m CopyMaker) files(redacted []cases.Item, goes []record.ID) (disclose.Package, error) {
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

func (m CopyMaker) read(id record.ID) ([]byte, error) {
	file, err := m.Open(id)
	if err != nil {
		return nil, err
	}
	return file.Bytes()
}
