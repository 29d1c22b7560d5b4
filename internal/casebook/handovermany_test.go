package casebook

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// watched notes what a watcher is told.
type watched struct {
	parts   []string
	done    int
	refused int
}

func (w *watched) Begin(what string, n int) (Tell, func()) {
	w.parts = append(w.parts, fmt.Sprintf("%s: %d", what, n))
	return func(n int) { w.done += n }, func() { w.parts = append(w.parts, "over") }
}

func (w *watched) Refused(record.Findings) { w.refused++ }

func noSteps(*cases.Case) ([]string, error) { return nil, nil }

// Two cases are let in by one commit, and handed over by one each. Wherever that stops, it
// goes on there, and hands over nothing twice.
func TestHandOverManyGoesOn(t *testing.T) {
	const whole = 3
	for stop := range whole {
		t.Run(fmt.Sprintf("after %d commits", stop), func(t *testing.T) {
			o := newOffice(t)
			o.join("nia", "Nia Lowe", team.Caseworker)
			o.newCase()
			o.newCase()
			ids, err := o.as("mina").CasesOf(o.ctx, "asha")
			o.must(err)
			before := o.commits()
			h := BulkHandover{HandoverPlan{From: "asha", To: "nia"}, noSteps, &watched{}}
			rested := o.tires("mina", stop)
			_, err = o.as("mina").HandOverMany(o.ctx, ids, h)
			stopped, _ := errors.AsType[*StoppedError](err)
			if !errors.Is(err, errTired) || (stopped != nil) != (stop == 2) {
				t.Fatalf("stopped with %v", err)
			}
			rested()
			left, err := o.as("mina").CasesOf(o.ctx, "asha")
			o.must(err)
			m, err := o.as("mina").HandOverMany(o.ctx, left, h)
			o.must(err)
			if n := o.commits() - before; n != whole || len(m.Cases) != len(left) ||
				len(m.Skipped) != 0 {
				t.Errorf("%d commits, %d handed over, %d skipped; want %d, %d, none", n,
					len(m.Cases), len(m.Skipped), whole, len(left))
			}
			if has, _ := o.as("mina").CasesOf(o.ctx, "nia"); len(has) != 2 {
				t.Errorf("nia has %d cases", len(has))
			}
			o.sound()
		})
	}
}

// Cover that is there already is not recorded again, and a case that cannot be handed over
// keeps no other waiting.
func TestHandOverManySkips(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	first, second := o.newCase(), o.newCase()
	w := &watched{}
	h := BulkHandover{HandoverPlan{From: "asha", To: "nia", Until: "2026-05-01"}, noSteps, w}
	m, err := o.as("mina").HandOverMany(o.ctx, []record.ID{first, second, "ZZZZ2222"}, h)
	o.must(err)
	if len(m.Cases) != 2 || len(m.Skipped) != 1 || !errors.Is(m.Skipped[0].Why, ErrNotFound) {
		t.Errorf("covered %v, skipped %v", m.Cases, m.Skipped)
	}
	if want := []string{"letting in nia: 3", "over", "handing over: 2",
		"over"}; !slices.Equal(w.parts, want) || w.done != 5 {
		t.Errorf("told %q, %d done", w.parts, w.done)
	}
	m, err = o.as("mina").HandOverMany(o.ctx, []record.ID{first, second}, h)
	o.must(err)
	if len(m.Cases)+len(m.Commits)+len(m.Skipped) != 0 {
		t.Errorf("covered again: %+v", m)
	}
}

// A member leaves: the team says so, their cases pass on, each let in and handed over, and
// the member is taken out of all: six commits. Stopped after each of them, the work goes on,
// and that they left is told once.
func TestLeave(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("orla", "Orla Byrne", team.Caseworker)
	next := map[record.ID]string{o.newCase(): "nia", o.newCase(): "orla"}
	before, told := o.commits(), 0
	leave := func() (*LeaveResult, error) {
		return o.as("judith").Leave(o.ctx,
			LeaveOrder{Member: "asha", To: o.theirs("asha", next), Steps: noSteps,
				Watch:    &watched{},
				Recorded: func() { told++ }})
	}
	for stop := range 6 {
		rested := o.tires("judith", min(stop, 1))
		_, err := leave()
		if rested(); !errors.Is(err, errTired) || o.commits()-before != stop {
			t.Fatalf("stopped with %v after %d commits, want %d", err, o.commits()-before, stop)
		}
		if m, _ := o.as("judith").Team().Member("asha"); m.Active() != (stop == 0) {
			t.Errorf("after %d commits asha is in the team: %v", stop, m.Active())
		}
	}
	left, err := leave()
	o.must(err)
	if len(left.Handed.Cases) != 0 || len(left.Taken.Cases) != 2 || len(left.Taken.Skipped) != 0 ||
		o.commits()-before != 6 || told != 1 {
		t.Errorf("%+v, after %d commits, told %d times", left, o.commits()-before, told)
	}
	for id, member := range next {
		if d := o.docket(id); d.KeyWorker != member || d.Reads("asha") {
			t.Errorf("%s is with %s, and read by %v", id, d.KeyWorker, d.Readers())
		}
	}
	o.sound()
}

// theirs returns the members who take over the cases that a member still has.
func (o *office) theirs(member string, next map[record.ID]string) map[string][]record.ID {
	o.Helper()
	ids, err := o.as("judith").CasesOf(o.ctx, member)
	o.must(err)
	out := map[string][]record.ID{}
	for _, id := range ids {
		out[next[id]] = append(out[next[id]], id)
	}
	return out
}

// A table is checked as a whole. All its faults are told, and the error is the first of them.
func TestPlanHandOver(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	first, second := o.newCase(), o.newCase()
	plan := func(rows ...HandOverRow) (map[string][]record.ID, error) {
		return o.as("mina").PlanHandOver(o.ctx, "asha", rows)
	}
	got, err := plan(HandOverRow{2, string(first), "nia"}, HandOverRow{3, second.String(), "mina"})
	o.must(err)
	if !slices.Equal(got["nia"], []record.ID{first}) ||
		!slices.Equal(got["mina"], []record.ID{second}) {
		t.Errorf("planned %v", got)
	}
	for _, tt := range []struct {
		name string
		rows []HandOverRow
		want error
		says []string
	}{
		{"one is not listed", []HandOverRow{{2, string(first), "nia"}}, ErrHandOverList,
			[]string{second.String() + " is not listed"}},
		{"listed twice, and to the leaver", []HandOverRow{{2, string(first), "nia"},
			{3, string(first), "nia"}, {4, string(second), "asha"}},
			ErrHandOverList, []string{"line 3: ", "is listed twice", "line 4: ",
				"leaves, and can't take over"}},
		{"to nobody", []HandOverRow{{2, string(first), "zed"}, {3, string(second), "nia"}},
			ErrNoMember, []string{`line 2: no member "zed"`}},
		{"no case", []HandOverRow{{2, "K3F99ZZZ", "nia"}, {3, string(first), "nia"},
			{4, string(second), "nia"}}, ErrNotFound, []string{"line 2: "}},
	} {
		_, err := plan(tt.rows...)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			continue
		}
		for _, part := range tt.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, without %q", tt.name, err, part)
			}
		}
	}
	o.must(o.handOver("mina", first, handoverText("asha", "mina", "")))
	if got, err = plan(HandOverRow{2, string(first), "mina"},
		HandOverRow{3, string(second), "mina"}); err != nil || len(got["mina"]) != 1 {
		t.Errorf("handed over before: %v, %v", got, err)
	}
	if _, err = plan(HandOverRow{2, string(first), "nia"},
		HandOverRow{3, string(second), "mina"}); !errors.Is(err, ErrState) {
		t.Errorf("another has it by now: %v", err)
	}
}

// A text that the program made and may not stand is shown, and its case skipped.
func TestHandOverManyRefused(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	w := &watched{}
	m, err := o.as("judith").HandOverMany(o.ctx, []record.ID{id},
		BulkHandover{HandoverPlan{From: "asha", To: "mina", Until: "soon"}, noSteps, w})
	o.must(err)
	if w.refused != 1 || len(m.Cases) != 0 || len(m.Skipped) != 1 || !errors.Is(m.Skipped[0].Why,
		ErrFindings) {
		t.Fatalf("%d refused, %+v", w.refused, m)
	}
	if got := m.Skipped[0].Why.Error(); got != "there are findings: the entry filled in from the "+
		"case is refused" {
		t.Errorf("says %q", got)
	}
}
