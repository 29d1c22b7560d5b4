package casebook

import (
	"errors"
	"slices"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// coverFor plans cover as judith, and begins it.
func (o *office) coverFor(h HandoverPlan) (*Cover, *Covered, error) {
	o.Helper()
	b := o.as("judith")
	plan, err := b.PlanCover(o.ctx, h)
	o.must(err)
	done, err := b.CoverFor(o.ctx, plan, noSteps, &watched{})
	return plan, done, err
}

// A manager who is key worker of a case too is covered for: the other is let into the cases
// that the manager sees to, the team says so, and the manager's own case passes on for the
// time: let in, and recorded. Stopped after each of the four commits, the work goes on.
func TestCoverFor(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Manager)
	seen, own := o.newCase(), o.newCase()
	o.must(o.handOver("mina", own, handoverText("asha", "mina", "")))
	h := HandoverPlan{From: "mina", To: "nia", Until: "2026-05-01"}
	before := o.commits()
	for stop := range 4 {
		rested := o.tires("judith", min(stop, 1))
		_, _, err := o.coverFor(h)
		if rested(); !errors.Is(err, errTired) || o.commits()-before != stop {
			t.Fatalf("stopped with %v after %d commits, want %d", err, o.commits()-before, stop)
		}
		m, _ := o.as("judith").Team().Member("mina")
		if told := m.AwayAs("nia", "2026-05-01"); told != (stop >= 2) {
			t.Errorf("after %d commits the team says so: %v", stop, told)
		}
	}
	plan, done, err := o.coverFor(h)
	o.must(err)
	if !plan.Absent || !plan.Told || len(plan.LetIn)+len(plan.Shut) != 0 ||
		!slices.Equal(done.Handed.Cases, []record.ID{own}) || len(done.LetIn.Commits) != 0 {
		t.Errorf("%+v, %+v", plan, done)
	}
	if n := o.commits() - before; n != 4 {
		t.Errorf("%d commits, want 4", n)
	}
	for _, id := range []record.ID{seen, own} {
		if d := o.docket(id); !d.Reads("nia") {
			t.Errorf("nia can't read %s", id)
		}
	}
	if d := o.docket(own); d.KeyWorker != "mina" {
		t.Errorf("the key worker is %s by now", d.KeyWorker)
	}
	if _, _, err := o.coverFor(h); err != nil || o.commits()-before != 4 {
		t.Errorf("once more: %v, after %d commits", err, o.commits()-before)
	}
	o.must(o.as("judith").EndCover(o.ctx, "mina"))
	if m, _ := o.as("judith").Team().Member("mina"); !m.AwayAs("nia", "2026-03-05") {
		t.Errorf("back, and covered by %s to %s", m.CoveredBy, m.CoveredUntil)
	}
	o.sound()
}

// What can be refused is refused before anything is done.
func TestPlanCoverRefuses(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("orla", "Orla Byrne", team.Caseworker)
	o.alter("orla", leaves)
	before := o.commits()
	for _, c := range []struct {
		who  string
		h    HandoverPlan
		is   error
		says string
	}{
		{"judith", HandoverPlan{From: "orla", To: "nia", Until: "2026-05-01"}, ErrState,
			"orla left on 2026-03-06"},
		{"judith", HandoverPlan{From: "nia", To: "mina", Until: "2026-05-01"}, ErrNoCover,
			"nia is the " +
				"key worker of no open case, and has no role that waits for them: there is " +
				"nothing to cover"},
		{"mina", HandoverPlan{From: "mina", To: "judith", Until: "2026-05-01"}, ErrDenied, ""},
		{"judith", HandoverPlan{From: "mina", To: "nia", Until: "2026-05-01"}, ErrNoRoleForCover,
			"nia has no role in which to act for mina"},
		{"judith", HandoverPlan{From: "mina", To: "judith", Until: "2027-03-08"}, ErrCoverTooLong,
			"2027-03-08 is more than a year away"},
	} {
		_, err := o.as(c.who).PlanCover(o.ctx, c.h)
		if !errors.Is(err, c.is) || c.says != "" && err.Error() != c.says {
			t.Errorf("%+v: %v", c.h, err)
		}
	}
	if o.commits() != before {
		t.Error("something was recorded")
	}
}

// A change of the roster that its rules do not allow has the words of the roster.
func TestChangeTeamRefuses(t *testing.T) {
	o := newOffice(t)
	o.alter("asha", leaves)
	for _, c := range []struct {
		id   string
		is   error
		says string
	}{
		{"zoe", ErrNoMember, `no member "zoe"`},
		{"asha", ErrState, "asha left on 2026-03-06; what they were stays as it is"},
	} {
		_, err := o.as("judith").ChangeTeam(o.ctx, team.Leaves(c.id))
		if !errors.Is(err, c.is) || err.Error() != c.says {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
}
