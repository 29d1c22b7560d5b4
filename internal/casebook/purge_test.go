package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// listedKeys lists the wrapped keys that a case's docket lists now.
func listedKeys(o *office, b *Book, id record.ID) []string {
	o.Helper()
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	var out []string
	for _, e := range d.Keys {
		for _, blob := range e {
			out = append(out, blob)
		}
	}
	return slices.Sorted(slices.Values(out))
}

// A ref that keeps the keys of two cases loses the purged ones. Keys that main still lists stay,
// and are named.
func TestPurgeLetsGoOfKeptKeys(t *testing.T) {
	o := newOffice(t)
	one, two := o.newCase(), o.newCase()
	b := o.as("asha")
	ids := listedKeys(o, b, one)
	first, err := b.Docket(o.ctx, one)
	o.must(err)
	second, err := b.Docket(o.ctx, two)
	o.must(err)
	batch := b.repo.NewBatch()
	both, err := ledger.KeysCommit(o.ctx, batch,
		append(ledger.KeyFiles(first), ledger.KeyFiles(second)...))
	o.must(err)
	o.must(batch.Write(o.ctx))
	kept, noted := ledger.KeptPrefix+one.Shard()+"/x", ledger.KeysThere+one.Shard()
	o.must(b.repo.Move(o.ctx, []store.Move{{Ref: kept, New: both}, {Ref: noted, New: both}}))
	p, err := b.purge(o.ctx, append(ids, ids...), []string{one.Shard()})
	o.must(err)
	if !slices.Equal(p.IDs, ids) {
		t.Errorf("purged %v, wanted %v once", p.IDs, ids)
	}
	for _, ref := range []string{kept, noted} {
		got := o.git("ls-tree", "-r", "--name-only", ref)
		if !strings.Contains(got, string(two)) || strings.Contains(got, string(one)) {
			t.Errorf("%s keeps %s", ref, got)
		}
	}
	holds := Place{ID: ids[0], Where: ledger.KeysPrefix + one.Shard(),
		What: "a ref that reaches it"}
	if !slices.Contains(p.Left, holds) {
		t.Errorf("left: %v, wanted %v", p.Left, holds)
	}
	if _, err := o.as("asha").Case(o.ctx, one); err != nil {
		t.Errorf("the case can't be read any more: %v", err)
	}
}

// A docket that never reached main may list keys too, as that of an operation in conflict.
func TestDeadKeysOfConflicts(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	if gone, err := b.DeadKeys(o.ctx, id); err != nil || len(gone) > 0 {
		t.Fatalf("of a case in use: %v, %v", gone, err)
	}
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	aside := *d
	aside.Keys = slices.Clone(d.Keys)
	lost := strings.Repeat("c", 40)
	aside.Keys = append(aside.Keys, record.Epoch{"mina": lost})
	batch := b.repo.NewBatch()
	tip, err := b.repo.Commit(o.ctx, b.Tip())
	o.must(err)
	tree, err := batch.Tree(o.ctx, tip.Tree,
		[]store.Edit{{Path: record.DocketPath(id), Mode: "100644", ID: batch.Blob(aside.Encode())}})
	o.must(err)
	c, err := batch.Commit(store.NewCommit{Tree: tree, Parents: []string{b.Tip()},
		Author: tip.Author, Committer: tip.Committer, Message: "casefile grant\n"}, nil)
	o.must(err)
	o.must(batch.Write(o.ctx))
	o.must(b.repo.Move(o.ctx, []store.Move{{Ref: ledger.ConflictsPrefix + c.ID[:12], New: c.ID}}))
	if gone, err := b.DeadKeys(o.ctx, id); err != nil || len(gone) > 0 {
		t.Errorf("of a case in use, with a conflict: %v, %v", gone, err)
	}
	dead := map[record.ID]*deadCase{id: {last: 1, ever: map[string]bool{}}}
	refs := must(b.repo.Refs(o.ctx, "refs/casefile/"))
	if err := b.addAsideKeys(o.ctx, refs, dead); err != nil || !dead[id].ever[lost] {
		t.Errorf("got %v, %v", dead[id].ever, err)
	}
}

// Outbox texts of a case that goes on stay, and are no copy of anything purged.
func TestWaitingInOutbox(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	file := b.outboxFile("mina", id, "7K2M9QXH")
	o.must(os.MkdirAll(filepath.Dir(file), 0o700))
	o.must(os.WriteFile(file, []byte("sealed"), 0o600))
	if n := must(b.dropTextsOf(o.ctx, id)); n != 0 {
		t.Errorf("%d texts of a case in use were removed", n)
	}
	left, err := b.LeftOf(o.ctx, id, nil)
	o.must(err)
	if len(left) > 0 {
		t.Errorf("got %v, wanted nothing", left)
	}
}

// A purge is noted, and the next one goes on from there. If the note is lost or invalid, the only
// cost is a look at every docket.
func TestPurgeDueIsNoted(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	b := o.as("asha")
	file := filepath.Join(b.repo.CommonDir(), "casefile", purgedFile)
	for _, before := range []string{"", "nonsense\n", strings.Repeat("d", 40) + "\n",
		strings.Repeat("d", 40) + " -7\n", "x 99999\n"} {
		if before != "" {
			o.must(os.WriteFile(file, []byte(before), 0o600))
		}
		e, err := b.PurgeDue(o.ctx)
		o.must(err)
		commit := b.purgedUpTo().commit
		if len(e.Cases) > 0 || len(e.IDs) > 0 || commit != b.Tip() {
			t.Errorf("after %q: %+v, noted %q", before, e, commit)
		}
	}
}

// Unjudged refs stop no purge. A ref of an adopted copy may be anything, or hold an invalid docket.
func TestMalformedRefsStopNoPurge(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	base := o.git("rev-parse", ledger.MainRef)
	blob := o.git("rev-parse", base+":"+verify.TeamPath)
	docket := o.with(o.git("rev-parse", base+"^{tree}"), record.DocketPath(id), "100644 blob "+blob)
	odd := o.git("-c", "user.name=X", "-c", "user.email=x@agency.example", "commit-tree", "-p",
		base, "-m", "x", docket)
	for name, at := range map[string]string{"a file": blob, "a tree": base + "^{tree}",
		"a docket that is none": odd} {
		for _, ref := range []string{ledger.AdoptPrefix + "main", adoptedKeys + id.Shard(),
			ledger.KeptPrefix + "x/y"} {
			o.git("update-ref", ref, o.git("rev-parse", at))
			b := o.as("vera")
			if _, err := b.DeadKeys(o.ctx, id); err != nil {
				t.Errorf("%s at %s: the keys that are gone: %v", name, ref, err)
			}
			if _, err := b.purge(o.ctx, []string{strings.Repeat("1", 40)},
				[]string{id.Shard()}); err != nil {
				t.Errorf("%s at %s: purging: %v", name, ref, err)
			}
			if err := b.JournalAdopted(o.ctx); err != nil {
				t.Errorf("%s at %s: adopting: %v", name, ref, err)
			}
			o.git("update-ref", "-d", ref)
		}
	}
}
