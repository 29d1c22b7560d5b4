package casebook

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
)

// What can't be done again is kept whole: the commit on a ref, the text as a
// draft, and main has nothing of it.
func TestConflictKeepsAll(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	entry := o.note(o.as("asha"), id, "Not lost")
	commit := o.git("rev-parse", ledger.MainRef)
	there.alter("asha", func(m *team.Member, _ time.Time) {
		m.Roles = []team.Role{team.Contributor}
	})
	j := o.meets("asha", there)
	o.wants(j, 1, 0, 1, 0)
	c := j.Conflicts[0]
	if c.Commit != commit || c.Op != "add" || !slices.Equal(c.Cases, []record.ID{id}) ||
		!errors.Is(c.Why, ErrDenied) ||
		c.Ref != ledger.ConflictsPrefix+commit[:12] || o.git("rev-parse", c.Ref) != commit {
		t.Errorf("conflict %+v", c)
	}
	if o.git("rev-parse", ledger.MainRef) != there.git("rev-parse", ledger.MainRef) {
		t.Error("main is another one than theirs")
	}
	b := o.as("asha")
	drafts, err := b.Drafts()
	if err != nil || len(drafts) != 1 || len(c.Commands()) != 1 {
		t.Fatalf("drafts %v, %v, repeat %v", drafts, err, c.Commands())
	}
	d, err := b.OpenDraft(drafts[0].ID.String())
	o.must(err)
	if want := "casefile note " + id.String(); d.Act.String() != want || c.Commands()[0] != want+
		" --draft "+d.ID.String() || !strings.Contains(string(d.Text), "headline: Not lost\n") {
		t.Errorf("the draft is %q, %q; repeat %v", d.Act, d.Text, c.Commands())
	}
	if _, _, err := b.BySealed(o.blobIn(commit, id, entry)); !errors.Is(err, ErrNotFound) {
		t.Errorf("the sealed file is found: %v", err)
	}
	if _, err := b.FindEntry(o.ctx, entry.String(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("the entry is found: %v", err)
	}
	o.wants(o.meets("asha", there), 0, 0, 0, 0)
	there.alter("asha", func(m *team.Member, _ time.Time) {
		m.Roles = []team.Role{team.Caseworker}
	})
	o.meets("asha", there)
	b = o.as("asha")
	_, findings, err := b.Prepare(o.ctx,
		EntryText{Case: id, Kind: "note", File: "-", Text: d.Text})
	if err != nil || findings.Failed() {
		t.Errorf("the draft can't be recorded: %v, %v", err, findings)
	}
}

// blobIn returns an entry's sealed file in a commit.
func (o *office) blobIn(commit string, id, entry record.ID) string {
	o.Helper()
	for _, line := range strings.Split(o.git("ls-tree", "-r", commit, record.CaseFolder(id)+"/"),
		"\n") {
		if strings.Contains(line, string(entry)) {
			return strings.Fields(line)[2]
		}
	}
	o.Fatalf("%s has no %s", commit, entry)
	return ""
}

// One operation in conflict stops none of the others, before or after it; what
// leans on it is in conflict too.
func TestConflictAmongOthers(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	there := o.copied()
	o.note(o.as("asha"), id, "Before")
	o.grant("asha", id, "nia")
	o.note(o.as("asha"), id, "After")
	second := o.newCase()
	o.note(o.as("asha"), second, "In a new case")
	there.alter("nia", leaves)
	j := o.meets("asha", there)
	o.wants(j, 1, 4, 1, 0)
	if c := j.Conflicts[0]; c.Op != "grant" ||
		!slices.Equal(c.Commands(), []string{"casefile readers " + id.String() + " grant nia"}) {
		t.Errorf("conflict %+v", c)
	}
	o.reads(id, "Before", "After")
	o.reads(second, "In a new case")
}

// A case that can't be opened again takes its keys ref with it, and what was
// recorded in it is in conflict as well.
func TestConflictOfACase(t *testing.T) {
	o := newOffice(t)
	first := o.newCase()
	there := o.copied()
	id := o.newCase()
	for id.Shard() == first.Shard() {
		id = o.newCase()
	}
	o.note(o.as("asha"), id, "In the new case")
	opened := len(o.refs(ledger.KeysPrefix))
	there.alter("asha", func(m *team.Member, _ time.Time) {
		m.Roles = []team.Role{team.Contributor}
	})
	j := o.meets("asha", there)
	if j.Received != 1 || len(j.Replayed) != 0 || len(j.Conflicts) < 2 {
		t.Errorf("joined %+v", j)
	}
	if got := o.refs(ledger.KeysPrefix); len(got) >= opened ||
		got[ledger.KeysPrefix+id.Shard()] != "" {
		t.Errorf("keys refs %v", got)
	}
	if !strings.HasPrefix(j.Conflicts[0].Commands()[0], "casefile open --draft ") {
		t.Errorf("repeat %v", j.Conflicts[0].Commands())
	}
	drafts, err := o.as("asha").Drafts()
	if err != nil || len(drafts) != len(j.Conflicts) {
		t.Errorf("%d drafts of %d, %v", len(drafts), len(j.Conflicts), err)
	}
	if _, err := o.as("asha").Docket(o.ctx, id); !errors.Is(err, ErrNotFound) {
		t.Errorf("the case is there: %v", err)
	}
}
