package casebook

import (
	"slices"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/team"
)

// On the lost part Asha writes, opens a case, lets Nia in and closes the first. Mina and Nia build
// upon that. If they sync before Asha, they are told on whose work theirs depends.
func TestLostHalfRestsOnOthers(t *testing.T) {
	o := newOffice(t).remoted()
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	older := o.copied()
	note := o.note(o.as("asha"), id, "Of asha")
	o.must(o.endorse("mina", id, note))
	o.grant("asha", id, "nia")
	o.note(o.as("nia"), id, "Of nia")
	second := o.newCase()
	o.note(o.as("mina"), second, "In a case that is lost")
	o.close("asha", id)
	closure := o.pending(id).Entry
	o.must(o.endorse("mina", id, closure))
	tip := o.git("rev-parse", ledger.MainRef)
	older.note(older.as("mina"), id, "Somebody goes on")
	older.now = o.now

	judiths, minas, nias, later := o.copied(), o.copied(), o.copied(), o.copied()
	joins := func(at *office, who string, from *office, loss Loss) *Joined {
		t.Helper()
		b := at.as(who)
		j, err := b.Join(o.ctx, at.fetched(from), loss)
		o.must(err)
		if b.Recorded != loss.Sign { // an error after the rejoin says that it is recorded
			t.Errorf("%s's join: recorded %t, want %t", who, b.Recorded, loss.Sign)
		}
		at.sound()
		return j
	}
	j := joins(judiths, "judith", older, Loss{Tip: tip, Sign: true})
	if j.Lost != 8 || len(j.Conflicts) > 0 {
		t.Errorf("judith signs %+v", j)
	}
	wants := func(j *Joined, who Awaited, ops ...string) {
		t.Helper()
		got := []string{}
		for _, c := range j.Conflicts {
			got = append(got, c.Op)
			if !slices.Equal(c.Awaits, []Awaited{who}) {
				t.Errorf("%s rests on %v", c.Op, c.Awaits)
			}
		}
		if !slices.Equal(got, ops) {
			t.Errorf("conflicts of %v, want %v", got, ops)
		}
	}
	wants(joins(minas, "mina", judiths, Loss{Tip: tip}), Awaited{Member: "asha"}, "endorse", "add",
		"endorse")
	wants(joins(nias, "nia", judiths, Loss{Tip: tip}), Awaited{Member: "asha"}, "add")

	// Once Asha's whole part is back, the others can repeat theirs as they were told.
	j = joins(o, "asha", judiths, Loss{Tip: tip})
	if len(j.Replayed) != 4 || len(j.Conflicts) > 0 {
		t.Errorf("asha does again %+v", j)
	}
	joins(minas, "mina", o, Loss{})
	o.must(minas.endorse("mina", id, note))
	o.must(minas.endorse("mina", id, closure))

	// If she has left meanwhile, another member must take her part over.
	judiths.alter("asha", leaves)
	wants(joins(later, "mina", judiths, Loss{Tip: tip}), Awaited{"asha", true}, "endorse", "add",
		"endorse")
}
