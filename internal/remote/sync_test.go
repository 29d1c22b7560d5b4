package remote

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

func TestSync(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	if out := o.first.sync(); out.Sent != 2 || out.Received != 0 || out.Remote != o.server {
		t.Errorf("to an empty remote: %+v", out)
	}
	o.first.even()
	asha, mina := o.clone("asha"), o.clone("mina")
	asha.note(id, "Of asha")
	mina.note(id, "Of mina")
	if out := asha.sync(); out.Sent != 1 || out.Received != 0 || len(out.Replayed) != 0 {
		t.Errorf("asha is first: %+v", out)
	}
	if out := mina.sync(); out.Sent != 1 || out.Received != 1 || len(out.Replayed) != 1 {
		t.Errorf("mina is second: %+v", out)
	}
	mina.even()
	if out := asha.sync(); out.Sent != 0 || out.Received != 1 {
		t.Errorf("asha again: %+v", out)
	}
	for range 2 {
		asha.even()
		if out := asha.sync(); out.Sent+out.Received+len(out.Replayed) != 0 {
			t.Errorf("with nothing new: %+v", out)
		}
	}
	if got := asha.headlines(id); !slices.Equal(got, []string{"Of asha", "Of mina"}) {
		t.Errorf("asha reads %v", got)
	}
}

func TestSyncWithNobody(t *testing.T) {
	o := newOffice(t)
	o.git(o.first.dir, "remote", "remove", ledger.RemoteName)
	if _, err := Sync(o.ctx, o.first.book()); !errors.Is(err, ErrNoRemote) {
		t.Errorf("with no remote: %v", err)
	}
	o.git(o.first.dir, "remote", "add", ledger.RemoteName, filepath.Join(t.TempDir(), "nowhere"))
	if _, err := Sync(o.ctx, o.first.book()); err == nil || errors.Is(err, ledger.ErrFault) {
		t.Errorf("with a remote that is not there: %v", err)
	}
}

// hook gives the server a hook of these lines of sh, run once.
func (o *office) hookOnce(name, lines string) {
	o.Helper()
	dir := filepath.Join(o.server, "hooks")
	o.must(os.MkdirAll(dir, 0o755))
	file := filepath.Join(dir, name)
	text := "#!/bin/sh\nrm -f " + file + "\nunset GIT_QUARANTINE_PATH $(git rev-parse " +
		"--local-env-vars)\n" + lines + "\n"
	o.must(os.WriteFile(file, []byte(text), 0o755))
}

// The remote moves between the fetch and the push. What came meanwhile is fetched too, and the push
// is tried again.
func TestSyncWhileTheRemoteMoves(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, mina, judith := o.clone("asha"), o.clone("mina"), o.clone("judith")
	judith.note(id, "Before the fetch")
	judith.sync()
	mina.note(id, "Between the fetch and the push")
	mina.sync()
	faster := o.git(o.server, "rev-parse", ledger.MainRef)
	o.git(o.server, "update-ref", ledger.MainRef, faster+"^")
	asha.note(id, "Of asha")
	asha.note(id, "Of asha too")
	b := asha.book()
	s := &session{book: b, repo: b.Repo()}
	o.must(s.receive(o.ctx))
	o.git(o.server, "update-ref", ledger.MainRef, faster) // as mina's push does
	sent, err := s.send(o.ctx)
	if err != nil || sent {
		t.Fatalf("sent %v over mina's: %v", sent, err)
	}
	o.must(s.receive(o.ctx))
	if sent, err = s.send(o.ctx); err != nil || !sent {
		t.Fatalf("sent %v, %v", sent, err)
	}
	o.must(s.settle(o.ctx))
	asha.even()
	if s.out.Received != 2 || s.out.Sent != 2 || len(s.out.Replayed) != 2 {
		t.Errorf("%+v", s.out)
	}
	for _, r := range s.out.Replayed { // named by the commits that they were at first
		if o.git(asha.dir, "merge-base", ledger.MainRef, r.New) != r.New || r.Op != "add" {
			t.Errorf("replayed %+v", r)
		}
	}
	if got := asha.headlines(id); len(got) != 4 {
		t.Errorf("asha reads %v", got)
	}
}

// The same with all of Sync, where the server takes another push during this one.
func TestSyncIsTriedAgain(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, mina := o.clone("asha"), o.clone("mina")
	mina.note(id, "Faster")
	mina.sync()
	faster := o.git(o.server, "rev-parse", ledger.MainRef)
	o.git(o.server, "update-ref", ledger.MainRef, faster+"^")
	o.hookOnce("pre-receive", "git --git-dir "+o.server+" update-ref "+ledger.MainRef+" "+faster)
	asha.note(id, "Slower")
	if out := asha.sync(); out.Sent != 1 || out.Received != 1 || len(out.Replayed) != 1 {
		t.Errorf("%+v", out)
	}
	asha.even()
	if got := asha.headlines(id); !slices.Equal(got, []string{"Faster", "Slower"}) {
		t.Errorf("asha reads %v", got)
	}
}

// A remote that no longer has what it had is refused, whether the sync begins with a push or with a
// fetch. Nothing is corrected there or here.
func TestSyncRefusesARewoundRemote(t *testing.T) {
	for _, work := range []bool{true, false} {
		for name, spoil := range map[string]func(o *office, before string){
			"set back": func(o *office, before string) {
				o.git(o.server, "update-ref", ledger.MainRef, before)
			},
			"set back to 1": func(o *office, _ string) {
				o.git(o.server, "update-ref", ledger.MainRef, o.intro)
			},
			"main is deleted": func(o *office, _ string) {
				o.git(o.server, "update-ref", "-d", ledger.MainRef)
			},
			"another in its place": func(o *office, _ string) {
				other := newOffice(o.TB)
				other.first.newCase()
				o.git(o.server, "fetch", "-q", other.first.dir,
					"+"+ledger.MainRef+":"+ledger.MainRef)
			},
			"emptied": func(o *office, _ string) { o.must(os.RemoveAll(o.server)); o.initBare() },
		} {
			o := newOffice(t)
			id := o.first.newCase()
			o.first.sync()
			asha := o.clone("asha")
			before := o.git(o.server, "rev-parse", ledger.MainRef)
			asha.note(id, "Sent")
			asha.sync()
			spoil(o, before)
			if work {
				asha.note(id, "Not sent")
			}
			here, there := asha.everything(), o.refs(o.server)
			_, err := Sync(o.ctx, asha.book())
			var fault *ledger.FaultError
			if !errors.As(err, &fault) || fault.Faults[0].Rule != verify.RuleRewound &&
				fault.Faults[0].Rule != verify.RuleIntroduction {
				t.Errorf("%s (work %v): got %v", name, work, err)
			}
			if got := asha.everything(); got != here {
				t.Errorf("%s (work %v): here were\n%s\nare\n%s", name, work, here, got)
			}
			if got := o.refs(o.server); got != there {
				t.Errorf("%s (work %v): there were\n%s\nare\n%s", name, work, there, got)
			}
		}
	}
}

// everything returns all refs of a copy, except those of fetched objects that are not judged yet.
func (c *copied) everything() string {
	c.Helper()
	var out []string
	for line := range strings.Lines(
		c.git(c.dir, "for-each-ref", "--format=%(refname) %(objectname)")) {
		if !strings.HasPrefix(line, incoming) && !strings.HasPrefix(line, keysThere) {
			out = append(out, line)
		}
	}
	return strings.TrimSpace(strings.Join(out, ""))
}

// A push without a fetch names the commit from which it goes on.
func TestPushWithoutFetch(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, mina := o.clone("asha"), o.clone("mina")
	at := func(c *copied) bool {
		t.Helper()
		b := c.book()
		sent, err := (&session{book: b, repo: b.Repo()}).pushWithoutFetch(o.ctx)
		o.must(err)
		return sent
	}
	if at(asha) {
		t.Error("with nothing to send it says that all is sent, and would not fetch")
	}
	asha.note(id, "First")
	before := o.git(o.server, "rev-parse", ledger.MainRef)
	if !at(asha) {
		t.Error("nobody was faster, and it is not sent")
	}
	asha.alike()
	mina.note(id, "Behind")
	if at(mina) {
		t.Error("mina is behind, and hers is sent")
	}
	asha.note(id, "Second")
	o.git(o.server, "update-ref", ledger.MainRef, before) // a forward push would be taken
	if at(asha) {
		t.Error("the remote was set back, and took the push")
	}
	if got := o.git(o.server, "rev-parse", ledger.MainRef); got != before {
		t.Errorf("the remote is at %s", got)
	}
}

// alike checks the same as even, before stock git's ref has moved.
func (c *copied) alike() {
	c.Helper()
	if here, there := c.refs(c.dir), c.refs(c.server); here != there {
		c.Errorf("here are\n%s\nthere are\n%s", here, there)
	}
}

// A server that serves faulty history is refused. What it sends stays out of the records, with and
// without own unsent work.
func TestSyncRefusesFaultyHistory(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, mina := o.clone("asha"), o.clone("mina")
	tip := o.git(o.server, "rev-parse", ledger.MainRef)
	stranger := o.git(o.server, "-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example",
		"commit-tree", "-p", tip, "-m", "hello", tip+"^{tree}")
	o.git(o.server, "update-ref", ledger.MainRef, stranger)
	mina.note(id, "Not sent")
	for _, c := range []*copied{asha, mina} {
		before := c.everything()
		for range 2 {
			_, err := Sync(o.ctx, c.book())
			var fault *ledger.FaultError
			if !errors.As(err, &fault) || fault.Faults[0].Rule != "unsigned" ||
				fault.Faults[0].Commit != stranger {
				t.Errorf("%s: got %v", c.who, err)
			}
			if got := c.everything(); got != before {
				t.Errorf("%s: refs were\n%s\nare\n%s", c.who, before, got)
			}
		}
	}
	o.git(o.server, "update-ref", ledger.MainRef, tip)
	mina.sync()
	asha.sync()
	asha.even()
	if got := asha.headlines(id); !slices.Equal(got, []string{"Not sent"}) {
		t.Errorf("asha reads %v", got)
	}
}

// Keys refs that somebody deleted, moved or set back on the server are corrected by the next sync
// of a copy that knows better. Its own refs are not spoilt.
func TestSyncPutsKeysRight(t *testing.T) {
	for name, spoil := range map[string]func(o *office, ref, old string){
		"deleted": func(o *office, ref, _ string) {
			o.git(o.server, "update-ref", "-d", ref)
		},
		"moved to something": func(o *office, ref, _ string) {
			o.git(o.server, "update-ref", ref, o.intro)
		},
		"set back to old keys": func(o *office, ref, old string) {
			o.git(o.server, "update-ref", ref, old)
		},
		"with one of no case": func(o *office, ref, old string) {
			o.git(o.server, "update-ref", ledger.KeysPrefix+"ZZ", old)
		},
		"deleted, and packed up": func(o *office, ref, _ string) {
			o.git(o.server, "pack-refs", "--all")
			o.git(o.server, "update-ref", "-d", ref)
		},
	} {
		o := newOffice(t)
		id := o.first.newCase()
		o.first.sync()
		ref := ledger.KeysPrefix + id.Shard()
		old := o.git(o.server, "rev-parse", ref)
		asha, mina := o.clone("asha"), o.clone("mina")
		b := asha.book()
		if _, err := b.Revoke(o.ctx, id, "judith"); err != nil {
			t.Fatal(err)
		}
		asha.sync()
		mina.sync()
		right := o.git(o.server, "rev-parse", ref)
		if right == old {
			t.Fatal("the keys are the same")
		}
		spoil(o, ref, old)
		mina.note(id, "Something to send")
		mina.sync()
		mina.sync() // the first one sends, and does not ask what is there
		for who, dir := range map[string]string{"mina": mina.dir, "the server": o.server} {
			if got := o.git(dir, "rev-parse", ref); got != right {
				t.Errorf("%s: the keys ref of %s is at %s, want %s", name, who, got, right)
			}
		}
		if out := asha.sync(); out.Received != 1 {
			t.Errorf("%s: asha gets %+v", name, out)
		}
		if got := asha.headlines(id); !slices.Equal(got, []string{"Something to send"}) {
			t.Errorf("%s: asha reads %v", name, got)
		}
	}
}

// A conflict is in the outcome once, however often the push is tried.
func TestSyncTellsOfConflicts(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha, mina := o.clone("asha"), o.clone("mina")
	if _, err := mina.book().Revoke(o.ctx, id, "judith"); err != nil {
		t.Fatal(err)
	}
	mina.sync()
	judith := o.first
	judith.note(id, "By one who was taken away")
	asha.note(id, "Fine")
	out := judith.sync()
	if len(out.Conflicts) != 1 || out.Received != 1 || out.Sent != 0 ||
		!errors.Is(out.Conflicts[0].Why, casebook.ErrDenied) {
		t.Errorf("%+v", out)
	}
	if out = judith.sync(); len(out.Conflicts)+out.Sent+out.Received != 0 {
		t.Errorf("again: %+v", out)
	}
	asha.sync()
	judith.sync()
	judith.even()
}

// A refusal of the server is an error, and is not tried again.
func TestSyncRefused(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	asha := o.clone("asha")
	count := filepath.Join(t.TempDir(), "count")
	hook := filepath.Join(o.server, "hooks", "pre-receive")
	o.must(os.MkdirAll(filepath.Dir(hook), 0o755))
	o.must(os.WriteFile(hook,
		[]byte("#!/bin/sh\necho x >>"+count+"\necho 'Not today.' >&2\nexit 1\n"), 0o755))
	asha.note(id, "Not taken")
	before := asha.everything()
	_, err := Sync(o.ctx, asha.book())
	if !errors.Is(err, store.ErrRefused) || !strings.Contains(fmt.Sprint(err), "Not today.") {
		t.Errorf("got %v", err)
	}
	if tries, _ := os.ReadFile(count); string(tries) != "x\n" {
		t.Errorf("it was tried %q", tries)
	}
	if got := asha.everything(); got != before {
		t.Errorf("refs were\n%s\nare\n%s", before, got)
	}
	o.must(os.Remove(hook))
	asha.sync()
	asha.even()
}

// An operation that was done again twice is reported once, with its first old commit and its
// present one.
func TestTake(t *testing.T) {
	s := &session{}
	add := func(received int, pairs ...string) {
		j := &casebook.Joined{Received: received}
		for i := 0; i+1 < len(pairs); i += 2 {
			j.Replayed = append(j.Replayed,
				casebook.Replayed{Old: pairs[i], New: pairs[i+1], Op: "add",
					Cases: []record.ID{"K3F927QM"}})
		}
		s.take(j)
	}
	add(1, "a", "b", "c", "")
	add(2, "b", "d", "e", "f")
	add(0, "d", "", "f", "g")
	var got []string
	for _, r := range s.out.Replayed {
		got = append(got, r.Old+">"+r.New)
	}
	if want := []string{"a>", "c>", "e>g"}; !slices.Equal(got, want) || s.out.Received != 3 {
		t.Errorf("got %v, received %d, want %v", got, s.out.Received, want)
	}
}
