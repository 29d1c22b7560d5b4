package casebook

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The replay of a roster merges it member by member. Changes that can't be merged are a conflict
// that holds up nothing else.
func TestTeamAgain(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	base.join("nora", "Nora Finch", team.Senior)
	base.join("recovery-1", "Recovery 1", team.Recovery)
	base.alterBy("nora", "recovery-1", func(m *team.Member, at time.Time) { m.Confirmed = at })
	for _, tt := range []struct {
		name        string
		here, there func(*office)
		done, who   string
	}{
		{"different members", func(o *office) {
			o.join("nia", "Nia Lowe", team.Caseworker)
		}, func(o *office) { o.join("zoe", "Zoe Quinn", team.Caseworker) }, "again", "judith"},
		{"one leaves, another changes", func(o *office) {
			o.alter("asha", leaves)
		}, func(o *office) { o.alter("mina", role(team.Senior)) }, "again", "judith"},
		{"the same", func(o *office) {
			o.alter("asha", leaves)
		}, func(o *office) { o.alter("asha", leaves) }, "already", "judith"},
		{"one member on both sides", func(o *office) {
			o.alter("asha", role(team.Lead))
		}, func(o *office) { o.alter("asha", leaves) }, "conflict", "judith"},
		{"the last seniors leave", func(o *office) {
			o.alterBy("recovery-1", "judith", leaves)
		}, func(o *office) { o.alter("nora", leaves) }, "conflict", "recovery-1"},
		{"one email for two", func(o *office) {
			o.alter("asha", func(m *team.Member, _ time.Time) { m.Email = "team@agency.example" })
		}, func(o *office) {
			o.alter("mina", func(m *team.Member, _ time.Time) { m.Email = "Team@agency.example" })
		}, "conflict", "judith"},
		{"managers in a circle", func(o *office) {
			o.alter("judith", func(m *team.Member, _ time.Time) { m.LineManager = "nora" })
		}, func(o *office) {
			o.alter("nora", func(m *team.Member, _ time.Time) { m.LineManager = "judith" })
		}, "conflict", "judith"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			o.note(o.as("mina"), id, "Before")
			tt.here(o)
			o.now = o.now.Add(time.Second)
			tt.there(there)
			o.note(o.as("mina"), id, "After")
			j := o.meets(tt.who, there)
			if len(j.Waiting) != 1 || j.Waiting[0].Commits != 2 {
				t.Errorf("mina's notes: %+v", j.Waiting)
			}
			got := ""
			for _, r := range j.Replayed {
				if r.Op == "team" {
					got = map[bool]string{true: "already", false: "again"}[r.New == ""]
				}
			}
			for _, c := range j.Conflicts {
				if c.Op == "team" {
					got = "conflict"
				}
			}
			if got != tt.done {
				t.Errorf("done %q: %+v", got, j)
			}
		})
	}
}

// alterBy does what alter does, signed by another member.
func (o *office) alterBy(who, id string, change func(m *team.Member, at time.Time)) {
	o.Helper()
	was := o.signer["judith"]
	o.signer["judith"] = o.signer[who]
	o.alter(id, change)
	o.signer["judith"] = was
}

// If both sides changed the policy, a person must decide. The same bytes on both sides are one
// change.
func TestPolicyAgain(t *testing.T) {
	base := newOffice(t)
	version := func(o *office, n string, more ...string) {
		text, err := policy.Default(policy.Casework)
		o.must(err)
		now := strings.Replace(string(text), "version: 1\n", "version: "+n+"\n", 1)
		for i := 0; i+1 < len(more); i += 2 {
			now = strings.Replace(now, more[i], more[i+1], 1)
		}
		_, err = o.as("judith").setPolicy(o.ctx, map[string][]byte{verify.PolicyPath: []byte(now)})
		o.must(err)
	}
	for _, tt := range []struct {
		name        string
		here, there func(*office)
		counts      [4]int
	}{
		{"here alone", func(o *office) {
			version(o, "2")
		}, func(o *office) { o.newCase() }, [4]int{1, 1, 0, 0}},
		{"here twice", func(o *office) {
			version(o, "2")
			version(o, "3")
		}, func(o *office) { o.newCase() }, [4]int{1, 2, 0, 0}},
		{"the same", func(o *office) {
			version(o, "2")
		}, func(o *office) { version(o, "2") }, [4]int{1, 1, 0, 0}},
		{"another one", func(o *office) {
			version(o, "2")
		}, func(o *office) { version(o, "2", "max_weeks: 4", "max_weeks: 3") }, [4]int{1, 0, 1, 0}},
		{"there twice", func(o *office) {
			version(o, "2")
		}, func(o *office) { version(o, "2"); version(o, "3") }, [4]int{2, 0, 1, 0}},
	} {
		o := base.afresh(t)
		there := o.copied()
		tt.there(there)
		o.now = o.now.Add(time.Second)
		tt.here(o)
		j := o.meets("judith", there)
		if j.counts() != tt.counts {
			t.Errorf("%s: %v, want %v: %+v", tt.name, j.counts(), tt.counts, j)
		}
	}
}

// Endorsements, holds and reopenings are replayed unchanged.
func TestOthersAgain(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Visit")
	there := o.copied()
	o.must(o.endorse("mina", id, entry))
	o.must(holdCase(o, o.as("mina"), id))
	there.must(there.endorse("judith", id, entry))
	o.wants(o.meets("mina", there), 1, 2, 0, 0)
	list, err := o.as("asha").Endorsed(id, entry)
	if err != nil || len(list) != 2 || list[0].Member != "judith" || list[1].Member != "mina" {
		t.Errorf("endorsed %+v, %v", list, err)
	}
	if !o.docket(id).OnHold() {
		t.Error("the hold is gone")
	}
	there = o.copied()
	target := o.note(o.as("asha"), id, "Another")
	o.must(o.endorse("mina", id, target))
	there.alter("asha", role(team.Contributor))
	o.meets("asha", there) // the note is in conflict, and mina's endorsement of it waits
	j := o.meets("mina", there)
	o.wants(j, 0, 0, 1, 0)
	if c := j.Conflicts[0]; len(c.Commands()) != 1 ||
		!strings.HasPrefix(c.Commands()[0], "casefile endorse "+id.String()) {
		t.Errorf("conflict %+v", c)
	}
}
