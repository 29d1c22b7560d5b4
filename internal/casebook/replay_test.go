package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// now is the docket of a case as main has it.
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
	_, err = b.Intake(o.ctx, Opening{Case: id, Entries: []*Prepared{b.prepared(o, id, "concern", concernText)}})
	o.must(err)
	return id
}

// rotate gives somebody another recipient, in the roster and at hand.
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

// A case that was opened apart is given to those who may read it by now.
func TestOpenAgain(t *testing.T) {
	base := newOffice(t).remoted()
	base.join("nia", "Nia Lowe", team.Senior)
	for _, tt := range []struct {
		name    string
		change  func(there *office)
		readers string // of the case in the end
		wrapped string // for whom the key was wrapped anew
	}{
		{"nothing changed", func(o *office) { o.newCase() }, "asha judith mina", ""},
		{"a reader left", func(o *office) { o.alter("mina", leaves) }, "asha judith", ""},
		{"a reader reads no more", func(o *office) { o.alter("mina", role(team.Auditor)) }, "asha judith", ""},
		{"an offline key came", func(o *office) { o.join("recovery-1", "Recovery 1", team.Recovery) }, "asha judith mina recovery-1", "recovery-1"},
		{"a lead came", func(o *office) { o.join("lena", "Lena Okoye", team.Lead) }, "asha judith mina", ""},
		{"another recipient of a reader", func(o *office) { o.rotate("mina") }, "asha judith mina", "mina"},
		{"another recipient of the key worker", func(o *office) { o.rotate("asha") }, "asha judith mina", "asha"},
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
			o.keys["asha"] = old // what is at hand when the copies meet
			j := o.meets("asha", there)
			o.wants(j, 1, 2, 0, 0)
			o.keys["asha"] = now
			d := o.docket(id)
			if got := strings.Join(d.Readers(), " "); got != tt.readers || d.KeyWorker != "asha" || d.Newest() != 1 {
				t.Errorf("the readers are %s, the key worker %s, the epoch %d", got, d.KeyWorker, d.Newest())
			}
			for _, m := range d.Readers() {
				if anew := before[m] != d.Keys[0][m]; anew != slices.Contains(strings.Fields(tt.wrapped), m) {
					t.Errorf("the key of %s is wrapped anew: %v", m, anew)
				}
				if n := o.opens(m, id); n != 2 {
					t.Errorf("%s opens %d entries of 2", m, n)
				}
			}
		})
	}
}

// The one who opened it no longer knows the key but by the outbox, and without
// that can't give it to anybody: the case is in conflict, not lost.
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
	if got := o.docket(first).Readers(); !slices.Equal(got, []string{"lena"}) {
		t.Errorf("the intake is read by %v", got)
	}
	if n := o.opens("lena", first); n != 1 {
		t.Errorf("lena opens %d entries of 1", n)
	}
}

// A key worker who left meanwhile can't be one, and a case that is there already
// is another's.
func TestOpenAgainConflicts(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	there := o.copied()
	b := o.as("asha")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.OpenCase(o.ctx, Opening{Case: id, KeyWorker: "nia", Entries: []*Prepared{b.prepared(t, id, "profile", profileText)}})
	o.must(err)
	there.alter("nia", leaves)
	j := o.meets("asha", there)
	o.wants(j, 1, 0, 1, 0)
	if !errors.Is(j.Conflicts[0].Why, ErrState) {
		t.Errorf("why: %v", j.Conflicts[0].Why)
	}
	there = o.copied()
	for _, copy := range []*office{o, there} { // the same ID, by chance or by malice
		b := copy.as("asha")
		_, err := b.OpenCase(o.ctx, Opening{Case: id, KeyWorker: "asha", Entries: []*Prepared{b.prepared(t, id, "profile", profileText)}})
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
		{"nothing that matters", func(o *office, _ record.ID) { o.newCase() }, false, "asha judith lena mina zoe"},
		{"a further concern", func(o *office, id record.ID) { o.concern("ben", id) }, false, "asha judith lena mina zoe"},
		{"one who was let in left", func(o *office, _ record.ID) { o.alter("zoe", leaves) }, false, "asha judith lena mina"},
		{"a lead came since", func(o *office, _ record.ID) { o.join("lara", "Lara Voss", team.Lead) }, false, "asha judith lara lena mina zoe"},
		{"the key worker left", func(o *office, _ record.ID) { o.alter("asha", leaves) }, true, ""},
		{"the key worker is none any more", func(o *office, _ record.ID) { o.alter("asha", role(team.Auditor)) }, true, ""},
		{"it was accepted there", func(o *office, id record.ID) {
			_, err := o.as("lena").Accept(o.ctx, id, "zoe", nil)
			o.must(err)
		}, true, ""},
		{"who accepted is no lead any more", func(o *office, _ record.ID) { o.alter("lena", role(team.Caseworker)) }, true, ""},
		{"who accepted has another recipient", func(o *office, _ record.ID) { o.rotate("lena") }, true, ""},
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
				if len(j.Conflicts) != 1 || d.Status != theirs.Status || d.KeyWorker != theirs.KeyWorker {
					t.Errorf("joined %+v, the case is %s of %q", j, d.Status, d.KeyWorker)
				}
				return
			}
			if got := strings.Join(d.Readers(), " "); len(j.Conflicts) > 0 || d.Status != record.Open || d.KeyWorker != "asha" || got != tt.readers {
				t.Errorf("joined %+v, the case is %s of %q, read by %s", j, d.Status, d.KeyWorker, got)
			}
			if n := o.opens("asha", id); n < 1 {
				t.Errorf("asha opens %d entries", n)
			}
		})
	}
}

const closureText = `---
kind: closure
headline: The family goes on by itself
reason: The intended outcome is reached
service_ended: 2026-03-06
outcome: Regular meals on every day of the week
child_view: '"Thank you for the club."'
parent_view: Content, and knows whom to ring
evidence_of_change: The lunch list of the school
agencies_told: [Hill Lane School]
transfer_review: {needed: no, reason: Robin stays at the same school, by: Mina Hall}
---
`

// close closes a case as the command does: with the date that the case gives.
func (o *office) close(who string, id record.ID) *Done {
	o.Helper()
	b := o.as(who)
	p := b.prepared(o, id, "closure", closureText)
	c, err := b.CaseWith(o.ctx, id, "close", p)
	o.must(err)
	done, err := b.Close(o.ctx, id, p, c.RetainFrom(p.Entry.Date("service_ended")).Until)
	o.must(err)
	return done
}

func day(text string) record.Date {
	d, _ := record.ParseDate(text)
	return d
}

// A case that was closed apart is kept as long as what has come to it since asks
// for: Robin was born in 2016, a referral keeps it to the end of 2041, the floor
// alone to the end of 2027.
func TestCloseAgain(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.newCase()
	for _, tt := range []struct {
		name     string
		change   func(there *office, id record.ID)
		conflict error
		until    string
	}{
		{"nothing that matters", func(o *office, _ record.ID) { o.newCase() }, nil, "2027-12-31"},
		{"another note", func(o *office, id record.ID) { o.note(o.as("mina"), id, "Later") }, nil, "2027-12-31"},
		{"a child protection plan is known of", func(o *office, id record.ID) {
			b := o.as("mina")
			text := strings.Replace(profileText, "languages:", "flags:\n  - {flag: child_protection, from: 2025-01-01, to: 2025-06-30}\nlanguages:", 1)
			_, err := b.Add(o.ctx, id, []*Prepared{b.prepared(o, id, "profile", text)}, nil)
			o.must(err)
		}, nil, "2041-12-31"},
		{"a concern waits for triage", func(o *office, id record.ID) { o.concern("mina", id) }, ErrState, ""},
		{"it was closed there", func(o *office, id record.ID) { o.close("mina", id) }, ErrState, ""},
		{"who closed it was taken away", func(o *office, id record.ID) {
			b := o.as("asha")
			p := b.prepared(o, id, "handover", "---\nkind: handover\nheadline: Mina goes on\nfrom: asha\nto: mina\nreason: Leave\nopen_risks: none\nnext_steps: A visit in April\n---\n")
			_, err := b.onCase(o.ctx, "handover", id, func(_ *parent, d record.Docket) (*CaseChange, error) {
				d.KeyWorker = "mina"
				return &CaseChange{Docket: d, Entries: []*Prepared{p}}, nil
			})
			o.must(err)
			o.revoke("mina", id, "asha")
		}, ErrNoKey, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			if d := o.close("asha", id).Dockets[0]; d.Status != record.Closing || d.RetainUntil != day("2027-12-31") {
				t.Fatalf("closed apart, it is %s until %s", d.Status, d.RetainUntil)
			}
			tt.change(there, id)
			theirs := there.docket(id)
			j := o.meets("asha", there)
			d := o.docket(id)
			if tt.conflict != nil {
				if len(j.Conflicts) != 1 || !errors.Is(j.Conflicts[0].Why, tt.conflict) || d.Status != theirs.Status {
					t.Errorf("joined %+v, the case is %s", j, d.Status)
				}
				if drafts, err := o.as("asha").Drafts(); err != nil || len(drafts) != 1 {
					t.Errorf("%d drafts, %v", len(drafts), err)
				}
				return
			}
			if len(j.Conflicts) > 0 || d.Status != record.Closing || d.RetainUntil != day(tt.until) || d.ServiceEnded != day("2026-03-06") {
				t.Errorf("joined %+v, the case is %s until %s", j, d.Status, d.RetainUntil)
			}
		})
	}
}

// Grants and revokes are done by what the case is by now; what somebody else has
// done already is not done twice.
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
		{"granted, and something else", grant("nia"), grant("zoe"), "again", "asha judith mina nia ruth zoe", 1},
		{"granted on both sides", grant("nia"), grant("nia"), "already", "asha judith mina nia ruth", 1},
		{"two granted, one there", grant("nia", "zoe"), grant("zoe"), "again", "asha judith mina nia ruth zoe", 1},
		{"granted, and a new key there", grant("nia"), revoke("ruth"), "again", "asha judith mina nia", 2},
		{"granted to one who left", grant("nia"), func(o *office, _ record.ID) { o.alter("nia", leaves) }, "conflict", "asha judith mina ruth", 1},
		{"granted by one who was taken away", grant("nia"), func(o *office, id record.ID) { o.revoke("judith", id, "mina") }, "conflict", "asha judith ruth", 2},
		{"granted, and again taken away there", grant("nia"), both(grant("nia"), revoke("nia")), "again", "asha judith mina nia ruth", 2},
		{"revoked, and something else", revoke("ruth"), grant("zoe"), "again", "asha judith mina zoe", 2},
		{"revoked on both sides", revoke("ruth"), revoke("ruth"), "already", "asha judith mina", 2},
		{"revoked different ones", revoke("ruth"), revoke("judith"), "again", "asha mina", 3},
		{"revoked the key worker of by now", revoke("ruth"), func(o *office, id record.ID) { o.handsOver(id, "ruth") }, "conflict", "asha judith mina ruth", 1},
		{"revoked, and too few would read", revoke("ruth"), both(revoke("judith"), func(o *office, id record.ID) { o.alter("asha", leaves) }), "conflict", "asha mina ruth", 2},
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
			if readby := strings.Join(d.Readers(), " "); got != tt.done || readby != tt.readby || d.Newest() != tt.epochs {
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
				if _, err := o.as(who).OpenEntry(o.ctx, record.Ref{Case: id, Entry: entry}); err != nil {
					t.Errorf("%s can't read it: %v", who, err)
				}
			}
		})
	}
}

// handsOver gives a case another key worker.
func (o *office) handsOver(id record.ID, to string) {
	o.Helper()
	b := o.as("asha")
	text := "---\nkind: handover\nheadline: Another key worker\nfrom: asha\nto: " + to + "\nreason: Leave\nopen_risks: none\nnext_steps: A visit in April\n---\n"
	p := b.prepared(o, id, "handover", text)
	_, err := b.onCase(o.ctx, "handover", id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		d.KeyWorker = to
		return &CaseChange{Docket: d, Entries: []*Prepared{p}}, nil
	})
	o.must(err)
}

// Rosters are merged member by member, and what can't be one roster is a conflict
// that keeps nothing else back.
func TestTeamAgain(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	base.join("nora", "Nora Finch", team.Senior)
	base.join("recovery-1", "Recovery 1", team.Recovery)
	for _, tt := range []struct {
		name        string
		here, there func(*office)
		done, who   string
	}{
		{"different members", func(o *office) { o.join("nia", "Nia Lowe", team.Caseworker) }, func(o *office) { o.join("zoe", "Zoe Quinn", team.Caseworker) }, "again", "judith"},
		{"one leaves, another changes", func(o *office) { o.alter("asha", leaves) }, func(o *office) { o.alter("mina", role(team.Senior)) }, "again", "judith"},
		{"the same", func(o *office) { o.alter("asha", leaves) }, func(o *office) { o.alter("asha", leaves) }, "already", "judith"},
		{"one member on both sides", func(o *office) { o.alter("asha", role(team.Lead)) }, func(o *office) { o.alter("asha", leaves) }, "conflict", "judith"},
		{"the last seniors leave", func(o *office) { o.alterBy("recovery-1", "judith", leaves) }, func(o *office) { o.alter("nora", leaves) }, "conflict", "recovery-1"},
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

// alterBy is alter, by somebody else who may.
func (o *office) alterBy(who, id string, change func(m *team.Member, at time.Time)) {
	o.Helper()
	was := o.signer["judith"]
	o.signer["judith"] = o.signer[who]
	o.alter(id, change)
	o.signer["judith"] = was
}

// A policy that both sides changed is for a person to settle; the same bytes on
// both sides are one change.
func TestPolicyAgain(t *testing.T) {
	base := newOffice(t)
	version := func(o *office, n string, more ...string) {
		text, err := policy.Default(policy.Casework)
		o.must(err)
		now := strings.Replace(string(text), "version: 1\n", "version: "+n+"\n", 1)
		for i := 0; i+1 < len(more); i += 2 {
			now = strings.Replace(now, more[i], more[i+1], 1)
		}
		_, err = o.as("judith").SetPolicy(o.ctx, map[string][]byte{verify.PolicyPath: []byte(now)})
		o.must(err)
	}
	for _, tt := range []struct {
		name        string
		here, there func(*office)
		counts      [4]int
	}{
		{"here alone", func(o *office) { version(o, "2") }, func(o *office) { o.newCase() }, [4]int{1, 1, 0, 0}},
		{"here twice", func(o *office) { version(o, "2"); version(o, "3") }, func(o *office) { o.newCase() }, [4]int{1, 2, 0, 0}},
		{"the same", func(o *office) { version(o, "2") }, func(o *office) { version(o, "2") }, [4]int{1, 1, 0, 0}},
		{"another one", func(o *office) { version(o, "2") }, func(o *office) { version(o, "2", "max_weeks: 4", "max_weeks: 3") }, [4]int{1, 0, 1, 0}},
		{"there twice", func(o *office) { version(o, "2") }, func(o *office) { version(o, "2"); version(o, "3") }, [4]int{2, 0, 1, 0}},
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

// Endorsements, holds and what reopens a case are done again as they were.
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
	if !o.docket(id).Blocked(record.BlockHold) {
		t.Error("the hold is gone")
	}
	there = o.copied()
	target := o.note(o.as("asha"), id, "Another")
	o.must(o.endorse("mina", id, target))
	there.alter("asha", role(team.Contributor))
	o.meets("asha", there) // the note is in conflict, and mina's endorsement of it waits
	j := o.meets("mina", there)
	o.wants(j, 0, 0, 1, 0)
	if c := j.Conflicts[0]; len(c.Repeat) != 1 || !strings.HasPrefix(c.Repeat[0], "casefile endorse "+id.String()) {
		t.Errorf("conflict %+v", c)
	}
}

// An index that has lost a file is made anew where one reads; while two lines are
// joined, nothing of the line that is yet to land may get into it.
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
		if _, err := b.Join(o.ctx, theirs); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		o.headlines(id)
		o.sound()
	}
}

// joinTo does all of a join but its last step, as one does who is killed there.
func (b *Book) joinTo(o *office, theirs string) (*Joined, error) {
	o.Helper()
	lock := filepath.Join(o.dir, "refs", "heads", "main.lock")
	o.must(os.WriteFile(lock, nil, 0o600))
	defer os.Remove(lock)
	j, err := b.joinOnce(o.ctx, theirs)
	return j, err
}
