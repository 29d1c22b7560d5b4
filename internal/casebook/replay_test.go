package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

// docket returns the docket of a case on main.
func (o *office) docket(id record.ID) *record.Docket {
	o.Helper()
	d, err := o.as("judith").Docket(o.ctx, id)
	o.must(err)
	return d
}

// intake records a concern that belongs to no case yet.
func (o *office) intake(who string) record.ID {
	o.Helper()
	b := o.as(who)
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.Intake(o.ctx,
		OpenOrder{Case: id, Entries: []*Prepared{b.prepared(o, id, "concern", concernText)}})
	o.must(err)
	return id
}

// rotate gives a member another recipient, in the roster and in their keys.
func (o *office) rotate(who string) {
	o.Helper()
	key, err := seal.NewIdentity()
	o.must(err)
	o.alter(who, func(m *team.Member, _ time.Time) { m.Recipient = key.Recipient() })
	o.keys[who] = key
}

func role(r team.Role) func(*team.Member, time.Time) {
	return func(m *team.Member, _ time.Time) { m.Roles = []team.Role{r} }
}

// A replayed case is given to the members who may read it now.
func TestOpenAgain(t *testing.T) {
	base := newOffice(t).remoted()
	base.join("nia", "Nia Lowe", team.Senior)
	for _, tt := range []struct {
		name    string
		change  func(there *office)
		readers string // of the case at the end
		wrapped string // for whom the key was wrapped again
	}{
		{"nothing changed", func(o *office) { o.newCase() }, "asha judith mina", ""},
		{"a reader left", func(o *office) { o.alter("mina", leaves) }, "asha judith", ""},
		{"a reader reads no more", func(o *office) {
			o.alter("mina", role(team.Auditor))
		}, "asha judith", ""},
		{"an offline key came that one senior knows", func(o *office) {
			o.join("recovery-1", "Recovery 1", team.Recovery)
		},
			"asha judith mina", ""},
		{"an offline key came", func(o *office) {
			o.join("recovery-1", "Recovery 1", team.Recovery)
			o.alterBy("nia", "recovery-1", func(m *team.Member, at time.Time) { m.Confirmed = at })
		}, "asha judith mina recovery-1", "recovery-1"},
		{"a lead came", func(o *office) {
			o.join("lena", "Lena Okoye", team.Lead)
		}, "asha judith mina", ""},
		{"another recipient of a reader", func(o *office) {
			o.rotate("mina")
		}, "asha judith mina", "mina"},
		{"another recipient of the key worker", func(o *office) {
			o.rotate("asha")
		}, "asha judith mina", "asha"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			id := o.newCase()
			o.note(o.as("asha"), id, "In it")
			before := o.docket(id).Keys[0]
			if _, reads := before["nia"]; reads {
				t.Fatal("nia reads it")
			}
			old := o.keys["asha"]
			tt.change(there)
			now := o.keys["asha"]
			o.keys["asha"] = old // the identity when the copies meet
			j := o.meets("asha", there)
			o.wants(j, j.Received, 2, 0, 0)
			o.keys["asha"] = now
			d := o.docket(id)
			if got := strings.Join(d.Readers(), " "); got != tt.readers || d.KeyWorker != "asha" ||
				d.Newest() != 1 {
				t.Errorf("the readers are %s, the key worker %s, the epoch %d", got, d.KeyWorker,
					d.Newest())
			}
			for _, m := range d.Readers() {
				if anew := before[m] != d.Keys[0][m]; anew != slices.Contains(
					strings.Fields(tt.wrapped), m) {
					t.Errorf("the key of %s is wrapped again: %v", m, anew)
				}
				if n := o.opens(m, id); n != 2 {
					t.Errorf("%s opens %d entries of 2", m, n)
				}
			}
		})
	}
}

// The member who opened the case has its key only in the outbox. Without it they can give the key
// to nobody, and the case is in conflict, not lost.
func TestOpenAgainWithoutTheKey(t *testing.T) {
	o := newOffice(t)
	o.join("ben", "Ben Ito", team.Contributor)
	o.remoted()
	there := o.copied()
	first, second := o.intake("ben"), o.intake("ben")
	o.must(os.Remove(filepath.Join(o.dir, "casefile", "outbox", "ben", string(second)+"-key.age")))
	there.join("lena", "Lena Okoye", team.Lead)
	j := o.meets("ben", there)
	o.wants(j, 1, 1, 1, 0)
	if c := j.Conflicts[0]; c.Cases[0] != second || !errors.Is(c.Why, ErrState) {
		t.Errorf("conflict %+v", c)
	}
	if got := o.docket(first).Readers(); !slices.Equal(got, []string{"judith", "lena"}) {
		t.Errorf("the intake is read by %v", got)
	}
	if n := o.opens("lena", first); n != 1 {
		t.Errorf("lena opens %d entries of 1", n)
	}
}

// A member who left meanwhile can't become key worker. An ID that another case has is a conflict.
func TestOpenAgainConflicts(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	there := o.copied()
	b := o.as("asha")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.OpenCase(o.ctx,
		OpenOrder{Case: id, KeyWorker: "nia",
			Entries: []*Prepared{b.prepared(t, id, "profile", profileText)}})
	o.must(err)
	there.alter("nia", leaves)
	j := o.meets("asha", there)
	o.wants(j, 1, 0, 1, 0)
	if !errors.Is(j.Conflicts[0].Why, ErrState) {
		t.Errorf("why: %v", j.Conflicts[0].Why)
	}
	there = o.copied()
	for _, copy := range []*office{o, there} { // the same ID, by chance or on purpose
		b := copy.as("asha")
		_, err := b.OpenCase(o.ctx,
			OpenOrder{Case: id, KeyWorker: "asha",
				Entries: []*Prepared{b.prepared(t, id, "profile", profileText)}})
		o.must(err)
	}
	j = o.meets("asha", there)
	o.wants(j, 1, 0, 1, 0)
	if n := o.opens("asha", id); n != 1 {
		t.Errorf("asha opens %d entries of 1", n)
	}
}

func TestAcceptAgain(t *testing.T) {
	base := newOffice(t)
	base.join("ben", "Ben Ito", team.Contributor)
	base.join("lena", "Lena Okoye", team.Lead)
	base.join("zoe", "Zoe Quinn", team.Caseworker)
	id := base.intake("ben")
	for _, tt := range []struct {
		name     string
		change   func(there *office, id record.ID)
		conflict bool
		readers  string
	}{
		{"nothing that matters", func(o *office, _ record.ID) {
			o.newCase()
		}, false, "asha judith lena mina zoe"},
		{"a further concern", func(o *office, id record.ID) {
			o.concern("ben", id)
		}, false, "asha judith lena mina zoe"},
		{"one who was let in left", func(o *office, _ record.ID) {
			o.alter("zoe", leaves)
		}, false, "asha judith lena mina"},
		{"a lead came since", func(o *office, _ record.ID) {
			o.join("lara", "Lara Voss", team.Lead)
		}, false, "asha judith lara lena mina zoe"},
		{"the key worker left", func(o *office, _ record.ID) { o.alter("asha", leaves) }, true, ""},
		{"the key worker is none any more", func(o *office, _ record.ID) {
			o.alter("asha", role(team.Auditor))
		}, true, ""},
		{"it was accepted there", func(o *office, id record.ID) {
			_, err := o.as("lena").Accept(o.ctx, id, "zoe", nil)
			o.must(err)
		}, true, ""},
		{"who accepted is no lead any more", func(o *office, _ record.ID) {
			o.alter("lena", role(team.Caseworker))
		}, true, ""},
		{"who accepted has another recipient", func(o *office, _ record.ID) {
			o.rotate("lena")
		}, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			_, err := o.as("lena").Accept(o.ctx, id, "asha", []string{"zoe"})
			o.must(err)
			tt.change(there, id)
			theirs := there.docket(id)
			j := o.meets("lena", there)
			d := o.docket(id)
			if tt.conflict {
				if len(j.Conflicts) != 1 || d.Status != theirs.Status ||
					d.KeyWorker != theirs.KeyWorker {
					t.Errorf("joined %+v, the case is %s of %q", j, d.Status, d.KeyWorker)
				}
				return
			}
			if got := strings.Join(d.Readers(), " "); len(j.Conflicts) > 0 ||
				d.Status != record.Open || d.KeyWorker != "asha" || got != tt.readers {
				t.Errorf("joined %+v, the case is %s of %q, read by %s", j, d.Status, d.KeyWorker,
					got)
			}
			if n := o.opens("asha", id); n < 1 {
				t.Errorf("asha opens %d entries", n)
			}
		})
	}
}

// handsOver hands a case over to another key worker.
func (o *office) handsOver(id record.ID, to string) {
	o.Helper()
	b := o.as("asha")
	text := "---\nkind: handover\nheadline: Another key worker\nfrom: asha\nto: " + to +
		"\nreason: Leave\nopen_risks: none\nnext_steps: A visit in April\n---\n"
	p := b.prepared(o, id, "handover", text)
	_, err := b.onCase(o.ctx, "handover", id,
		func(_ *parent, d record.Docket) (*CaseChange, error) {
			d.KeyWorker = to
			return &CaseChange{Docket: d, Entries: []*Prepared{p}}, nil
		})
	o.must(err)
}

// A reader rebuilds an index that has lost a file. While two lines are joined, nothing of the line
// that is not yet on main may get into it.
func TestJoinWithADamagedIndex(t *testing.T) {
	base := newOffice(t)
	base.join("nia", "Nia Lowe", team.Caseworker)
	id := base.newCase()
	for name, work := range map[string]func(*office){
		"closing": func(o *office) { o.close("asha", id) },
		"a grant": func(o *office) { o.grant("asha", id, "nia") },
		"a note":  func(o *office) { o.note(o.as("asha"), id, "Ours") },
	} {
		o := base.afresh(t)
		there := o.copied()
		there.note(there.as("mina"), id, "Theirs")
		work(o)
		theirs := o.fetched(there)
		raced := o.as("asha")
		o.setIndex(id.Shard(), nil)
		_, err := raced.joinTo(o, theirs)
		if err == nil {
			t.Fatalf("%s: the join that must fail did not", name)
		}
		if _, err := o.open("asha", ""); err != nil {
			t.Errorf("%s, after a join that failed: %v", name, err)
		}
		o.setIndex(id.Shard(), nil)
		b := o.as("asha")
		if _, err := b.Join(o.ctx, theirs, Loss{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		o.headlines(id)
		o.sound()
	}
}

// joinTo does a join without its last step, like a process that is killed there.
func (b *Book) joinTo(o *office, theirs string) (*Joined, error) {
	o.Helper()
	lock := filepath.Join(o.dir, "refs", "heads", "main.lock")
	o.must(os.WriteFile(lock, []byte("held for this test\n"), 0o600))
	defer os.Remove(lock)
	j, err := b.joinOnce(o.ctx, theirs, Loss{})
	return j, err
}
