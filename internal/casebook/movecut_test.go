package casebook

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// cutDeed is an operation that is interrupted between two of its refs.
type cutDeed struct {
	name  string
	ready func(o *office) record.ID
	do    func(o *office, id record.ID) error
	moves int  // how many refs it moves
	gone  bool // it destroys keys, once it is more than recorded
}

func cutDeeds() []cutDeed {
	opened := func(o *office) record.ID {
		o.join("nia", "Nia Lowe", team.Caseworker)
		id := o.newCase()
		o.note(o.as("asha"), id, "Visit")
		return id
	}
	var from *office
	return []cutDeed{
		{"add", opened, func(o *office, id record.ID) error {
			return addNote(o, o.as("asha"), id, "Call")
		}, 2, false},
		{"open", opened, func(o *office, _ record.ID) error { o.newCase(); return nil }, 3, false},
		{"endorse", opened, func(o *office, id record.ID) error {
			return o.endorse("mina", id, o.note(o.as("asha"), id, "Seen"))
		}, 2, false},
		{"grant", opened, func(o *office, id record.ID) error {
			_, err := o.as("asha").Grant(o.ctx, id, []string{"nia"})
			return err
		}, 3, false},
		{"revoke", opened, func(o *office, id record.ID) error {
			o.revoke("asha", id, "mina")
			return nil
		}, 3, false},
		{"erase", func(o *office) record.ID { id, _, _ := o.erasable(); return id },
			func(o *office, id record.ID) error {
				// so that no key is purged yet
				o.git("remote", "add", ledger.RemoteName, "/nowhere")
				p := &post{answers: []error{nil, errUnreachable}}
				_, err := o.as("asha").CarryOutErasure(o.ctx, o.pending(id), p.send)
				if halted, _ := errors.AsType[*HaltError](err); halted != nil &&
					halted.Halt == Unpushed {
					return nil
				}
				return cmp.Or(err, errors.New("every key is gone already"))
			}, 3, true},
		{"dispose", (*office).disposable, func(o *office, id record.ID) error {
			_, err := o.as("vera").dispose(o.ctx, id)
			return err
		}, 3, true},
		{"sync", func(o *office) record.ID {
			id := opened(o)
			from = o.copied()
			from.grant("asha", id, "nia")
			o.note(o.as("asha"), id, "Unsent")
			return id
		}, func(o *office, _ record.ID) error {
			_, err := o.as("asha").Join(o.ctx, o.fetched(from), Loss{})
			return err
		}, 3, false},
	}
}

// If an operation is interrupted between two of its refs, the next command finds all of it or
// nothing of it. verify finds no fault, and dead keys are destroyed.
func TestCutBetweenRefs(t *testing.T) {
	for _, deed := range cutDeeds() {
		t.Run(deed.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			id := deed.ready(o)
			before := o.state()
			keys := listedKeys(o, o.as("asha"), id)
			o.must(deed.do(o, id))
			after := o.state()
			moves := cutMoves(before.refs, after.refs)
			if len(moves) != deed.moves {
				t.Fatalf("%s moves %v, want %d refs", deed.name, moves, deed.moves)
			}
			for n := range len(moves) + 1 {
				there := o.afresh(t)
				there.cutAfter(n, moves, before)
				there.wantWhole(fmt.Sprintf("%s cut after %d", deed.name, n), moves, n, before,
					after)
				if deed.gone {
					there.wantGone(fmt.Sprintf("%s cut after %d", deed.name, n), id, keys, n > 1)
				}
			}
		})
	}
}

// cutMoves returns the moves between two states of the refs, in their order: those together with
// main, main, and those after it.
func cutMoves(before, after map[string]string) (out [][3]string) {
	both := maps.Clone(before)
	maps.Copy(both, after)
	place := map[string]int{ledger.MainRef: 1, ledger.VerifiedRef: 2}
	names := slices.SortedFunc(maps.Keys(both), func(a, b string) int {
		return cmp.Or(place[a]-place[b], strings.Compare(a, b))
	})
	for _, name := range names {
		fetched := strings.HasPrefix(name, "refs/casefile/incoming/") ||
			strings.HasPrefix(name, "refs/casefile/remote/")
		if before[name] != after[name] && !fetched {
			out = append(out, [3]string{name, before[name], after[name]})
		}
	}
	return out
}

// cutAfter sets a copy to its state after a power failure between the moves, after so many of them:
// with the intent file (FORMAT.md, 15) and the earlier index.
func (o *office) cutAfter(n int, moves [][3]string, before crashed) {
	o.Helper()
	text := ""
	for i, m := range moves {
		text += fmt.Sprintf("%s %s %s\n", cmp.Or(m[1], "-"), cmp.Or(m[2], "-"), m[0])
		if i < n {
			o.setRef(m[0], m[2])
		} else {
			o.setRef(m[0], m[1])
		}
	}
	if tied := moves[0][0] != ledger.MainRef; tied {
		o.must(os.WriteFile(filepath.Join(o.dir, "casefile", "intent"), store.Summed(text), 0o600))
	}
	o.setIndex("", nil)
	o.must(os.MkdirAll(o.indexFile(""), 0o700))
	for name, data := range before.index {
		o.setIndex(name, data)
	}
}

// wantWhole requires a copy to be as before if main has not moved, else as after.
func (o *office) wantWhole(what string, moves [][3]string, n int, before, after crashed) {
	o.Helper()
	want := before.refs
	isMain := func(m [3]string) bool { return m[0] == ledger.MainRef }
	if n > slices.IndexFunc(moves, isMain) {
		want = after.refs
	}
	if x := o.examined("judith", ExamineOptions{}); len(x.Faults) > 0 {
		o.Errorf("%s: verify finds %v", what, x.Faults)
	}
	o.as("asha")
	got := o.state().refs
	for _, m := range moves {
		if got[m[0]] != want[m[0]] {
			o.Errorf("%s: %s is at %q, want %q", what, m[0], got[m[0]], want[m[0]])
		}
	}
	o.sound()
	if x := o.examined("judith", ExamineOptions{FromScratch: true}); len(x.Faults) > 0 {
		o.Errorf("%s: verify from scratch finds %v", what, x.Faults)
	}
}

// wantGone purges, and requires the keys of a case to be gone if main says so, and else to be
// there.
func (o *office) wantGone(what string, id record.ID, keys []string, gone bool) {
	o.Helper()
	p, err := o.as("judith").PurgeDue(o.ctx)
	if o.must(err); len(p.Left) > 0 {
		o.Errorf("%s: copies remain: %v", what, p.Left)
	}
	if !gone {
		o.keepsKeys(keys)
		return
	}
	if left := must(o.as("judith").LeftOf(o.ctx, id, keys)); len(left) > 0 {
		o.Errorf("%s: keys are left: %v", what, left)
	}
}

// A keys ref that another program left behind main, and that can't be moved yet, is repaired by a
// later command. It makes no difference that its commit was judged meanwhile, even by verify.
func TestKeysRefBehindALock(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	before := o.state()
	o.grant("asha", id, "nia")
	ref := ledger.KeysPrefix + id.Shard()
	right := o.git("rev-parse", ref)
	o.cutAfter(1, [][3]string{{ledger.MainRef, "", o.git("rev-parse", ledger.MainRef)},
		{ref, before.refs[ref]}, {ledger.VerifiedRef, before.refs[ledger.VerifiedRef]}}, before)
	lock := filepath.Join(o.dir, ref+".lock")
	// a lock that no command may remove
	o.must(os.WriteFile(lock, []byte("no lock of git's\n"), 0o600))
	x := o.examined("asha", ExamineOptions{})
	if got := rulesOfFaults(x); !slices.Equal(got, []string{"keys-ref"}) {
		t.Errorf("verify finds %v", x.Faults)
	}
	o.as("mina")
	o.must(os.Remove(lock))
	o.as("mina")
	if got := o.git("rev-parse", ref); got != right {
		t.Errorf("the ref is at %s, want %s", got, right)
	}
}

// A command does not wait for an interrupted move that can't be completed yet. It names the
// obstacle in one line and reads what was judged. A later command completes the move.
func TestOpenedBesideAStuckMove(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	shard, main := ledger.KeysPrefix+id.Shard(), ledger.MainRef
	repo := o.as("judith").repo
	keys, tip := o.git("rev-parse", shard), o.git("rev-parse", main)
	o.grant("asha", id, "nia")
	intent := fmt.Sprintf("%s %s %s\n%s %s %s\n", keys, o.git("rev-parse", shard), shard, tip,
		o.git("rev-parse", main), main)
	for name, hold := range map[string]func() (file string, release func()){
		"a lock of git's": func() (string, func()) {
			lock := filepath.Join(o.dir, shard+".lock")
			o.must(os.WriteFile(lock, nil, 0o600))
			return lock, func() { o.must(os.Remove(lock)) }
		},
		"a process that moves refs": func() (string, func()) {
			return filepath.Join(o.dir, "casefile", "intent.lock"), must(repo.Lock(o.ctx, "intent"))
		},
	} {
		o.must(os.WriteFile(filepath.Join(o.dir, "casefile", "intent"), store.Summed(intent),
			0o600))
		o.git("update-ref", shard, keys)
		file, release := hold()
		began := time.Now()
		b := o.as("asha")
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: opened after %v", name, took)
		}
		if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], file) {
			t.Errorf("%s: told %q", name, b.Notes)
		}
		if d := must(b.Docket(o.ctx, id)); !d.Reads("nia") {
			t.Errorf("%s: what was judged is not read", name)
		}
		release()
		if b := o.as("asha"); len(b.Notes) > 0 || o.git("rev-parse", shard) == keys {
			t.Errorf("%s: the move is not ended: %q", name, b.Notes)
		}
	}
}

// While the intent file of an interrupted move is damaged, judged commits are read and main does
// not move. Then the file is put aside, and each keys ref is moved to where main has it.
func TestDamagedIntent(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	shard, main, loose := ledger.KeysPrefix+id.Shard(), ledger.MainRef, ledger.KeysPrefix+"ZZ"
	keys, tip := o.git("rev-parse", shard), o.git("rev-parse", main)
	o.grant("asha", id, "nia")
	moved, after := o.git("rev-parse", shard), o.git("rev-parse", main)
	o.git("update-ref", main, tip)
	o.git("update-ref", ledger.VerifiedRef, tip)
	o.must(os.RemoveAll(o.indexFile("")))
	o.git("update-ref", loose, moved) // as of a case whose opening was interrupted
	file := filepath.Join(o.dir, "casefile", "intent")
	text := fmt.Sprintf("%s %s %s\n%s %s %s\n", keys, moved, shard, tip, after, main)
	spoiled := store.Summed(text)
	spoiled[3] ^= 4
	o.must(os.WriteFile(file, spoiled, 0o600))

	b := o.as("asha")
	if d := must(b.Docket(o.ctx, id)); d.Reads("nia") || o.git("rev-parse", shard) != moved {
		t.Error("main was not read as it is, or a ref was moved")
	}
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "casefile doctor --fix") {
		t.Errorf("told %q", b.Notes)
	}
	if _, err := b.Grant(o.ctx, id, []string{"nia"}); !errors.Is(err, store.ErrIntent) {
		t.Errorf("keys moved beside it: %v", err)
	}
	options := Options{Mark: testMark, Person: b.person,
		Clock: Clock{Now: o.now, Again: func() time.Time { return o.now }}}
	m, _, err := Mend(o.ctx, o.as("asha").repo, options, "20260306T090000Z")
	if err != nil || m.Nothing() || !strings.Contains(m.Intent, "aside") {
		t.Errorf("mended %+v, %v", m, err)
	}
	if o.git("rev-parse", shard) != keys || o.git("for-each-ref", loose) != "" {
		t.Error("the keys refs are not where main has them")
	}
	o.grant("asha", id, "nia")
}
