package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

// decided are the decisions on one request: those that a manager stands behind,
// and those that wait for one.
type decided struct {
	signed, all []disclose.Decision
	waiting     []*cases.Thread
}

// decisionsOn reads the decisions on what a request's copy leaves out, in the
// order in which they were recorded.
func decisionsOn(b *casebook.Book, c *cases.Case, r *cases.Access) (decided, error) {
	var out decided
	threads := c.Threads("decision")
	slices.SortStableFunc(threads, func(x, y *cases.Thread) int { return x.First.Recorded.Compare(y.First.Recorded) })
	for _, t := range threads {
		e := t.Endorsement
		if len(t.Maps("disclosure")) == 0 || !aboutRequest(c, t, r) || e.State == cases.Returned || e.State == cases.Declined {
			continue
		}
		items, err := disclose.ReadDecision(t.Entry, allIDs(c), groundsOf(b, r))
		if err != nil {
			return out, withHint(fmt.Errorf("%s: %w", t.Ref(), err), "casefile amend %s", t.Ref())
		}
		out.all = append(out.all, items...)
		if signedByManager(b, t) {
			out.signed = append(out.signed, items...)
		} else {
			out.waiting = append(out.waiting, t)
		}
	}
	return out, nil
}

func aboutRequest(c *cases.Case, t *cases.Thread, r *cases.Access) bool {
	return slices.ContainsFunc(t.Links["request"], func(ref record.Ref) bool { return c.Thread(ref.Entry) == r.Entry })
}

func allIDs(c *cases.Case) []record.ID {
	var out []record.ID
	for _, t := range c.Threads() {
		out = append(out, versionIDs(t)...)
	}
	return out
}

func groundsOf(b *casebook.Book, r *cases.Access) disclose.Grounds {
	return disclose.Grounds{Own: r.Entry.Str("as") == "subject", Exemptions: b.Policy().SubjectAccess.Exemptions}
}

// signedByManager reports whether a manager stands behind a decision: by an
// endorsement or as its author, where policy asks for none or nobody else is there
// who could. The reports say so of such a decision for ever.
func signedByManager(b *casebook.Book, t *cases.Thread) bool {
	e := t.Endorsement
	author, _ := b.Team().Member(t.Author)
	own := author.HasAny(team.Manager, team.Senior)
	switch {
	case e.State == cases.NoSecondPerson:
		return own
	case !e.Complete():
		return false
	case len(e.Required) == 0 && own:
		return true
	}
	return e.State == cases.EndorsedLine || e.State == cases.EndorsedSenior
}

// copying is a copy in the making.
type copying struct {
	b       *casebook.Book
	c       *cases.Case
	kinds   *record.Kinds
	docket  *record.Docket
	request *cases.Access
	items   []cases.Item
	d       disclose.Decisions
	asAt    time.Time
}

// copyOf gathers what a copy is made of, as the record stood at an instant.
func copyOf(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, r *cases.Access, decisions []disclose.Decision, asAt time.Time) (*copying, error) {
	d, err := b.Docket(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	items, err := b.Items(ctx, d)
	if err != nil {
		return nil, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(it cases.Item) bool { return it.Committed.After(asAt) })
	p := &copying{b: b, c: c, kinds: kinds, docket: d, request: r, items: items, asAt: asAt}
	p.d = disclose.Decisions{Request: versionIDs(r.Entry), Today: b.Policy().Today(asAt), Items: decisions,
		EachProfessional: b.Policy().SubjectAccess.Professionals == "decide_each"}
	for _, m := range b.Team().Members {
		p.d.Staff = append(p.d.Staff, m.Name)
	}
	return p, nil
}

// made gives the package, and the log of what it leaves out.
func (p *copying) made(ctx context.Context) (disclose.Package, disclose.Log, error) {
	redacted, log, err := disclose.Redact(p.items, p.kinds, p.d)
	if err != nil {
		return nil, log, err
	}
	goes, more := disclose.Attached(p.items, redacted, p.d)
	log = append(log, more...)
	pages, err := p.pages(redacted)
	if err != nil {
		return nil, log, err
	}
	files, err := p.files(ctx, redacted, goes)
	if err != nil {
		return nil, log, err
	}
	answer := disclose.Access{Case: p.c.ID, Subject: p.c.Subject.Name, Authority: p.authority(), AsAt: p.asAt, Zone: p.b.Policy().Zone(),
		Entries: textsIn(redacted), Unread: faulty(p.items), Log: log, Pages: pages, Files: files}
	for _, it := range redacted { // the newest version that stood then
		if slices.Contains(p.d.Request, it.ID) {
			answer.Request = it.Entry
		}
	}
	if answer.Request == nil {
		return nil, log, inState("the request itself is withheld, or was recorded after %s", p.asAt.UTC().Format(time.RFC3339))
	}
	pack, err := answer.Package()
	if err != nil {
		return nil, log, err
	}
	blank, err := p.pages(nil)
	if err != nil {
		return nil, log, err
	}
	blank[disclose.AccessReadme] = pack[disclose.AccessReadme]
	return pack, log, disclose.Leaks(pack, blank, p.items, p.kinds, p.d)
}

// textsIn counts the entries that a copy shows: what managers said stands with
// what they said it of.
func textsIn(items []cases.Item) int {
	n := 0
	for _, it := range items {
		if it.Kind != "endorsement" {
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
func (p *copying) authority() string {
	if slices.Contains([]string{"england", "wales", "scotland", "northern_ireland", "uk"}, strings.ToLower(p.b.Policy().Jurisdiction)) {
		return "the Information Commissioner (ico.org.uk, 0303 123 1113)"
	}
	return "the authority that supervises data protection"
}

// pages draws the reports from redacted entries alone.
func (p *copying) pages(redacted []cases.Item) (disclose.Package, error) {
	names := map[string]string{}
	for _, m := range p.b.Team().Members {
		names[m.ID] = p.staffName(m.Name)
	}
	c := cases.Fold(cases.Input{Docket: p.docket, Items: redacted, Policy: p.b.Policy(), Kinds: p.kinds, Names: names, Now: p.asAt})
	page := report.Page{Case: c, Names: names, Zone: p.b.Policy().Zone(), All: true, Copy: true}
	out := disclose.Package{}
	for _, f := range []report.Format{report.HTML, report.Markdown} {
		var chronology, entries bytes.Buffer
		if err := errors.Join(report.Write(&chronology, "chronology", f, page), report.WriteEntries(&entries, f, page, p.kinds)); err != nil {
			return nil, err
		}
		out["chronology."+string(f)], out["entries."+string(f)] = chronology.Bytes(), entries.Bytes()
	}
	return out, nil
}

// staffName is a member's name, unless a decision takes it out.
func (p *copying) staffName(name string) string {
	if slices.ContainsFunc(p.d.Items, func(d disclose.Decision) bool { return d.Do == disclose.DoRemove && strings.EqualFold(d.Name, name) }) {
		return "▇▇▇ (withheld)"
	}
	return name
}

// files reads the attached files that go.
func (p *copying) files(ctx context.Context, redacted []cases.Item, goes []record.ID) (disclose.Package, error) {
	out := disclose.Package{}
	for _, it := range redacted {
		if !slices.Contains(goes, it.ID) {
			continue
		}
		i := slices.IndexFunc(p.items, func(o cases.Item) bool { return o.Entry != nil && o.ID == it.ID })
		var data bytes.Buffer
		if err := p.b.OpenFile(ctx, p.items[i].Entry, &data); err != nil {
			return nil, err
		}
		out[disclose.AttachmentFile(it.Entry)] = data.Bytes()
	}
	return out, nil
}

// answerable refuses to hand a copy out before it is known who asks, and for what.
func answerable(r *cases.Access) error {
	if r.Entry.Str("identity") == "asked_for" {
		return withHint(inState("proof of identity was asked for, and has not come"), "casefile amend %s, with identity: confirmed and identity_received_on", r.Entry.Ref())
	}
	for _, field := range []string{"authority", "send_to"} {
		if r.Entry.Str(field) == record.Unknown {
			return withHint(inState("the request does not know its %s yet", field), "casefile amend %s", r.Entry.Ref())
		}
	}
	for _, t := range r.Clarifications {
		if t.Date("answered_on").IsZero() && !answeredBy(r, t) {
			return withHint(inState("the clarification %s has no answer yet", t.Ref()), "casefile sar clarify %s, with the same asked_on, and answered_on", r.Entry.Case)
		}
	}
	return nil
}

// answeredBy reports whether another entry has the answer to the same question.
func answeredBy(r *cases.Access, asked *cases.Thread) bool {
	return slices.ContainsFunc(r.Clarifications, func(t *cases.Thread) bool {
		return t.Date("asked_on") == asked.Date("asked_on") && !t.Date("answered_on").IsZero()
	})
}
