package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// While something holds keys of a destroyed case, each look keeps their purge pending.
func TestPurgeStaysPending(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	shard := ledger.KeysPrefix + id.Shard()
	lock := func(b *Book) string {
		return filepath.Join(b.repo.CommonDir(), filepath.FromSlash(shard)+".lock")
	}
	for _, tt := range []struct {
		name    string
		hold    func(o *office, b *Book, keys string)
		release func(o *office, b *Book)
	}{
		{"a tag", func(o *office, _ *Book, keys string) { o.git("tag", "saved", keys) },
			func(o *office, _ *Book) { o.git("tag", "-d", "saved") }},
		{"a ref below casefile's own",
			func(o *office, _ *Book, keys string) {
				o.git("update-ref", "refs/casefile/keys-of-old", keys)
			},
			func(o *office, _ *Book) { o.git("update-ref", "-d", "refs/casefile/keys-of-old") }},
		{"a shard that main went ahead of, and that something keeps locked",
			func(o *office, b *Book, keys string) {
				o.git("update-ref", shard, keys)
				o.must(os.WriteFile(lock(b), []byte("no lock of git's\n"), 0o600))
			},
			func(o *office, b *Book) { o.must(os.Remove(lock(b))) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			b := o.as("vera")
			keys := must(b.repo.Ref(o.ctx, shard))
			must(b.dispose(o.ctx, id))
			tt.hold(o, b, keys)
			for range 2 {
				if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) == 0 {
					t.Error("nothing is said to be left")
				}
				if pending := must(o.as("vera").PendingPurges()); !slices.Equal(pending,
					[]record.ID{id}) {
					t.Errorf("pending: %v", pending)
				}
			}
			tt.release(o, b)
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) > 0 || len(e.IDs) != 4 {
				t.Errorf("%d keys went, left: %v", len(e.IDs), e.Left)
			}
			if pending := must(o.as("vera").PendingPurges()); len(pending) > 0 ||
				o.wrappedHere() > 0 {
				t.Errorf("pending: %v, %d keys are here", pending, o.wrappedHere())
			}
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.IDs) > 0 {
				t.Errorf("it is told again: %v", e.IDs)
			}
		})
	}
}

// A loss of power between main and the shard leaves keys that a ref holds. The purge repairs the
// shard first, even if the copy was opened before.
func TestShardBehindMain(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	shard := ledger.KeysPrefix + id.Shard()
	keys := must(b.repo.Ref(o.ctx, shard))
	must(b.dispose(o.ctx, id))
	o.git("update-ref", shard, keys)
	if e := must(b.PurgeDue(o.ctx)); len(e.Left) > 0 || o.wrappedHere() > 0 {
		t.Errorf("left: %v, %d keys", e.Left, o.wrappedHere())
	}
}

// blobsOf returns the wrapped keys that history gave a case.
func (o *office) blobsOf(id record.ID) (ids []string) {
	facts := must(o.as("asha").Facts(id))
	for _, k := range facts.Keys {
		ids = append(ids, k.Blob)
	}
	return ids
}

// The file of a pending purge is complete in itself, and invalid lines in it are ignored.
func TestPendingPurgeFile(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	blob, other := strings.Repeat("a1", 20), strings.Repeat("b2", 20)
	o.must(os.MkdirAll(b.besideRefs(pendingPurgeFolder), 0o700))
	for _, tt := range []struct {
		name, text, settled string
		ids, begun          int
	}{
		{"an empty one", "", "", 0, 0},
		{"before the act", "-\n" + blob + "\n", "", 0, 1},
		{"a destroyed case", "destroyed\n" + blob + "\n", "destroyed", 1, 0},
		{"an erasure, and another before its act", blob + "\n" + blob + "\n-\n" + blob + "\n" +
			other + "\n",
			blob, 1, 2},
		{"keys at the remote", "destroyed\n" + blob + "\n" + other + "\nremote\n" + other +
			"\n-\n" + blob +
			"\n", "destroyed", 2, 1},
		{"lines that are no id", "destroyed\nHEAD\n" + blob + "0\n\n" + blob + "\n", "destroyed", 1,
			0},
	} {
		o.must(os.WriteFile(b.pendingPurgePath(id), store.Summed(tt.text), 0o600))
		got, pending, err := b.pendingPurge(id)
		if err != nil || !pending || got.settled != tt.settled || len(got.ids) != tt.ids ||
			len(got.begun) != tt.begun {
			t.Errorf("%s: %+v, %t, %v", tt.name, got, pending, err)
		}
		if again := parsePendingPurge(got.text()); tt.ids+tt.begun > 0 &&
			!reflect.DeepEqual(again, got) {
			t.Errorf("%s: %+v is written as %+v", tt.name, got, again)
		}
	}
	whole := store.Summed("destroyed\n" + blob + "\n")
	for i := range 8 * len(whole) { // with any bit flipped, all dead keys of the record are pending
		flipped := slices.Clone(whole)
		flipped[i/8] ^= 1 << (i % 8)
		o.must(os.WriteFile(b.pendingPurgePath(id), flipped, 0o600))
		if got, pending, err := b.pendingPurge(id); err != nil || !pending ||
			got.settled != settledUnknown {
			t.Fatalf("bit %d flipped: %+v, %t, %v", i, got, pending, err)
		}
	}
	o.must(os.Remove(b.pendingPurgePath(id)))
	o.must(os.Mkdir(b.pendingPurgePath(id), 0o700))
	// its act is unknown
	if _, pending, err := b.pendingPurge(id); err != nil || !pending {
		t.Errorf("a folder: %t, %v", pending, err)
	}
}

// A failed act restores the earlier pending purge of the case.
func TestPendingPurgeIsTakenBack(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	blob := strings.Repeat("b2", 20)
	for _, was := range []pendingPurge{{}, {settled: "destroyed", ids: []string{blob}}} {
		o.must(b.notePendingPurge(id, was))
		_, err := b.withPendingPurge(o.ctx, id, func() (*Done, error) {
			now, pending, err := b.pendingPurge(id)
			if err != nil || !pending || now.settled != was.settled || len(now.begun) != 3 ||
				!slices.Equal(now.ids, was.ids) {
				t.Errorf("while it is done: %+v, %v", now, err)
			}
			return nil, ErrState
		})
		if now, pending, _ := b.pendingPurge(id); !errors.Is(err, ErrState) ||
			!reflect.DeepEqual(now, was) ||
			pending != (was.settled != "") {
			t.Errorf("after %+v: %+v, %v", was, now, err)
		}
	}
}

// The next command removes the note of an act that was never recorded. The note of an act on main
// stays, and so does one that was settled before.
func TestUnmadeIsStruck(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	keys := base.blobsOf(id)
	blob := strings.Repeat("c3", 20)
	for _, tt := range []struct {
		name    string
		noted   pendingPurge
		dispose bool
		left    pendingPurge
	}{
		{"killed before main moved", pendingPurge{begun: keys}, false, pendingPurge{}},
		{"one key of it was made anew since",
			pendingPurge{begun: append([]string{blob}, keys[1:]...)},
			false,
			pendingPurge{}},
		{"all were made anew since, and nothing was ever destroyed",
			pendingPurge{begun: []string{blob}},
			false,
			pendingPurge{}},
		{"killed after main moved, and not purged", pendingPurge{begun: keys}, true,
			pendingPurge{begun: keys}},
		{"an earlier act was settled, and one begun",
			pendingPurge{"destroyed", []string{blob}, []string{blob}, keys},
			true, pendingPurge{settled: "destroyed", ids: []string{blob}, there: []string{blob}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			if tt.dispose {
				must(o.as("vera").dispose(o.ctx, id))
			}
			b := o.as("vera")
			o.must(b.notePendingPurge(id, tt.noted))
			o.must(b.dropUnmadeNotes(o.ctx, []record.ID{id}))
			want := parsePendingPurge(tt.left.text())
			if got, pending, err := b.pendingPurge(id); err != nil ||
				pending != (tt.left.settled != "" || len(tt.left.begun) > 0) ||
				pending && !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, %t, %v", got, pending, err)
			}
		})
	}
}

// Commands look once an hour for keys that something holds. A person who asks for it gets a look at
// once. Every command looks for the keys of a case that had no look yet.
func TestLooksOnceAnHour(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	keys := must(o.as("vera").repo.Ref(o.ctx, ledger.KeysPrefix+id.Shard()))
	o.git("tag", "saved", keys)
	must(o.as("vera").dispose(o.ctx, id))
	pass := func(now bool) (done, waits int) {
		r := must(o.as("vera").FinishErasure(o.ctx, now))
		if pending := must(o.as("vera").PendingPurges()); !slices.Equal(pending, []record.ID{id}) {
			t.Errorf("pending: %v", pending)
		}
		return len(r.Done), len(r.Waits)
	}
	for _, step := range []struct {
		name        string
		later       time.Duration
		now         bool
		done, waits int
	}{
		{"the first command", 0, false, 1, 0},
		{"the next one", 0, false, 0, 1},
		{"doctor", 0, true, 1, 0},
		{"just within the hour", 50 * time.Minute, false, 0, 1},
		{"after the hour", 20 * time.Minute, false, 1, 0},
		{"a clock that was set back", -24 * time.Hour, false, 1, 0},
	} {
		o.now = o.now.Add(step.later)
		if done, waits := pass(step.now); done != step.done || waits != step.waits {
			t.Errorf("%s: %d looked for, %d wait", step.name, done, waits)
		}
	}
	o.must(os.Remove(o.as("vera").besideRefs(purgeLooksFile)))
	if done, waits := pass(false); done != 1 || waits != 0 {
		t.Errorf("without the file: %d looked for, %d wait", done, waits)
	}
	o.git("tag", "-d", "saved")
	if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.Left) > 0 || o.wrappedHere() > 0 {
		t.Errorf("left: %v", e.Left)
	}
	if looks := o.as("vera").lastLooks(); len(looks) > 0 {
		t.Errorf("the looks stay: %v", looks)
	}
}

// Keys that another process is about to take away stay noted while this process ends an earlier
// act.
func TestBegunElsewhereStays(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	gone, live := strings.Repeat("d4", 20), strings.Repeat("e5", 20)
	going := map[record.ID][]string{id: {gone}}
	o.must(b.notePendingPurge(id, pendingPurge{gone, []string{gone}, nil, []string{gone, live}}))
	unlock := must(o.as("asha").repo.Lock(o.ctx, pendingPurgeLock))
	o.must(b.dropUnmadeNotes(o.ctx, []record.ID{id}))
	unlock()
	o.must(b.settlePurges(o.ctx, going, &Purged{IDs: []string{gone}}))
	if got, _, err := b.pendingPurge(id); err != nil || got.settled != "" ||
		!slices.Equal(got.begun, []string{live}) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever happens to the note, keys that a look found stay pending until a look finds none.
func TestPendingPurgeLost(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	base.must(base.as("vera").notePurged(0)) // as after any sync
	keys := base.git("rev-parse", ledger.KeysPrefix+id.Shard())
	must(base.as("vera").dispose(base.ctx, id))
	base.git("tag", "saved", keys)
	if e := must(base.as("vera").PurgeDue(base.ctx)); len(e.Left) == 0 {
		t.Fatal("nothing is said to be left")
	}
	for _, tt := range []struct {
		name  string
		lose  func(o *office, b *Book)
		named bool // by the look
	}{
		{"removed", func(*office, *Book) {}, false},
		{"a folder", func(o *office, b *Book) {
			o.must(os.MkdirAll(filepath.Join(b.pendingPurgePath(id), "of somebody"), 0o700))
		}, true},
		{"a pipe", func(o *office, b *Book) {
			o.must(syscall.Mkfifo(b.pendingPurgePath(id), 0o600))
		}, false},
		{"a pipe for all notes", func(o *office, b *Book) {
			o.must(os.RemoveAll(filepath.Dir(b.pendingPurgePath(id))))
			o.must(syscall.Mkfifo(filepath.Dir(b.pendingPurgePath(id)), 0o600))
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			b := o.as("vera")
			o.must(os.Remove(b.pendingPurgePath(id)))
			tt.lose(o, b)
			if pending := must(b.PendingPurges()); !slices.Equal(pending, []record.ID{id}) {
				t.Errorf("pending: %v", pending)
			}
			e := must(b.PurgeDue(o.ctx))
			named := slices.ContainsFunc(e.Left, func(p Place) bool { return p.ID == "" })
			if len(e.Left) == 0 || named != tt.named {
				t.Errorf("left: %v", e.Left)
			}
			if tt.named {
				o.must(os.RemoveAll(filepath.Dir(b.pendingPurgePath(id))))
			}
			o.git("tag", "-d", "saved")
			if r := must(o.as("vera").FinishErasure(o.ctx, true)); len(r.Done) != 1 ||
				len(r.Done[0].Left) > 0 {
				t.Errorf("%+v", r)
			}
			if pending := must(o.as("vera").PendingPurges()); len(pending) > 0 ||
				o.wrappedHere() > 0 {
				t.Errorf("pending: %v, %d keys are here", pending, o.wrappedHere())
			}
		})
	}
}

// A complete look finds keys that were gone and are back.
func TestKeysPutBack(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	d := must(o.as("vera").Docket(o.ctx, id))
	key := must(o.as("vera").repo.Blob(o.ctx, d.Keys[0]["mina"], 1<<16))
	must(o.as("vera").dispose(o.ctx, id))
	must(o.as("vera").PurgeDue(o.ctx))
	if r := must(o.as("vera").FinishErasure(o.ctx, true)); len(r.Done) > 0 {
		t.Errorf("nothing is here: %+v", r)
	}
	saved := filepath.Join(o.dir, "saved.age")
	o.must(os.WriteFile(saved, key, 0o600))
	r := must(o.as("vera").FinishErasure(o.ctx, true))
	if len(r.Done) != 1 || len(r.Done[0].Left) != 1 || r.Done[0].Left[0].Where != saved {
		t.Errorf("%+v", r)
	}
	if pending := must(o.as("vera").PendingPurges()); !slices.Equal(pending, []record.ID{id}) {
		t.Errorf("pending: %v", pending)
	}
}

func TestPurgedNote(t *testing.T) {
	n := purgedNote{"c0ffee", 7, []record.ID{"7R7R7R7R", "K3F927QM"}, []record.ID{"K3F927QM"}}
	for text, want := range map[string]purgedNote{
		n.text():                  n,
		"c0ffee 7 @ x@ 7R7R7R7R@": {"c0ffee", 7, []record.ID{"7R7R7R7R"}, []record.ID{"7R7R7R7R"}},
		"c0ffee 7\n":              {"c0ffee", 7, nil, nil},
		"c0ffee -7 7R7R7R7R x\n":  {"c0ffee", 0, []record.ID{"7R7R7R7R"}, nil},
		"c0ffee\n":                {},
		"c0ffee seven\n":          {},
	} {
		if got := purgedNoteOf(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}
