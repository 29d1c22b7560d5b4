package casebook

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// bomb returns a keys commit of nested trees: 20 files each folder, so many levels deep.
func (o *office) bomb(b *Book, levels int) string {
	o.Helper()
	batch := b.repo.NewBatch()
	blob := batch.Blob([]byte("x"))
	tree := ""
	for level := range levels {
		var edits []store.Edit
		for i := range 20 {
			e := store.Edit{Path: fmt.Sprintf("%02d", i), Mode: "100644", ID: blob}
			if level > 0 {
				e.Mode, e.ID = "040000", tree
			}
			edits = append(edits, e)
		}
		tree = must(batch.Tree(o.ctx, "", edits))
	}
	nobody := store.Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	c := must(batch.Commit(store.NewCommit{Tree: tree, Author: nobody, Committer: nobody,
		Message: "casefile keys\n"}, nil))
	o.must(batch.Write(o.ctx))
	return c.ID
}

// Keys refs that nobody judged hold up no disposal: nested trees are not walked beyond the
// three levels of a keys ref, those of other shards not at all, and a walk hears its context.
func TestUnjudgedKeysRefsAreBounded(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	bomb := o.bomb(b, 9)
	o.git("update-ref", ledger.KeysThere+"ZZ", bomb)
	o.git("update-ref", ledger.KeysThere+id.Shard(), bomb)
	o.git("update-ref", ledger.KeptPrefix+id.Shard()+"/0123456789ab", bomb)
	o.git("update-ref", adoptedKeys+id.Shard(), bomb)
	must(b.dispose(o.ctx, id))
	if files, err := b.keysIn(o.ctx, bomb, ""); err != nil || len(files) != 0 {
		t.Errorf("of a bomb %d files are taken for keys, %v", len(files), err)
	}
	cancelled, cancel := context.WithCancel(o.ctx)
	cancel()
	if _, err := b.keysIn(cancelled, bomb, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	p, err := o.as("vera").PurgeDue(o.ctx)
	if err != nil || len(p.Left) > 0 || o.wrappedHere() != 0 {
		t.Errorf("purged beside bombs: %+v, %v, %d keys", p, err, o.wrappedHere())
	}
}

// What came with the copy of somebody who left stops no purge, whatever it is.
func TestMalformedAdoptedRefs(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	batch := b.repo.NewBatch()
	blob := batch.Blob([]byte("no commit at all"))
	tree := must(batch.Tree(o.ctx, "", []store.Edit{{Path: "cases", Mode: "100644", ID: blob}}))
	o.must(batch.Write(o.ctx))
	for i, object := range []string{blob, tree, o.bomb(b, 2)} {
		o.git("update-ref", fmt.Sprintf("%sunsent/mallory/%d", ledger.AdoptPrefix, i), object)
		o.git("update-ref", fmt.Sprintf("%sQ%d", adoptedKeys, i), object)
	}
	o.git("update-ref", adoptedKeys+id.Shard(), tree)
	must(b.dispose(o.ctx, id))
	p, err := o.as("vera").PurgeDue(o.ctx)
	if err != nil || len(p.Left) > 0 || o.wrappedHere() != 0 {
		t.Errorf("%+v, %v, %d keys", p, err, o.wrappedHere())
	}
}

// A disposal reads the keys refs of its own shard, however many there are.
func TestDeadKeysOfManyCases(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	must(o.as("vera").dispose(o.ctx, id))
	const abc = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var s strings.Builder
	for i := range 1000 {
		shard := string([]byte{abc[i/32], abc[i%32]})
		fmt.Fprintf(&s, "commit %s%s\ncommitter casefile <casefile@invalid> 1 +0000\ndata 14\n"+
			"casefile keys\n\n", ledger.KeysThere, shard)
		for c := range 10 {
			d := fmt.Sprintf("key of %s %d", shard, c)
			fmt.Fprintf(&s, "M 100644 inline %sK%d0000%d/1/asha.age\ndata %d\n%s\n", shard, c, c,
				len(d), d)
		}
		s.WriteString("\n")
	}
	cmd := exec.Command("git", "--git-dir", o.dir, "fast-import", "--quiet", "--force")
	cmd.Stdin = strings.NewReader(s.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	b := o.as("vera")
	refs := besideKeys(must(b.repo.Refs(o.ctx, "refs/casefile/")))[id.Shard()]
	if len(refs) > 1 {
		t.Errorf("of 1,000 shards these are read: %v", refs)
	}
	must(b.DeadKeys(o.ctx, id)) // starts the process that reads objects
	begin := time.Now()
	must(b.DeadKeys(o.ctx, id))
	t.Logf("the keys of one case of 10,000: %v", time.Since(begin))
}

// What is noted of all cases is read once, however many have ended, and each gets what it would
// get alone.
func TestDeadKeysOfManyEndedCases(t *testing.T) {
	o := newOffice(t)
	ended := o.dueCases(3)
	for _, id := range ended {
		o.endorseDisposal(id)
		must(o.as("vera").dispose(o.ctx, id))
	}
	b := o.as("vera")
	var noted []journalLine
	for i := range 5000 {
		noted = append(noted, journalLine{ended[i%3], fmt.Sprintf("%040x", i), 1})
	}
	o.must(b.appendKeyJournal(noted))
	all := must(b.DeadKeysOf(o.ctx, ended))
	for _, id := range ended {
		if alone := must(b.DeadKeys(o.ctx, id)); !slices.Equal(alone, all[id]) ||
			len(alone) < 5000/3 {
			t.Errorf("%s: %d keys alone, %d among others", id, len(alone), len(all[id]))
		}
	}
	one := testing.AllocsPerRun(1, func() { must(b.DeadKeys(o.ctx, ended[0])) })
	many := testing.AllocsPerRun(1, func() { must(b.DeadKeysOf(o.ctx, ended)) })
	if many > 2*one {
		t.Errorf("%.0f pieces of memory for three cases, %.0f for one", many, one)
	}
}

// ended returns so many destroyed cases like one, in all shards, with three keys of each listed,
// and which nobody judged: the ledger is told of them.
func (o *office) ended(b *Book, like record.ID, number int) (list []record.ID) {
	o.Helper()
	const abc = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	docket := *must(b.Docket(o.ctx, like))
	batch := b.repo.NewBatch()
	var edits []store.Edit
	var learned []verify.Learned
	for i := range number {
		id := record.ID(fmt.Sprintf("%c%c2G%04d", abc[i%32], abc[i/32%32], i))
		docket.Case = id
		edits = append(edits, store.Edit{Path: record.DocketPath(id), Mode: "100644",
			ID: batch.Blob(docket.Encode())})
		l := verify.Learned{Case: id}
		for key := range 3 {
			l.Keys = append(l.Keys, verify.KeyFact{Blob: fmt.Sprintf("%032x%08d", i, key),
				Recipient: strings.Repeat("a", 64), Epoch: 1, Commit: b.Tip()})
		}
		list, learned = append(list, id), append(learned, l)
	}
	tip := must(b.repo.Commit(o.ctx, b.Tip()))
	tree := must(batch.Tree(o.ctx, tip.Tree, edits))
	c := must(batch.Commit(store.NewCommit{Tree: tree, Parents: []string{tip.ID},
		Author: tip.Author, Committer: tip.Committer, Message: tip.Message}, nil))
	o.must(batch.Write(o.ctx))
	o.must(b.Ledger.Advance(c.ID, b.Ledger.Judge(), learned))
	return list
}

// The keys of 3,000 destroyed cases are found in one pass.
func BenchmarkDeadKeysOf(b *testing.B) {
	o := newOffice(b)
	id := o.disposable()
	must(o.as("vera").dispose(o.ctx, id))
	book := o.as("vera")
	list := o.ended(book, id, 3000)
	b.ReportAllocs()
	for b.Loop() {
		if all := must(book.DeadKeysOf(o.ctx, list)); len(all) != 3000 ||
			len(all[list[2999]]) != 3 {
			b.Fatalf("of %d cases, %d keys of the last", len(all), len(all[list[2999]]))
		}
	}
}
