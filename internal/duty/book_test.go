package duty

import (
	"fmt"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// book builds the entries of one fictional case, opened on 12 January 2026 under the policy
// of a profile and looked at on Friday 6 March at 17:45.
type book struct {
	t     *testing.T
	in    cases.Input
	w     World
	count int
}

type fields map[string]any

type links = map[string]*record.Entry

func newBook(t *testing.T, members string) *book {
	t.Helper()
	r := parseRow(t, members+" | open @03-06T17:45:00 | - | | -/-")
	b := &book{t: t, w: r.world}
	d := r.all[0].Docket
	d.Opened = dayOf(t, "2026-01-12")
	b.in = cases.Input{Docket: d, Policy: b.w.Policy, Now: b.w.Now, Names: map[string]string{}}
	for _, m := range b.w.Team.Members {
		b.in.Names[m.ID] = m.Name
	}
	return b
}

// add records an entry by asha. The field links names other entries by relation; by,
// occurred, action and op are not of the kind's own.
func (b *book) add(kind, recorded string, f fields) *record.Entry {
	b.t.Helper()
	b.count++
	id := record.ID(fmt.Sprintf("%02dGH0000", 20+b.count))
	e := &record.Entry{ID: id, Case: theCase, Kind: kind, Recorded: instant(b.t, recorded),
		By:     "asha",
		Fields: map[string]any{}, Significant: true}
	op := "add"
	for key, v := range f {
		switch key {
		case "links":
			e.Links = map[string][]record.Ref{}
			for relation, to := range v.(links) {
				e.Links[relation] = []record.Ref{to.Ref()}
			}
		case "by":
			e.By = v.(string)
		case "op":
			op = v.(string)
		case "occurred":
			at, err := record.ParseOccurred(v.(string))
			if err != nil {
				b.t.Fatal(err)
			}
			e.Occurred = at
		default:
			e.Fields[key] = v
		}
	}
	it := cases.Item{Entry: e, SHA256: "sha-" + string(id), Author: e.By, MayAdd: true,
		Triagers:  cases.Triagers{As: "lead"},
		Committed: e.Recorded, Op: op}
	b.in.Items = append(b.in.Items, it)
	return e
}

// say adds what a manager says of a text.
func (b *book) say(e *record.Entry, by, level, verdict, recorded string,
	more fields,
) *record.Entry {
	b.t.Helper()
	f := fields{"by": by, "level": level, "verdict": verdict,
		"target": string(e.ID), "target_sha256": "sha-" + string(e.ID)}
	for k, v := range more {
		f[k] = v
	}
	return b.add("endorsement", recorded, f)
}

func (b *book) fold() *cases.Case { return cases.Fold(b.in) }

// duties returns the duties of the case, as it alone tells them.
func (b *book) duties() []Duty { return In(Of(b.fold()), b.w) }

func (b *book) under(profile string) *book {
	b.w.Policy = profileOf(b.t, profile)
	b.in.Policy = b.w.Policy
	return b
}
