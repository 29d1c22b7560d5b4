package cases

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// book builds the entries of one fictional case for a test.
type book struct {
	t     *testing.T
	in    Input
	count int
}

const caseID = record.ID("K3F927QM")

// newBook returns an open case, opened on 12 January 2026 under the default policy.
func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{t: t}
	b.policy(policy.Casework)
	b.in.Docket = &record.Docket{Case: caseID, Opened: day(t, "2026-01-12"), KeyWorker: "asha",
		Status: record.Open}
	b.in.Names = map[string]string{"asha": "Asha Rao", "hall": "M. Hall", "okoro": "N. Okoro"}
	b.in.Now = at(t, "2026-03-06T17:45Z")
	return b
}

func (b *book) policy(profile string) {
	b.t.Helper()
	data, err := policy.Default(profile)
	if err != nil {
		b.t.Fatal(err)
	}
	p, found := policy.Parse(data, "casefile.yaml")
	if p == nil {
		b.t.Fatal(found)
	}
	b.in.Policy = p
}

type fields map[string]any

// add records an entry by asha. The field "links" names other entries by
// relation; occurred, headline, impact, action, by are the common fields.
func (b *book) add(kind, recorded string, f fields) *record.Entry {
	b.t.Helper()
	b.count++
	id := record.ID(fmt.Sprintf("%02dGH0000", 20+b.count))
	e := &record.Entry{ID: id, Case: caseID, Kind: kind, Recorded: at(b.t, recorded).UTC(),
		By: "asha", Fields: map[string]any{}, Significant: true}
	for key, v := range f {
		b.set(e, key, v)
	}
	b.in.Items = append(b.in.Items,
		Item{Entry: e, SHA256: "sha-" + string(id), Author: e.By, MayAdd: true,
			Triagers:  Triagers{As: "lead"},
			Committed: e.Recorded, Op: "add"})
	b.heldBy(e)
	return e
}

// heldBy does to the docket what the operations hold and release do.
func (b *book) heldBy(e *record.Entry) {
	if b.in.Docket == nil {
		return
	}
	next := *b.in.Docket
	switch {
	case e.Links["amends"] != nil: // under add, which leaves the holds
	case e.Kind == record.KindHold, e.Kind == record.KindDeath && e.Str("who") == "subject":
		next = next.WithHold(e.ID)
	case e.Kind == record.KindRelease:
		for _, r := range e.Links["hold"] {
			next = next.WithoutHold(r.Entry)
		}
	}
	b.in.Docket = &next
}

func (b *book) set(e *record.Entry, key string, v any) {
	b.t.Helper()
	switch key {
	case "links":
		e.Links = map[string][]record.Ref{}
		for relation, to := range v.(map[string]*record.Entry) {
			e.Links[relation] = []record.Ref{to.Ref()}
		}
	case "occurred":
		if v == record.Unknown { // when it was recorded stands for it
			e.Fields["occurred"] = v
			v = e.Recorded.UTC().Format("2006-01-02T15:04:05Z")
		}
		o, err := record.ParseOccurred(v.(string))
		if err != nil {
			b.t.Fatal(err)
		}
		e.Occurred = o
	case "headline":
		e.Headline = v.(string)
	case "impact":
		e.Impact = v.(string)
	case "action":
		e.Action = v.(string)
	case "by":
		e.By = v.(string)
	case "insignificant":
		e.Significant = false
	default:
		e.Fields[key] = v
	}
}

type links = map[string]*record.Entry

// endorse adds an endorsement of exactly this text.
func (b *book) endorse(e *record.Entry, by, level, verdict, recorded string) *record.Entry {
	b.t.Helper()
	return b.add("endorsement", recorded, fields{"by": by, "level": level, "verdict": verdict,
		"target": string(e.ID), "target_sha256": "sha-" + string(e.ID)})
}

// profile returns the subject a birthday ("unknown" for none) and flags.
func (b *book) profile(recorded, born string, flags ...any) *record.Entry {
	b.t.Helper()
	return b.add("profile", recorded,
		fields{"subject_type": "child", "name": "Tobi Adeyemi", "date_of_birth": born,
			"flags": flags})
}

// adult returns a profile of somebody against whom an allegation was made.
func (b *book) adult(recorded, born string, flags ...any) *record.Entry {
	b.t.Helper()
	return b.add("profile", recorded,
		fields{"subject_type": "adult", "name": "Wendell Marsh", "date_of_birth": born,
			"flags": flags})
}

func flag(name, from, to string) map[string]any {
	m := map[string]any{"flag": name, "from": from}
	if to != "" {
		m["to"] = to
	}
	return m
}

func (b *book) fold() *Case {
	b.t.Helper()
	return Fold(b.in)
}

// at returns a time with its zone.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := record.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func day(t *testing.T, s string) record.Date {
	t.Helper()
	if s == "" {
		return record.Date{}
	}
	d, err := record.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rules returns the names of the findings about an entry, or of all for nil: those of the fold, and
// those of lateness, which room duty makes of the same deadlines.
func rules(c *Case, e *record.Entry) map[string]int {
	out := map[string]int{}
	count := func(rule string, id record.ID) {
		if e == nil || id == e.ID {
			out[rule]++
		}
	}
	for _, f := range c.Findings {
		count(f.Rule, f.Entry)
	}
	for _, d := range c.Deadlines {
		if Passed(d.Due, c.Now) > 0 && d.Rule != RuleNoReceipt && d.Rule != RuleUnknownFact {
			count(d.Rule, d.Ref.Entry)
		}
	}
	stays := []string{RuleLateRecording, RuleConcernRecordedLate, RuleConfirmedLate, RuleAccessLate,
		RuleTransferLate}
	for _, l := range late(c) {
		if slices.Contains(stays, l.Rule) {
			count(l.Rule, l.Ref.Entry)
		}
	}
	return out
}

// wasLate is a deadline that was met late, and by how much in words.
type wasLate struct {
	Deadline
	By string
}

// late lists the things that were done late.
func late(c *Case) []wasLate {
	var out []wasLate
	for _, d := range c.Answered() {
		if by := LateWords(d, d.Answered, c.in.Policy.Calendar(), c.zone); by != "" {
			out = append(out, wasLate{d, by})
		}
	}
	return out
}

func (b *book) wantRule(c *Case, e *record.Entry, rule string, want bool) {
	b.t.Helper()
	if got := rules(c, e)[rule] > 0; got != want {
		b.t.Errorf("finding %s given: %v, want %v (all: %v)", rule, got, want, c.Findings)
	}
}
