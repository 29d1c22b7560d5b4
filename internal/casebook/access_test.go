package casebook

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// access returns the facts that somebody without any key learns of one member.
func (o *office) access(id record.ID, member string) Access {
	o.Helper()
	list, err := o.as("nobody").Access(o.ctx, id)
	o.must(err)
	for _, a := range list {
		if a.Member == member {
			return a
		}
	}
	return Access{}
}

func (a Access) equal(b Access) bool {
	return a.Reads == b.Reads && a.Outdated == b.Outdated && slices.Equal(a.Epochs, b.Epochs) &&
		slices.Equal(a.Held, b.Held) &&
		a.Since.Equal(b.Since) && a.Until.Equal(b.Until)
}

func TestAccess(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	opened := o.now
	want := func(step, member string, want Access) {
		t.Helper()
		if got := o.access(id, member); !got.equal(want) {
			t.Errorf("%s: %s has %+v, want %+v", step, member, got, want)
		}
	}
	want("opened", "mina", Access{Reads: true, Epochs: []int{1}, Held: []int{1}, Since: opened})
	want("opened", "nia", Access{})
	o.grant("asha", id, "nia")
	granted := o.now
	want("granted", "nia", Access{Reads: true, Epochs: []int{1}, Held: []int{1}, Since: granted})
	o.note(o.as("nia"), id, "Between")
	o.revoke("asha", id, "nia")
	revoked := o.now
	want("revoked", "nia", Access{Held: []int{1}, Since: granted, Until: revoked})
	want("revoked", "mina",
		Access{Reads: true, Epochs: []int{1, 2}, Held: []int{1, 2}, Since: opened})
	o.revoke("asha", id, "mina")
	second := o.now
	want("mina revoked", "nia", Access{Held: []int{1}, Since: granted, Until: revoked})
	o.grant("asha", id, "nia")
	again := o.now
	want("let in again", "nia",
		Access{Reads: true, Epochs: []int{1, 2, 3}, Held: []int{1, 2, 3}, Since: again})
	o.setIndex("", nil)
	want("judged again", "mina", Access{Held: []int{1, 2}, Since: opened, Until: second})

	b := o.as("nobody")
	o.must(b.LookBack(o.ctx, granted.Add(time.Second)))
	list, err := b.Access(o.ctx, id)
	if err != nil || len(list) != 4 || !list[3].Reads || list[3].Member != "nia" ||
		!list[3].Since.Equal(granted) {
		t.Errorf("looking back: %+v, %v", list, err)
	}
}

// An index that has lost a line about a key is made anew.
func TestAccessWithADamagedIndex(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	before := o.access(id, "judith")
	file := o.indexFile(id.Shard())
	data, err := os.ReadFile(file)
	o.must(err)
	kept := slices.DeleteFunc(strings.SplitAfter(string(data), "\n"), func(l string) bool {
		return strings.Contains(l, " K ")
	})
	o.must(os.WriteFile(file, []byte(strings.Join(kept, "")), 0o600))
	if after := o.access(id, "judith"); !after.equal(before) || before.Since.IsZero() {
		t.Errorf("first %+v, then %+v", before, after)
	}
	o.access(id, "judith") // the index is made anew in memory first, and then once for all
	if now, err := os.ReadFile(file); err != nil || !strings.Contains(string(now), " K ") {
		t.Errorf("the index is not mended: %v", err)
	}
}

// What a revoked person could read is counted by the epochs that they ever had,
// also those that whoever let them in again could not hand on.
func TestCountOfWhatWasRead(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("zoe", "Zoe Quinn", team.Manager)
	id := o.newCase()
	b := o.as("asha")
	sealed, _, err := b.SealFile(o.ctx, id, strings.NewReader("A letter."), 9)
	o.must(err)
	_, err = b.Add(o.ctx, id, []*Prepared{b.prepared(t, id, "note", noteText("A letter came"))},
		[]Attached{sealed})
	o.must(err)
	o.grant("asha", id, "nia")
	r := o.revoke("asha", id, "nia")
	if r.Entries != 2 || r.Files != 1 {
		t.Errorf("nia could read %d entries and %d files, want 2 and 1", r.Entries, r.Files)
	}
	o.note(o.as("asha"), id, "In epoch 2")
	o.newestOnly(id, "zoe")
	g, err := o.as("zoe").Grant(o.ctx, id, []string{"nia"})
	if err != nil || !slices.Equal(g.Missing, []int{1}) {
		t.Errorf("zoe hands on %+v, %v", g, err)
	}
	if r := o.revoke("asha", id, "zoe"); r.Entries != 1 || r.Files != 0 {
		t.Errorf("zoe could read %d entries and %d files, want 1 and none", r.Entries, r.Files)
	}
	o.note(o.as("asha"), id, "In epoch 3")
	if r := o.revoke("asha", id, "nia"); r.Entries != 4 || r.Files != 1 {
		t.Errorf("nia could read %d entries and %d files, want 4 and 1", r.Entries, r.Files)
	}
}

// newestOnly lets somebody in to the newest epoch alone, which the rules allow
// and another program may do.
func (o *office) newestOnly(id record.ID, member string) {
	o.Helper()
	b := o.as("asha")
	_, err := b.onCase(o.ctx, "grant", id, func(p *parent, d record.Docket) (*CaseChange, error) {
		keys, err := b.heldKeys(o.ctx, &d)
		if err != nil {
			return nil, err
		}
		additions := make([]record.Epoch, d.Newest())
		additions[d.Newest()-1], err = p.wrap(keys[d.Newest()-1], []string{member})
		return &CaseChange{Docket: verify.AfterGrant(d, additions)}, err
	})
	o.must(err)
}

// A destroyed case has no readers. Its last docket is in no commit that listed a
// key, so that nobody's day of going is known.
func TestAccessAfterDisposal(t *testing.T) {
	day := time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)
	past := map[string]*Access{}
	follow(past, &record.Docket{Keys: []record.Epoch{{"asha": "a1", "mina": "m1"}}}, day)
	follow(past, &record.Docket{Keys: []record.Epoch{{"asha": "a1"}, {"asha": "a2"}}},
		day.AddDate(0, 0, 1))
	follow(past, &record.Docket{Keys: []record.Epoch{{}, {}}}, time.Time{})
	for member, want := range map[string]Access{
		"asha": {Held: []int{1, 2}, Since: day},
		"mina": {Held: []int{1}, Since: day, Until: day.AddDate(0, 0, 1)},
	} {
		if got := *past[member]; !got.equal(want) {
			t.Errorf("%s has %+v, want %+v", member, got, want)
		}
	}
}
