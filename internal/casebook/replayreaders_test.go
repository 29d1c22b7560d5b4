package casebook

import (
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Grants and revokes are replayed on the present state of the case. What somebody else has already
// done is not done twice.
func TestReadersAgain(t *testing.T) {
	grant := func(members ...string) func(*office, record.ID) {
		return func(o *office, id record.ID) { o.grant("mina", id, members...) }
	}
	revoke := func(member string) func(*office, record.ID) {
		return func(o *office, id record.ID) { o.revoke("mina", id, member) }
	}
	both := func(list ...func(*office, record.ID)) func(*office, record.ID) {
		return func(o *office, id record.ID) {
			for _, do := range list {
				do(o, id)
			}
		}
	}
	base := newOffice(t)
	base.join("nia", "Nia Lowe", team.Caseworker)
	base.join("ruth", "Ruth Vale", team.Caseworker)
	base.join("zoe", "Zoe Quinn", team.Caseworker)
	id := base.newCase()
	base.grant("asha", id, "ruth")
	for _, tt := range []struct {
		name         string
		here, there  func(*office, record.ID)
		done, readby string // done: again, already, conflict
		epochs       int
	}{
		{"granted, and something else", grant("nia"), grant("zoe"), "again",
			"asha judith mina nia ruth zoe", 1},
		{"granted on both sides", grant("nia"), grant("nia"), "already",
			"asha judith mina nia ruth", 1},
		{"two granted, one there", grant("nia", "zoe"), grant("zoe"), "again",
			"asha judith mina nia ruth zoe", 1},
		{"granted, and a new key there", grant("nia"), revoke("ruth"), "again",
			"asha judith mina nia", 2},
		{"granted to one who left", grant("nia"), func(o *office, _ record.ID) {
			o.alter("nia", leaves)
		}, "conflict", "asha judith mina ruth", 1},
		{"granted by one who was taken away", grant("nia"), func(o *office, id record.ID) {
			o.revoke("judith", id, "mina")
		}, "conflict", "asha judith ruth", 2},
		{"granted, and again taken away there", grant("nia"), both(grant("nia"), revoke("nia")),
			"again", "asha judith mina nia ruth", 2},
		{"revoked, and something else", revoke("ruth"), grant("zoe"), "again",
			"asha judith mina zoe", 2},
		{"revoked on both sides", revoke("ruth"), revoke("ruth"), "already", "asha judith mina", 2},
		{"revoked different ones", revoke("ruth"), revoke("judith"), "again", "asha mina", 3},
		{"revoked the key worker of by now", revoke("ruth"), func(o *office, id record.ID) {
			o.handsOver(id, "ruth")
		}, "conflict", "asha judith mina ruth", 1},
		{"revoked, and too few would read", revoke("ruth"),
			both(revoke("judith"), func(o *office, id record.ID) {
				o.alter("asha", leaves)
			}), "conflict", "asha mina ruth", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			tt.here(o, id)
			tt.there(there, id)
			j := o.meets("mina", there)
			got := ""
			switch {
			case len(j.Conflicts) == 1 && len(j.Replayed) == 0:
				got = "conflict"
			case len(j.Replayed) == 1 && j.Replayed[0].New == "":
				got = "already"
			case len(j.Replayed) == 1:
				got = "again"
			}
			d := o.docket(id)
			if readby := strings.Join(d.Readers(), " "); got != tt.done || readby != tt.readby ||
				d.Newest() != tt.epochs {
				t.Errorf("done %q, %d epochs, read by %s; %+v", got, d.Newest(), readby, j)
			}
			writer := "mina"
			if !d.Reads(writer) {
				writer = "judith"
			}
			if !d.Reads(writer) {
				writer = "asha"
			}
			entry := o.note(o.as(writer), id, "Afterwards")
			for _, who := range d.Readers() {
				if _, err := o.as(who).OpenEntry(o.ctx,
					record.Ref{Case: id, Entry: entry}); err != nil {
					t.Errorf("%s can't read it: %v", who, err)
				}
			}
		})
	}
}
