package casebook

import (
	"context"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// An operation in many cases is replayed in those that still need it, and a handover by the present
// state of the case.
func TestManyAgain(t *testing.T) {
	base := newOffice(t)
	base.join("nia", "Nia Lowe", team.Caseworker)
	base.join("ruth", "Ruth Vale", team.Caseworker)
	one, two := base.newCase(), base.newCase()
	ids := []record.ID{one, two}
	base.grant("asha", one, "ruth")
	base.grant("asha", two, "ruth")
	grant := func(o *office) { many(o, ids, "nia", (*Book).GrantMany) }
	revoke := func(o *office) { many(o, ids, "ruth", (*Book).RevokeMany) }
	handover := func(to string) func(*office) {
		return func(o *office) { o.must(o.handOver("asha", one, handoverText("asha", to, ""))) }
	}
	for _, tt := range []struct {
		name        string
		here, there func(*office)
		done        string // again, already, conflict
		first       string // readers of the first case
		epochs      int
		worker      string
	}{
		{"granted, and something else", grant, func(o *office) {
			o.note(o.as("mina"), two, "Meanwhile")
		}, "again", "asha judith mina nia ruth", 1, "asha"},
		{"granted, one of them there", grant, func(o *office) {
			o.grant("asha", one, "nia")
		}, "again", "asha judith mina nia ruth", 1, "asha"},
		{"granted on both sides", grant, grant, "already", "asha judith mina nia ruth", 1, "asha"},
		{"granted to one who left", grant, func(o *office) {
			o.alter("nia", leaves)
		}, "conflict", "asha judith mina ruth", 1, "asha"},
		{"granted, and a new key there", grant, func(o *office) {
			o.revoke("asha", one, "ruth")
		}, "again", "asha judith mina nia", 2, "asha"},
		{"revoked, and something else", revoke, func(o *office) {
			o.grant("asha", one, "nia")
		}, "again", "asha judith mina nia", 2, "asha"},
		{"revoked, one of them there", revoke, func(o *office) {
			o.revoke("asha", one, "ruth")
		}, "again", "asha judith mina", 2, "asha"},
		{"revoked on both sides", revoke, revoke, "already", "asha judith mina", 2, "asha"},
		{"revoked the key worker of by now", revoke, handover("ruth"), "conflict",
			"asha judith mina ruth", 1, "ruth"},
		{"handed over, and something else", handover("ruth"), func(o *office) {
			o.note(o.as("mina"), one, "Meanwhile")
		}, "again", "asha judith mina ruth", 1, "ruth"},
		{"handed over, and a new key there", handover("ruth"), func(o *office) {
			o.revoke("asha", one, "judith")
		}, "again", "asha mina ruth", 2, "ruth"},
		{"handed over on both sides", handover("ruth"), handover("mina"), "conflict",
			"asha judith mina ruth", 1, "mina"},
		{"handed over to one taken away there", handover("ruth"), func(o *office) {
			o.revoke("mina", one, "ruth")
		}, "conflict", "asha judith mina", 2, "asha"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			tt.here(o)
			tt.there(there)
			j := o.meets("asha", there)
			got := ""
			switch {
			case len(j.Conflicts) == 1 && len(j.Replayed) == 0:
				got = "conflict"
			case len(j.Replayed) == 1 && j.Replayed[0].New == "":
				got = "already"
			case len(j.Replayed) == 1:
				got = "again"
			}
			d := o.docket(one)
			if first := strings.Join(d.Readers(), " "); got != tt.done || first != tt.first ||
				d.Newest() != tt.epochs || d.KeyWorker != tt.worker {
				t.Errorf("done %q, read by %s, %d epochs, key worker %s: %+v", got, first,
					d.Newest(), d.KeyWorker, j)
			}
		})
	}
}

func many(o *office, ids []record.ID, member string,
	do func(*Book, context.Context, []record.ID, string, Tell) (*Many, error),
) {
	o.Helper()
	m, err := do(o.as("asha"), o.ctx, ids, member, silent)
	o.must(err)
	if len(m.Commits) != 1 || len(m.Cases) != len(ids) {
		o.Fatalf("%+v", m)
	}
}

// Rekeyed keys stay as they were made, without the old identity.
func TestRekeyAgain(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	one, two := o.newCase(), o.newCase()
	old := o.keys["asha"]
	o.rotate("asha")
	there := o.copied()
	ids, err := o.as("asha").CasesToRekey(o.ctx)
	o.must(err)
	_, err = o.as("asha").Rekey(o.ctx, ids, old, silent)
	o.must(err)
	there.grant("mina", one, "asha", "nia")
	there.revoke("mina", two, "judith")
	j := o.meets("asha", there)
	if len(j.Replayed) != 1 || j.Replayed[0].New == "" || len(j.Conflicts) != 0 {
		t.Errorf("%+v", j)
	}
	for _, id := range ids {
		if n := o.opens("asha", id); n != 1 {
			t.Errorf("asha opens %d entries of %s", n, id)
		}
	}
	if left, err := o.as("asha").CasesToRekey(o.ctx); err != nil || len(left) != 0 {
		t.Errorf("outdated still: %v, %v", left, err)
	}
}

// A conflict names the commands that repeat it, with the members concerned.
func TestManyInConflict(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	one, two := o.newCase(), o.newCase()
	ids := []record.ID{min(one, two), max(one, two)}
	there := o.copied()
	many(o, ids, "nia", (*Book).GrantMany)
	o.must(o.handOver("asha", one, handoverText("asha", "nia", "")))
	there.alter("nia", leaves)
	j := o.meets("asha", there)
	if len(j.Conflicts) != 2 {
		t.Fatalf("%+v", j)
	}
	want := []string{"casefile readers " + ids[0].String() + " grant nia",
		"casefile readers " + ids[1].String() + " grant nia"}
	if got := j.Conflicts[0].Commands(); !slices.Equal(got, want) {
		t.Errorf("repeat %q, want %q", got, want)
	}
	if got := j.Conflicts[1].Commands(); len(got) != 1 ||
		!strings.HasPrefix(got[0], "casefile handover "+one.String()+" --to nia --draft ") {
		t.Errorf("repeat %q", got)
	}
}
