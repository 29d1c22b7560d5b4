package casebook

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/store"
)

// errTired is the error of a tiring signer that has signed enough.
var errTired = errors.New("the hardware key was not touched")

// tiring signs a number of times, and then no more: an act of several commits is
// interrupted before the next of them.
type tiring struct {
	store.Signer
	left *int
}

func (s tiring) Sign(namespace string, data []byte) ([]byte, error) {
	if *s.left == 0 {
		return nil, errTired
	}
	*s.left--
	return s.Signer.Sign(namespace, data)
}

// tires lets somebody sign n times; rested lets them sign as ever.
func (o *office) tires(who string, n int) (rested func()) {
	whole := o.signer[who]
	o.signer[who] = tiring{whole, &n}
	return func() { o.signer[who] = whole }
}

func triageText(concern record.ID) string {
	return fmt.Sprintf(`---
kind: triage
headline: Read, and talked with the family
read_at: 2026-03-06T09:00+00:00
decision: talk_to_family
reason: The account fits the injury
parents_told: yes
links: {concern: %s}
---
`, string(concern))
}

// twoConcerns returns an intake of one concern that was triaged and acted on, and one that nobody
// has read yet.
func (o *office) twoConcerns() record.ID {
	o.Helper()
	b := o.as("asha")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	first := b.prepared(o, id, "concern", concernText)
	_, err = b.Intake(o.ctx, OpenOrder{Case: id, Entries: []*Prepared{first}})
	o.must(err)
	b = o.as("asha")
	_, err = b.Append(o.ctx, "concern", id, b.prepared(o, id, "concern", concernText))
	o.must(err)
	b = o.as("judith")
	triage := b.prepared(o, id, "triage", triageText(first.Entry.ID))
	_, err = b.Add(o.ctx, id, []*Prepared{triage}, nil)
	o.must(err)
	return id
}

// commits counts those of main.
func (o *office) commits() int {
	o.Helper()
	b := o.as("judith")
	line, err := b.repo.Since(o.ctx, "", b.Tip())
	o.must(err)
	return len(line)
}

func (o *office) folded(who string, id record.ID) *cases.Case {
	o.Helper()
	c, err := o.as(who).Case(o.ctx, id)
	o.must(err)
	return c
}

// Wherever a filing stops, it goes on there, and files nothing twice: the two concerns, the
// triage of the one, a triage here of the other, and the closure are five commits. Where
// that last triage is here already, it is not taken for one by somebody who read the concern.
func TestFilingGoesOn(t *testing.T) {
	const whole = 5
	for stop := range whole + 1 {
		t.Run(fmt.Sprintf("after %d commits", stop), func(t *testing.T) {
			o := newOffice(t)
			to, from := o.newCase(), o.twoConcerns()
			before := o.commits()
			rested := o.tires("judith", stop)
			filed, err := o.as("judith").FileIntake(o.ctx, from, to)
			unfinished, _ := errors.AsType[*UnfinishedError](err)
			if stop < whole {
				if unfinished == nil || !errors.Is(err, errTired) ||
					unfinished.Act != fmt.Sprintf("filing %s into %s", from, to) {
					t.Fatalf("stopped with %v", err)
				}
				if n := o.commits() - before; n != stop {
					t.Errorf("%d commits, want %d", n, stop)
				}
				rested()
				filed, err = o.as("judith").FileIntake(o.ctx, from, to)
			}
			o.must(err)
			o.wantFiled(from, to)
			if n := o.commits() - before; n != whole {
				t.Errorf("%d commits in all, want %d", n, whole)
			}
			if len(filed.Done) != whole-stop && stop < whole {
				t.Errorf("the second run did %d, want %d", len(filed.Done), whole-stop)
			}
			o.wantOneTriaged(to, filed)
		})
	}
}

// FileIntake refuses by itself what it can't do, and writes nothing then.
func TestFileRefuses(t *testing.T) {
	o := newOffice(t)
	open, intake := o.newCase(), o.twoConcerns()
	before := o.commits()
	for _, tt := range []struct {
		name, who string
		from, to  record.ID
		want      error
		words     string
	}{
		{"a case", "judith", open, intake, ErrState, open.String() + " is open, and not an intake"},
		{"itself", "judith", intake, intake, ErrState, "can't be filed into itself"},
		{"by one who closes nothing", "asha", intake, open, ErrDenied, ""},
	} {
		_, err := o.as(tt.who).FileIntake(o.ctx, tt.from, tt.to)
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if n := o.commits() - before; n != 0 {
		t.Errorf("%d commits were made", n)
	}
}

// wantFiled looks at both cases after the filing.
func (o *office) wantFiled(from, to record.ID) {
	o.Helper()
	c := o.folded("asha", to)
	if len(c.Concerns) != 2 {
		o.Fatalf("%d concerns were filed, want 2", len(c.Concerns))
	}
	for _, n := range c.Concerns {
		if n.Entry.First.Origin[0].Case != string(from) {
			o.Errorf("%s does not say where it comes from", n.Entry.ID)
		}
	}
	if d := o.folded("judith", from).Docket; d.Status != record.Closed {
		o.Errorf("the intake is %s", d.Status)
	}
}

// wantOneTriaged: what was decided before the filing stands there, and the other concern
// waits there to be read.
func (o *office) wantOneTriaged(to record.ID, filed *FiledIntake) {
	o.Helper()
	triaged, open := 0, 0
	for _, n := range o.folded("asha", to).Concerns {
		if n.Triage != nil {
			triaged++
		}
	}
	for _, f := range filed.Concerns {
		if f.Untriaged {
			open++
		}
	}
	if triaged != 1 || open != 1 || filed.Others() != 0 {
		o.Errorf("%d are triaged, %d wait, and %d other entries stayed; want 1, 1 and none",
			triaged, open, filed.Others())
	}
}
