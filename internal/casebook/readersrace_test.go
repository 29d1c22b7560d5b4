package casebook

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The slower process lets members into the case as the faster one left it.
func TestGrantAfterARevoke(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("zoe", "Zoe Quinn", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia")
	slow := o.as("asha")
	o.revoke("mina", id, "nia")
	o.note(o.as("mina"), id, "In the new epoch")
	_, err := slow.Grant(o.ctx, id, []string{"zoe"})
	o.must(err)
	if got := o.epochs(id, o.keysOf("zoe")); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("zoe has the keys of epochs %v", got)
	}
	if n := o.opens("zoe", id); n != 2 {
		t.Errorf("zoe opens %d entries of 2", n)
	}
}

// The slower of two revokes has drawn a key, and wrapped it for a member whom the faster one
// revoked. That key must not become the case's.
func TestRevokeAfterARevoke(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("zoe", "Zoe Quinn", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia", "zoe")
	slow := o.as("asha")
	o.revoke("mina", id, "nia")
	r, err := slow.Revoke(o.ctx, id, "zoe")
	o.must(err)
	if d := r.Dockets[0]; d.Newest() != 3 ||
		!slices.Equal(d.Readers(), []string{"asha", "judith", "mina"}) {
		t.Errorf("epoch %d is read by %v", d.Newest(), d.Readers())
	}
	nia := o.keysOf("nia")
	if len(nia) < 2 {
		t.Errorf("nia has %d keys: the attempt that lost left none behind, and this test proves "+
			"nothing", len(nia))
	}
	if got := o.epochs(id, nia); !slices.Equal(got, []int{1}) {
		t.Errorf("nia has the keys of epochs %v", got)
	}
	if got := o.epochs(id, o.keysOf("zoe")); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("zoe has the keys of epochs %v", got)
	}
}

// The slower process seals its note to the epoch that it finds at the end.
func TestNoteAfterARevoke(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia")
	slow := o.as("asha")
	o.revoke("mina", id, "nia")
	o.note(slow, id, "Not for nia")
	b := o.as("mina")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	key, err := b.unwrap(o.ctx, o.keys["mina"], id, 2, d.Keys[1]["mina"])
	o.must(err)
	files, err := b.sealedFiles(o.ctx, id, false)
	o.must(err)
	opened := 0
	for _, f := range files {
		data, err := b.repo.Blob(o.ctx, f.blob, verify.MaxSealed)
		o.must(err)
		if _, err := seal.Open(key, data); err == nil {
			opened++
		}
	}
	if opened != 1 {
		t.Errorf("the key of epoch 2 opens %d entries, want the note alone", opened)
	}
}

// If the faster process already did the same, the slower one is refused.
func TestSecondGrantAndSecondRevoke(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	slow := o.as("asha")
	o.grant("mina", id, "nia")
	if _, err := slow.Grant(o.ctx, id, []string{"nia"}); !errors.Is(err, ErrState) {
		t.Errorf("granted twice: %v", err)
	}
	slow = o.as("asha")
	o.revoke("mina", id, "nia")
	tip := o.git("rev-parse", "main")
	if _, err := slow.Revoke(o.ctx, id, "nia"); !errors.Is(err, ErrNotFound) {
		t.Errorf("revoked twice: %v", err)
	}
	if _, err := slow.Grant(o.ctx, id, []string{"mina"}); !errors.Is(err, ErrState) {
		t.Errorf("mina reads it: %v", err)
	}
	if o.git("rev-parse", "main") != tip {
		t.Error("main has moved")
	}
}

// A member who loses the right during an operation is refused.
func TestGrantByOneTakenAway(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	slow := o.as("mina")
	o.revoke("judith", id, "mina")
	if _, err := slow.Grant(o.ctx, id, []string{"nia"}); !errors.Is(err, ErrDenied) {
		t.Errorf("got %v", err)
	}
}

// After several grants at once, all are there, and the refs have what the dockets list.
func TestRaceOfGrants(t *testing.T) {
	o := newOffice(t)
	people := []string{"nia", "zoe", "ruth"}
	for _, p := range people {
		o.join(p, "Somebody "+p, team.Caseworker)
	}
	id := o.newCase()
	errs := make([]error, len(people))
	var group sync.WaitGroup
	for i, who := range []string{"asha", "mina", "judith"} {
		b := o.as(who)
		group.Go(func() { _, errs[i] = b.Grant(o.ctx, id, []string{people[i]}) })
	}
	group.Wait()
	o.must(errors.Join(errs...))
	for _, p := range people {
		if n := o.opens(p, id); n != 1 {
			t.Errorf("%s opens %d entries", p, n)
		}
	}
	d, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	listed := len(d.Keys[0])
	if carried := o.git("ls-tree", "-r", "--name-only", ledger.KeysPrefix+id.Shard()); len(
		strings.Fields(carried)) != listed || listed != 6 {
		t.Errorf("%d keys are listed, carried are\n%s", listed, carried)
	}
}
