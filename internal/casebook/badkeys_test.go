package casebook

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// badlyRevoked returns a case from which mina took nia, giving asha another key than the new one.
func badlyRevoked(t *testing.T) (*office, record.ID) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	o.note(o.as("asha"), id, "Seen at home")
	o.grant("asha", id, "nia")
	b := o.as("mina")
	_, err := b.perform(o.ctx, func(p *parent) (*Change, error) {
		d := must(b.Docket(o.ctx, id))
		c := must(p.newEpoch(d, must(p.staying(d, "nia"))))
		other := must(seal.Wrap(must(seal.NewIdentity()), o.keys["asha"].Recipient()))
		c.Docket.Keys[1]["asha"] = p.batch.Blob(other)
		return &Change{Op: team.OpRevoke, Cases: []CaseChange{*c}}, nil
	})
	o.must(err)
	o.note(o.as("mina"), id, "Under the new key")
	return o, id
}

// One wrapped key that opens nothing hides no other epoch, and is told each time.
func TestBadKeyHidesNoOther(t *testing.T) {
	o, id := badlyRevoked(t)
	for range 2 {
		b := o.as("asha")
		items := must(b.Items(o.ctx, must(b.Docket(o.ctx, id))))
		var read, sealed int
		for _, it := range items {
			if it.Fault == "" {
				read++
			} else if strings.Contains(it.Fault, "epoch that you do not have") && it.Rule == "" {
				sealed++
			}
		}
		if read != 2 || sealed != 1 {
			t.Errorf("%d read and %d sealed of %d", read, sealed, len(items))
		}
		if !slices.ContainsFunc(b.Notes, func(n string) bool {
			return strings.Contains(n, "--withdraw")
		}) {
			t.Errorf("the notes are %q", b.Notes)
		}
		x := must(o.examine("asha", ExamineOptions{WithKey: true}))
		if len(x.Faults) != 1 || x.Faults[0].Rule != verify.RuleWrappedKey {
			t.Errorf("verify finds %v", x.Faults)
		}
	}
	if _, err := o.as("mina").Grant(o.ctx, id, []string{"asha"}); !errors.Is(err, ErrState) {
		t.Errorf("mina replaces a key that nobody but asha knows to be wrong: %v", err)
	}
	if _, err := o.as("asha").Grant(o.ctx, id, []string{"nia"}); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("asha grants without the newest key: %v", err)
	}
}

// Who withdraws is let in again, the key worker by any reader.
func TestWithdraw(t *testing.T) {
	o, id := badlyRevoked(t)
	if _, err := o.as("mina").Withdraw(o.ctx, id); !errors.Is(err, ErrState) {
		t.Errorf("mina's keys open, and go: %v", err)
	}
	w, err := o.as("asha").Withdraw(o.ctx, id)
	if err != nil || !slices.Equal(w.Bad, []int{2}) || !slices.Equal(w.Opened, []int{1}) ||
		!slices.Contains(w.CanGrant, "mina") {
		t.Fatalf("%+v, %v", w, err)
	}
	b := o.as("asha")
	if _, err := b.Items(o.ctx, must(b.Docket(o.ctx, id))); !errors.Is(err, ErrNoKey) {
		t.Errorf("asha reads without a key: %v", err)
	}
	o.grant("mina", id, "asha")
	b = o.as("asha")
	for _, it := range must(b.Items(o.ctx, must(b.Docket(o.ctx, id)))) {
		if it.Fault != "" {
			t.Errorf("%s: %s", it.Entry.ID, it.Fault)
		}
	}
}

// A withdrawal that waits is done again on what others did meanwhile, and falls away where the
// key was set right.
func TestWithdrawAgain(t *testing.T) {
	o, id := badlyRevoked(t)
	there := o.copied()
	o.note(there.as("mina"), id, "Meanwhile")
	must(o.as("asha").Withdraw(o.ctx, id))
	j := o.meets("asha", there)
	if len(j.Conflicts) > 0 || o.as("mina").mustDocket(t, id).Reads("asha") {
		t.Errorf("%+v", j.Conflicts)
	}
}

func (b *Book) mustDocket(t *testing.T, id record.ID) *record.Docket {
	t.Helper()
	d, err := b.Docket(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Recovery keys that join later do not stand in the way of a revoke, and are given the new key
// by it once they count.
func TestRevokeAfterRecoveryJoined(t *testing.T) {
	for _, confirmed := range []bool{false, true} {
		o := newOffice(t)
		o.join("nora", "Nora Finch", team.Senior)
		o.join("nia", "Nia Lowe", team.Caseworker)
		id := o.newCase()
		o.grant("asha", id, "nia")
		o.join("recovery-1", "Recovery 1", team.Recovery)
		if confirmed {
			o.alterBy("nora", "recovery-1", func(m *team.Member, at time.Time) { m.Confirmed = at })
		}
		o.revoke("mina", id, "nia")
		d := o.as("mina").mustDocket(t, id)
		if d.Reads("recovery-1") != confirmed || d.Keys[0]["recovery-1"] != "" {
			t.Errorf("confirmed %t: the keys are %v", confirmed, d.Keys)
		}
		if confirmed {
			o.grant("asha", id, "recovery-1")
			if o.as("mina").mustDocket(t, id).Keys[0]["recovery-1"] == "" {
				t.Error("a grant does not give it the older epoch")
			}
		}
	}
}

// Whoever alone has a key of an older epoch is not taken away, and nobody gets an older key
// without the newest.
func TestOldKeys(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia")
	o.revoke("mina", id, "nia")
	b := o.as("mina")
	_, err := b.onCase(o.ctx, team.OpGrant, id,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			keys := must(b.heldKeys(o.ctx, &d))
			return &CaseChange{
				Docket: verify.AfterGrant(d,
					[]record.Epoch{must(p.wrap(keys[0], []string{"nia"}))})}, nil
		})
	if err == nil || !strings.Contains(err.Error(), verify.RuleOldKeyOnly) {
		t.Errorf("an old key alone: %v", err)
	}
	d := record.Docket{Case: id, Keys: []record.Epoch{{"nia": "a"}, {"nia": "b", "mina": "c"}, nil}}
	if got := readAlone(b.Team(), &d, "nia"); !slices.Equal(got, []string{"1"}) {
		t.Errorf("nia alone reads %v", got)
	}
	o.alter("nia", leaves)
	d.Keys[0]["mina"] = "d"
	if got := readAlone(o.as("mina").Team(), &d, "nia"); got != nil {
		t.Errorf("once others have it: %v", got)
	}
}
