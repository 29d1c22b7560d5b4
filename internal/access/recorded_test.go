package access

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
)

const caseID = record.ID("K3F927QM")

// ids are the IDs of a test's entries, in order.
var ids = []record.ID{"7K2M9QXH", "9QXH7K2M", "B8Q1R4D9", "R4D9B8Q1", "4W8P6T2H", "3XJ9V3N8",
	"2R6M4T4Q", "Q9W1Z7Y0",
	"Y0K8BC5X", "C5XJ0V3N", "N8R2M6T4", "T4Q9W1Z7"}

// began is when the first entry of a test was recorded; each other came a minute
// after the one before it, and reached the record with it.
var began = time.Date(2026, time.March, 6, 17, 40, 0, 0, time.UTC)

// records are the entries of one case about Tobi Adeyemi, with no repository.
type records struct {
	t     testing.TB
	kinds *record.Kinds
	items []cases.Item
}

func recorded(t testing.TB) *records {
	t.Helper()
	k, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return &records{t: t, kinds: k}
}

// add records an entry by a member: its kind, the front matter's own lines, the
// text below.
func (r *records) add(by, kind, front, body string) cases.Item {
	r.t.Helper()
	n := len(r.items)
	at := began.Add(time.Duration(n) * time.Minute)
	text := fmt.Sprintf("---\nid: %s\ncase: %s\nkind: %s\nrecorded: %s\nby: %s\n"+
		"nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n%s",
		string(ids[n]), string(caseID), kind, at.Format(time.RFC3339), by, front, body)
	e, err := r.kinds.Decode([]byte(text))
	if err != nil {
		r.t.Fatalf("%v\n%s", err, text)
	}
	it := cases.Item{Entry: e, SHA256: fmt.Sprintf("%064x", n+1), Author: by, Op: "add",
		Committed: at, Seq: n + 1}
	r.items = append(r.items, it)
	return it
}

// endorse records what a member said of an entry.
func (r *records) endorse(by, level, verdict string, of cases.Item) cases.Item {
	r.t.Helper()
	return r.add(by, "endorsement",
		fmt.Sprintf("target: %s\ntarget_sha256: \"%s\"\nlevel: %s\nverdict: %s\ncomment: Read.\n",
			string(of.ID), of.SHA256, level, verdict), "")
}

func (r *records) docket() *record.Docket {
	return &record.Docket{Case: caseID, Opened: record.Date{Year: 2026, Month: 1, Day: 12},
		KeyWorker: "asha", Status: record.Open}
}

// fold returns the case as it stands an hour after the first entry.
func (r *records) fold() *cases.Case {
	r.t.Helper()
	return cases.Fold(cases.Input{Docket: r.docket(), Items: r.items, Policy: r.agency().Policy,
		Kinds: r.kinds, Now: began.Add(time.Hour), Endorsers: []string{"mina", "judith"}})
}

// agency has a caseworker, a manager, a senior manager, and the rules that
// casework begins with.
func (r *records) agency() Agency {
	r.t.Helper()
	text, err := policy.Default(policy.Casework)
	if err != nil {
		r.t.Fatal(err)
	}
	p, findings := policy.Parse(text, "casefile.yaml")
	if findings.Failed() {
		r.t.Fatal(findings)
	}
	return Agency{Policy: p, Members: []Member{{ID: "asha", Name: "Asha Rao"},
		{ID: "mina", Name: "Mina Hall", Manager: true},
		{ID: "judith", Name: "Judith Pryce", Manager: true}}}
}

// said is everything that entries say, in one text.
func said(items []cases.Item) string {
	var b strings.Builder
	for _, it := range items {
		b.Write(it.Text)
	}
	return b.String()
}

// decide records a decision on a request's copy, of one item.
func (r *records) decide(by string, request record.ID, item string) cases.Item {
	r.t.Helper()
	return r.add(by, "decision", "headline: What the copy leaves out\nmode: sole\n"+
		"decided_by: Asha Rao\ndecided_at: 2026-03-06\nrationale: As below.\n"+
		"links: {request: "+string(request)+"}\ndisclosure:\n  - "+item+"\n", "")
}

// handed records that a copy went.
func (r *records) handed(request record.ID) {
	r.t.Helper()
	r.add("asha", "access-disclosure", "sent_on: 2026-03-06\nto: Tobi Adeyemi\nmethod: by hand\n"+
		"what: all\nlinks: {request: "+string(request)+"}\n", "")
}
