package casebook

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

const closureText = `---
kind: closure
headline: The family goes on by itself
reason: The intended outcome is reached
service_ended: 2026-03-06
outcome: Regular meals on every day of the week
child_view: '"Thank you for the club."'
parent_view: Content, and knows whom to ring
evidence_of_change: The lunch list of the school
agencies_told: [Hill Lane School]
transfer_review: {needed: no, reason: Robin stays at the same school, by: Mina Hall}
---
`

// close closes a case as the command does.
func (o *office) close(who string, id record.ID) *Done {
	o.Helper()
	b := o.as(who)
	done, err := b.Close(o.ctx, id, b.prepared(o, id, "closure", closureText))
	o.must(err)
	return done
}

// held records as Mina that Robin had a status in 2025.
func held(status string) func(o *office, id record.ID) {
	return func(o *office, id record.ID) {
		b := o.as("mina")
		text := strings.Replace(profileText, "languages:", "flags:\n  - "+
			"{flag: "+status+", from: 2025-01-01, to: 2025-06-30}\nlanguages:", 1)
		_, err := b.Add(o.ctx, id, []*Prepared{b.prepared(o, id, "profile", text)}, nil)
		o.must(err)
	}
}

// The needs of closing, and the date until which a case is kept, follow from the case at the time
// of recording, even if another process added to it after the first check.
func TestCloseIsBuiltAgain(t *testing.T) {
	for _, tt := range []struct {
		name    string
		between func(o *office, id record.ID)
		until   string // "" if the case can't be closed
	}{
		{"nothing came", func(*office, record.ID) {}, "2027-12-31"},
		{"a child protection plan is known of", held("child_protection"), "2041-12-31"},
		{"a status that no rule of retention catches is known of", held("looked_after"), ""},
		{"a concern waits for triage", func(o *office, id record.ID) { o.concern("mina", id) }, ""},
	} {
		o := newOffice(t)
		id := o.newCase()
		begun := o.now
		o.now = begun.Add(time.Hour) // the other entries are older than this command
		slow := o.as("asha")
		p := slow.prepared(o, id, "closure", closureText)
		o.now = begun
		tt.between(o, id)
		done, err := slow.Close(o.ctx, id, p)
		found, kept := errors.AsType[*FindingsError](err)
		switch {
		case tt.until == "":
			if !kept || found.Findings[0].Rule != cases.RuleClosureIncomplete ||
				o.docket(id).Status != record.Open {
				t.Errorf("%s: %v, %s", tt.name, err, o.docket(id).Status)
			}
		case err != nil || done.Dockets[0].RetainUntil != day(tt.until):
			t.Errorf("%s: %+v, %v", tt.name, done, err)
		}
	}
}

func day(text string) record.Date {
	d, _ := record.ParseDate(text)
	return d
}

// A replayed closure keeps the case for as long as its new entries ask for. Robin was born in 2016.
// A referral keeps the case to the end of 2041, the minimum alone to the end of 2027.
func TestCloseAgain(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.newCase()
	for _, tt := range []struct {
		name     string
		change   func(there *office, id record.ID)
		conflict error
		until    string
	}{
		{"nothing that matters", func(o *office, _ record.ID) { o.newCase() }, nil, "2027-12-31"},
		{"another note", func(o *office, id record.ID) {
			o.note(o.as("mina"), id, "Later")
		}, nil, "2027-12-31"},
		{"a child protection plan is known of", held("child_protection"), nil, "2041-12-31"},
		{"a status that no rule of retention catches is known of", held("looked_after"), ErrState,
			""},
		{"a concern waits for triage", func(o *office, id record.ID) {
			o.concern("mina", id)
		}, ErrState, ""},
		{"it was closed there", func(o *office, id record.ID) {
			o.close("mina", id)
		}, ErrState, ""},
		{"who closed it was taken away", func(o *office, id record.ID) {
			b := o.as("asha")
			p := b.prepared(o, id, "handover", "---\nkind: handover\nheadline: Mina goes on\n"+
				"from: asha\nto: mina\nreason: Leave\nopen_risks: none\n"+
				"next_steps: A visit in April\n---\n")
			_, err := b.onCase(o.ctx, "handover", id,
				func(_ *parent, d record.Docket) (*CaseChange, error) {
					d.KeyWorker = "mina"
					return &CaseChange{Docket: d, Entries: []*Prepared{p}}, nil
				})
			o.must(err)
			o.revoke("mina", id, "asha")
		}, ErrNoKey, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			if d := o.close("asha", id).Dockets[0]; d.Status != record.Closing ||
				d.RetainUntil != day("2027-12-31") {
				t.Fatalf("closed apart, it is %s until %s", d.Status, d.RetainUntil)
			}
			tt.change(there, id)
			theirs := there.docket(id)
			j := o.meets("asha", there)
			d := o.docket(id)
			if tt.conflict != nil {
				if len(j.Conflicts) != 1 || !errors.Is(j.Conflicts[0].Why, tt.conflict) ||
					d.Status != theirs.Status {
					t.Errorf("joined %+v, the case is %s", j, d.Status)
				}
				if drafts, err := o.as("asha").Drafts(); err != nil || len(drafts) != 1 {
					t.Errorf("%d drafts, %v", len(drafts), err)
				}
				return
			}
			if len(j.Conflicts) > 0 || d.Status != record.Closing ||
				d.RetainUntil != day(tt.until) || d.ServiceEnded != day("2026-03-06") {
				t.Errorf("joined %+v, the case is %s until %s", j, d.Status, d.RetainUntil)
			}
		})
	}
}
