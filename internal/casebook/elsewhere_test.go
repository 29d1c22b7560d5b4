package casebook

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
)

// elsewhere does work as in another copy. It restores main and everything that belongs to it, and
// returns the tip of the other line.
func (o *office) elsewhere(work func()) (theirs string) {
	o.Helper()
	before := o.state()
	work()
	theirs = o.git("rev-parse", ledger.MainRef)
	o.git("update-ref", "refs/casefile/incoming/main", theirs)
	o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
	o.setRef(ledger.MainRef, before.refs[ledger.MainRef])
	for name, id := range before.refs {
		o.setRef(name, id)
	}
	for name, data := range before.index {
		o.setIndex(name, data)
	}
	return theirs
}

// A text recorded while a sync ends was not pushed by it, and stays in the outbox.
func TestOutboxWhileRecording(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.git("remote", "add", ledger.RemoteName, "elsewhere.git")
	o.note(o.as("asha"), id, "First")
	syncing := o.as("mina")
	o.note(o.as("asha"), id, "Second")
	o.must(syncing.EmptyOutbox(o.ctx))
	if list := o.outboxOf("asha"); len(list) != 2 {
		t.Errorf("the outbox has %v, want two texts", list)
	}
	o.must(o.as("asha").EmptyOutbox(o.ctx))
	if list := o.outboxOf("asha"); len(list) != 0 {
		t.Errorf("the outbox still has %v", list)
	}
}

// A sync may begin before the work that it replays was recorded in another process. That is no
// conflict.
func TestReplayOfWhatIsLater(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	theirs := o.elsewhere(func() { o.note(o.as("mina"), id, "Theirs") })
	begun := o.now
	o.now = begun.Add(time.Hour)
	o.note(o.as("asha"), id, "Ours")
	recorded := o.now
	o.now = begun
	sync := o.as("asha")
	o.now = recorded
	j, err := sync.Join(o.ctx, theirs, Loss{})
	o.must(err)
	if len(j.Replayed) != 1 || len(j.Conflicts) != 0 {
		t.Fatalf("got %+v", j)
	}
	c, err := o.as("asha").Repo().Commit(o.ctx, j.Replayed[0].New)
	o.must(err)
	if !c.Author.When.Equal(recorded) || !c.Committer.When.Equal(recorded) {
		t.Errorf("recorded at %v, dated %v and %v", recorded, c.Author.When, c.Committer.When)
	}
}

// However often a join is tried, a text in conflict becomes one draft, and none if main does not
// move.
func TestDraftsOfConflict(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	theirs := o.elsewhere(func() {
		_, err := o.as("mina").Revoke(o.ctx, id, "judith")
		o.must(err)
	})
	entry := o.note(o.as("judith"), id, "Ours")
	joining := o.as("judith")
	o.note(o.as("asha"), id, "While joining")

	if _, err := joining.joinOnce(o.ctx, theirs, Loss{}); err == nil {
		t.Fatal("a join from a tip that main has left")
	}
	drafts := func() []Draft {
		list, err := o.as("judith").Drafts()
		o.must(err)
		return list
	}
	if list := drafts(); len(list) != 0 {
		t.Errorf("drafts of a join that failed: %v", list)
	}
	o.wantUnreported()
	j, err := joining.Join(o.ctx, theirs, Loss{})
	o.must(err)
	if len(j.Conflicts) != 1 || len(j.Waiting) != 1 {
		t.Fatalf("got %+v", j)
	}
	list := drafts()
	if len(list) != 1 || list[0].ID != entry {
		t.Fatalf("drafts %v, want one of %s", list, entry)
	}
	d, err := o.as("judith").OpenDraft(string(entry))
	o.must(err)
	if want := "casefile note " + id.String(); d.Act.String() != want ||
		!strings.Contains(string(d.Text), "headline: Ours") {
		t.Errorf("the draft is %q of %q", d.Text, d.Act)
	}
	if got := o.git("rev-parse", j.Conflicts[0].Ref); got != j.Conflicts[0].Commit {
		t.Errorf("kept at %s", got)
	}

	// The conflict is not forgotten until it was named. Once its draft is gone, it is not named any
	// more.
	o.wantUnreported("casefile draft resume " + entry.String())
	o.must(o.as("judith").ForgetUnreported())
	o.wantUnreported()
	o.must(o.as("judith").noteUnreported(o.ctx, j.Conflicts))
	o.wantUnreported() // its ref exists, so it was found before
	o.git("update-ref", "-d", j.Conflicts[0].Ref)
	o.must(o.as("judith").noteUnreported(o.ctx, j.Conflicts))
	o.wantUnreported()
	o.git("update-ref", j.Conflicts[0].Ref, j.Conflicts[0].Commit)
	o.wantUnreported("casefile draft resume " + entry.String())
	o.must(o.as("judith").DropDraft(string(entry)))
	o.wantUnreported()
}

// wantUnreported requires these commands to be named to Judith, and none to Mina.
func (o *office) wantUnreported(commands ...string) {
	o.Helper()
	for who, want := range map[string][]string{"judith": commands, "mina": nil} {
		list, err := o.as(who).UnreportedConflicts(o.ctx)
		o.must(err)
		var got []string
		for _, c := range list {
			got = append(got, c.Commands()...)
		}
		if !slices.Equal(got, want) {
			o.Errorf("%s is told of %v, want %v", who, got, want)
		}
	}
}

// The pushed keys refs are those of the pushed commit, even if another process opens a case
// meanwhile.
func TestKeysRefsOfTip(t *testing.T) {
	o := newOffice(t)
	first := o.newCase()
	syncing, second := o.as("asha"), o.newCase()
	for second.Shard() == first.Shard() {
		syncing, second = o.as("asha"), o.newCase()
	}
	got, err := syncing.KeysRefs(o.ctx, []string{first.Shard(), second.Shard(), "ZZ"})
	o.must(err)
	if want := o.git("rev-parse", ledger.KeysPrefix+first.Shard()); len(got) != 1 ||
		got[first.Shard()] != want {
		t.Errorf("got %v, want %s of %s alone", got, want, first.Shard())
	}
	since, err := o.as("asha").ShardsSince(o.ctx, syncing.Tip())
	o.must(err)
	if !slices.Contains(since, second.Shard()) || slices.Contains(since, first.Shard()) {
		t.Errorf("shards since: %v", since)
	}
}

// An endorsement in conflict is repeated by a command, and does not stay in the outbox.
func TestOutboxOfEndorsementInConflict(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Visit")
	theirs := o.elsewhere(func() {
		_, err := o.as("mina").Revoke(o.ctx, id, "judith")
		o.must(err)
	})
	o.git("remote", "add", ledger.RemoteName, "elsewhere.git")
	o.must(o.endorse("judith", id, entry))
	if list := o.outboxOf("judith"); len(list) != 1 {
		t.Fatalf("the outbox has %v", list)
	}
	j, err := o.as("judith").Join(o.ctx, theirs, Loss{})
	o.must(err)
	if len(j.Conflicts) != 1 {
		t.Fatalf("got %+v", j)
	}
	o.wantUnreported(j.Conflicts[0].Commands()...)
	o.must(o.as("judith").EmptyOutbox(o.ctx))
	if list := o.outboxOf("judith"); len(list) != 0 {
		t.Errorf("the outbox still has %v", list)
	}
}
