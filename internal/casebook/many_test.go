package casebook

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

func silent(int) {}

// Work in many cases makes few commits. Interrupted between two, it goes on where it stopped, and
// does nothing twice.
func TestManyInterrupted(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	for range casesPerCommit + 1 {
		o.newCase()
	}
	b := o.as("mina")
	ids, err := b.CasesOf(o.ctx, "asha")
	o.must(err)
	ctx, stop := context.WithCancel(o.ctx)
	m, err := b.GrantMany(ctx, ids, "nia", func(int) { stop() })
	if !errors.Is(err, context.Canceled) || len(m.Commits) != 1 || len(m.Cases) != casesPerCommit {
		t.Fatalf("interrupted: %v, %d commits, %d cases", err, len(m.Commits), len(m.Cases))
	}
	told := 0
	m, err = o.as("mina").GrantMany(o.ctx, ids, "nia", func(n int) { told += n })
	o.must(err)
	if len(m.Commits) != 1 || len(m.Cases) != 1 || told != casesPerCommit+1 {
		t.Errorf("gone on: %d commits, %d cases, %d told", len(m.Commits), len(m.Cases), told)
	}
	reads, err := o.as("nia").CasesReadBy(o.ctx, "nia")
	o.must(err)
	if len(reads) != casesPerCommit+1 || o.opens("nia", reads[0]) != 1 {
		t.Errorf("nia reads %d cases, and opens %d entries of the first", len(reads),
			o.opens("nia", reads[0]))
	}
	m, err = o.as("mina").RevokeMany(o.ctx, ids, "nia", silent)
	o.must(err)
	if len(m.Commits) != 2 || len(m.Cases) != casesPerCommit+1 {
		t.Errorf("taken away: %d commits, %d cases", len(m.Commits), len(m.Cases))
	}
	o.sound()
}

// A case that refuses does not hold up the others.
func TestManySkips(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	open := o.newCase()
	closedToMina := o.newCase()
	o.revoke("asha", closedToMina, "mina")
	ids := []record.ID{closedToMina, open, "ZZZZ2222"}
	m, err := o.as("mina").GrantMany(o.ctx, ids, "nia", silent)
	o.must(err)
	if !slices.Equal(m.Cases, []record.ID{open}) || len(m.Skipped) != 2 ||
		!errors.Is(m.Skipped[0].Why, ErrDenied) || !errors.Is(m.Skipped[1].Why, ErrNotFound) {
		t.Errorf("%+v", m)
	}
	m, err = o.as("mina").RevokeMany(o.ctx, ids, "asha", silent)
	o.must(err)
	if len(m.Commits) != 0 || len(m.Skipped) != 3 || !errors.Is(m.Skipped[1].Why, ErrState) {
		t.Errorf("the key worker was taken away: %+v", m)
	}
}

// Rekey wraps only one's own keys again, those of every epoch that one has.
func TestRekey(t *testing.T) {
	o := newOffice(t)
	one, two := o.newCase(), o.newCase()
	o.revoke("asha", one, "judith")
	o.note(o.as("asha"), one, "In the second epoch")
	old := o.keys["asha"]
	o.rotate("asha")
	before := o.docket(one)
	if n := o.opens("mina", one); n != 2 {
		t.Fatalf("mina opens %d entries", n)
	}
	other, err := seal.NewIdentity()
	o.must(err)
	ids, err := o.as("asha").CasesToRekey(o.ctx)
	o.must(err)
	m, err := o.as("asha").Rekey(o.ctx, ids, other, silent)
	o.must(err)
	if len(m.Cases) != 0 || len(m.Skipped) != 2 || !errors.Is(m.Skipped[0].Why, ErrNoKey) {
		t.Errorf("with a stranger's identity: %+v", m)
	}
	m, err = o.as("asha").Rekey(o.ctx, ids, old, silent)
	o.must(err)
	if len(m.Cases) != 2 || len(m.Commits) != 1 || len(ids) != 2 {
		t.Errorf("rekeyed %+v of %d", m, len(ids))
	}
	if a, b := o.opens("asha", one), o.opens("asha", two); a != 2 || b != 1 {
		t.Errorf("asha opens %d and %d entries", a, b)
	}
	after := o.docket(one)
	for i := range before.Keys {
		if before.Keys[i]["mina"] != after.Keys[i]["mina"] ||
			before.Keys[i]["asha"] == after.Keys[i]["asha"] {
			t.Errorf("epoch %d: %v became %v", i+1, before.Keys[i], after.Keys[i])
		}
	}
	ids, err = o.as("asha").CasesToRekey(o.ctx)
	if err != nil || len(ids) != 0 {
		t.Errorf("still outdated: %v, %v", ids, err)
	}
	if can := o.as("asha").CanGrant(o.docket(one), "asha"); strings.Join(can, " ") != "mina" {
		t.Errorf("%v can let asha in", can)
	}
	o.sound()
}
