package casebook

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// copied is another copy of the office's records, as it stands, where the same
// people work.
func (o *office) copied() *office {
	o.Helper()
	there := *o
	there.dir = filepath.Join(o.TempDir(), "copy.git")
	o.must(os.CopyFS(there.dir, os.DirFS(o.dir)))
	return &there
}

// afresh returns the office once more, for a test of its own: nothing that happens there happens
// here.
func (o *office) afresh(t testing.TB) *office {
	there := *o
	there.TB, there.ctx, there.keys, there.signer = t, t.Context(), maps.Clone(o.keys),
		maps.Clone(o.signer)
	return there.copied()
}

// fetched brings what another copy has to where a sync brings it, and gives its
// tip. It is as late here as it is there.
func (o *office) fetched(from *office) string {
	o.Helper()
	if from.now.After(o.now) {
		o.now = from.now
	}
	o.git("fetch", "-q", "--no-write-fetch-head", from.dir, "+"+ledger.MainRef+
		":refs/casefile/incoming/main", "+"+ledger.KeysPrefix+"*:refs/casefile/remote/keys/*")
	return o.git("rev-parse", "refs/casefile/incoming/main")
}

// meets joins another copy as somebody.
func (o *office) meets(who string, from *office) *Joined {
	o.Helper()
	theirs := o.fetched(from)
	j, err := o.as(who).Join(o.ctx, theirs, Loss{})
	o.must(err)
	o.sound()
	return j
}

// sound checks that main is the commit judged last, and that the index agrees with a judgement from
// the beginning.
func (o *office) sound() {
	o.Helper()
	b := o.as("judith")
	tip := o.git("rev-parse", ledger.MainRef)
	if got := o.git("rev-parse", ledger.VerifiedRef); got != tip || b.Tip() != tip {
		o.Errorf("main is at %s, judged up to %s, the book stands on %s", tip, got, b.Tip())
	}
	judge := ledger.NewJudge(o.ctx, b.repo.Reader)
	first := map[string]string{} // who first had a claim
	for _, id := range o.line(tip) {
		v, err := judge.Commit(id)
		if err != nil || len(v.Faults) > 0 {
			o.Fatalf("judging %s: %v, %v", id, v.Faults, err)
		}
		for _, l := range v.Learned {
			for _, c := range l.Claims {
				first[c.What] = cmp.Or(first[c.What], c.Member)
			}
		}
	}
	dockets, err := b.Dockets(o.ctx)
	o.must(err)
	for _, d := range dockets {
		was, err := b.Facts(d.Case)
		o.must(err)
		is, err := judge.CaseFacts(d.Case)
		o.must(err)
		if !reflect.DeepEqual(was, is) {
			o.Errorf("the index says of case %s\n%+v\nhistory says\n%+v", d.Case, was, is)
		}
		for _, entry := range was.Entries {
			if ref, _, err := b.BySealed(entry.Blob); err != nil || ref.Entry != entry.ID {
				o.Errorf("the index finds %s, %v for the file of %s", ref, err, entry.ID)
			}
		}
	}
	for _, m := range b.Team().Members {
		for _, text := range m.Claims() {
			c := verify.Claim{What: verify.Fingerprint(text), Member: m.ID}
			was, err := b.Judge().History().Claimed(c)
			if err != nil || was != first[c.What] {
				kind, _, _ := strings.Cut(text, " ")
				o.Errorf("the index says that the %s of %s is %q's, history says %q's, %v", kind,
					m.ID, was, first[c.What], err)
			}
		}
	}
}

func (j *Joined) counts() [4]int {
	return [4]int{j.Received, len(j.Replayed), len(j.Conflicts), len(j.Waiting)}
}

func (o *office) wants(j *Joined, received, replayed, conflicts, waiting int) {
	o.Helper()
	if want := [4]int{received, replayed, conflicts, waiting}; j.counts() != want {
		o.Errorf("received, replayed, conflicts, waiting: %v, want %v: %+v", j.counts(), want, j)
	}
}

// reads says whether asha reads these notes in a case, in whatever order: what is
// recorded in one second has none.
func (o *office) reads(id record.ID, want ...string) {
	o.Helper()
	got := o.headlines(id)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		o.Errorf("the case has %q, want %q", got, want)
	}
}

func (o *office) refs(prefix string) map[string]string {
	o.Helper()
	refs := o.state().refs
	maps.DeleteFunc(refs, func(name, _ string) bool { return !strings.HasPrefix(name, prefix) })
	return refs
}

func TestJoinForward(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	there.note(there.as("mina"), id, "Theirs")
	second := there.newCase()
	j := o.meets("asha", there)
	o.wants(j, 2, 0, 0, 0)
	if got := o.git("rev-parse", ledger.MainRef); got != there.git("rev-parse", ledger.MainRef) {
		t.Errorf("main is at %s", got)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "casefile", "replayed")); !errors.Is(err,
		os.ErrNotExist) {
		t.Errorf("something is noted as replayed: %v", err)
	}
	if !maps.Equal(o.refs(ledger.KeysPrefix), there.refs(ledger.KeysPrefix)) ||
		o.refs(ledger.KeysPrefix)[ledger.KeysPrefix+second.Shard()] == "" {
		t.Errorf("the keys refs are %v", o.refs(ledger.KeysPrefix))
	}
	o.reads(id, "Theirs")
}

// What is the same, or behind, changes nothing.
func TestJoinNothing(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	o.wants(o.meets("asha", there), 0, 0, 0, 0)
	o.note(o.as("asha"), id, "Ours")
	before := o.state().refs
	o.wants(o.meets("asha", there), 0, 0, 0, 0)
	after := o.state().refs
	if !maps.Equal(before, after) {
		t.Errorf("refs were %v, are %v", before, after)
	}
}

func TestJoinDiverged(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	there.note(there.as("mina"), id, "Theirs")
	first := o.note(o.as("asha"), id, "Ours one")
	recorded := o.now
	o.note(o.as("asha"), id, "Ours two")
	sealed := o.git("rev-parse", ledger.MainRef+":"+record.CaseFolder(id)+"/"+
		record.FileName(recorded, first, false))
	j := o.meets("asha", there)
	o.wants(j, 1, 2, 0, 0)
	o.reads(id, "Theirs", "Ours one", "Ours two")
	if j.Replayed[0].Op != "add" || !slices.Equal(j.Replayed[0].Cases, []record.ID{id}) ||
		j.Replayed[1].New != o.git("rev-parse", ledger.MainRef) {
		t.Errorf("replayed %+v", j.Replayed)
	}
	if base := o.git("rev-parse", j.Replayed[0].New+"^"); base != there.git("rev-parse",
		ledger.MainRef) {
		t.Errorf("the first of ours stands on %s", base)
	}
	if got := o.git("log", "-1", "--format=%at", j.Replayed[0].New); got != o.git("log", "-1",
		"--format=%at", j.Replayed[0].Old) {
		t.Errorf("it is recorded at %s", got)
	}
	if got := o.git("rev-parse", ledger.MainRef+":"+record.CaseFolder(id)+"/"+
		record.FileName(recorded, first, false)); got != sealed {
		t.Error("it was sealed again, though the key is the same")
	}
	o.must(addNote(o, o.as("asha"), id, "Afterwards"))
	o.sound()
}

// A note that both sides have by another way is not brought twice.
func TestJoinKnowsWhatIsThere(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	o.note(o.as("asha"), id, "Sent, and the answer was lost")
	sent := o.copied()
	there.note(there.as("mina"), id, "Theirs")
	sent.meets("asha", there) // which has the note by another commit
	j := o.meets("asha", sent)
	o.wants(j, 2, 1, 0, 0)
	if j.Replayed[0].New != "" ||
		o.git("rev-parse", ledger.MainRef) != sent.git("rev-parse", ledger.MainRef) {
		t.Errorf("replayed %+v", j.Replayed)
	}
	if got := o.headlines(id); len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

// Who joins sends their own; what others recorded in the same copy waits for them.
func TestJoinWaiting(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	there.note(there.as("judith"), id, "Theirs")
	o.note(o.as("asha"), id, "Of asha")
	o.note(o.as("mina"), id, "Of mina")
	o.note(o.as("asha"), id, "Of asha again")
	o.note(o.as("mina"), id, "Of mina again")
	line := o.git("rev-parse", ledger.MainRef)
	j := o.meets("asha", there)
	o.wants(j, 1, 2, 0, 1)
	ref := ledger.UnpushedPrefix + "mina/" + line[:12]
	if w := j.Waiting[0]; w.Member != "mina" || w.Commits != 2 || w.Ref != ref ||
		o.git("rev-parse", ref) != line {
		t.Errorf("waiting %+v", w)
	}
	o.reads(id, "Theirs", "Of asha", "Of asha again")
	o.wants(o.meets("asha", there), 0, 0, 0, 0)
	if o.git("rev-parse", ref) != line {
		t.Error("asha took what waits for mina")
	}
	j = o.meets("mina", there)
	o.wants(j, 0, 2, 0, 0)
	if got := o.headlines(id); len(got) != 5 {
		t.Errorf("got %v", got)
	}
	if left := o.refs(ledger.UnpushedPrefix); len(left) > 0 {
		t.Errorf("still waiting: %v", left)
	}
	o.wants(o.meets("mina", there), 0, 0, 0, 0)
}

// What waits comes with what was recorded since, and after news from elsewhere.
func TestJoinWaitingAndMore(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	there.note(there.as("judith"), id, "Theirs")
	o.note(o.as("mina"), id, "Of mina")
	o.note(o.as("asha"), id, "Of asha")
	o.wants(o.meets("asha", there), 1, 1, 0, 1)
	o.note(o.as("mina"), id, "Of mina, later")
	there.note(there.as("judith"), id, "Theirs, later")
	j := o.meets("mina", there)
	o.wants(j, 1, 2, 0, 1)
	if w := j.Waiting; len(w) == 1 && (w[0].Member != "asha" || w[0].Commits != 1) {
		t.Errorf("waiting %+v", w)
	}
	j = o.meets("asha", there)
	o.wants(j, 0, 1, 0, 0)
	if got := o.headlines(id); len(got) != 5 {
		t.Errorf("got %v", got)
	}
}

// A line that can't be believed changes nothing here, and is not half taken.
func TestJoinRefuses(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	other := newOffice(t)
	other.newCase()
	there.note(there.as("mina"), id, "Theirs")
	o.note(o.as("asha"), id, "Ours")
	lines := map[string]func() (theirs, rule string){
		"a stranger's commit on top": func() (string, string) {
			there.foreign(there.git("rev-parse", ledger.MainRef))
			return o.fetched(there), "unsigned"
		},
		"another agency's records": func() (string, string) {
			return o.fetched(other), verify.RuleIntroduction
		},
		"a history with no beginning": func() (string, string) {
			return o.git("-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example",
				"commit-tree", "-m", "x", "HEAD^{tree}"), verify.RuleIntroduction
		},
	}
	for name, line := range lines {
		theirs, rule := line()
		before := o.state()
		_, err := o.as("asha").Join(o.ctx, theirs, Loss{})
		var fault *ledger.FaultError
		if !errors.As(err, &fault) || fault.Faults[0].Rule != rule {
			t.Errorf("%s: got %v, want %s", name, err, rule)
		}
		if after := o.state(); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: something has changed: %v, then %v", name, before.refs, after.refs)
		}
	}
	if _, err := os.Stat(filepath.Join(o.dir, "casefile", "replayed")); !errors.Is(err,
		os.ErrNotExist) {
		t.Errorf("something is noted as replayed: %v", err)
	}
	o.reads(id, "Ours")
	o.unpin()
	if _, err := o.as("asha").Join(o.ctx, o.git("rev-parse", ledger.MainRef),
		Loss{}); !errors.Is(err, ledger.ErrUntrusted) {
		t.Errorf("in a copy that believes nothing: %v", err)
	}
}

// Somebody else writes in this copy while it is joined: both are there.
func TestJoinRaces(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	there.note(there.as("judith"), id, "Theirs")
	o.note(o.as("asha"), id, "Ours")
	theirs := o.fetched(there)
	slow := o.as("asha")
	o.must(addNote(o, o.as("asha"), id, "Meanwhile"))
	j, err := slow.Join(o.ctx, theirs, Loss{})
	o.must(err)
	o.sound()
	o.wants(j, 1, 2, 0, 0)
	if got := o.headlines(id); len(got) != 3 {
		t.Errorf("got %v", got)
	}
	if got := o.refs("refs/casefile/"); len(got) == 0 || got[ledger.VerifiedRef] == "" {
		t.Errorf("refs %v", got)
	}
	// And once more, with a note that became a conflict: it is kept once.
	there.alter("asha", func(m *team.Member, _ time.Time) {
		m.Roles = []team.Role{team.Contributor}
	})
	o.note(o.as("asha"), id, "In conflict")
	theirs = o.fetched(there)
	slow = o.as("asha")
	o.must(addNote(o, o.as("judith"), id, "Of judith"))
	j, err = slow.Join(o.ctx, theirs, Loss{})
	o.must(err)
	o.sound()
	if len(j.Conflicts) == 0 || len(o.refs(ledger.ConflictsPrefix)) != len(j.Conflicts) {
		t.Errorf("conflicts %+v, refs %v", j.Conflicts, o.refs(ledger.ConflictsPrefix))
	}
	if drafts, err := o.as("asha").Drafts(); err != nil || len(drafts) != len(j.Conflicts) {
		t.Errorf("%d drafts of %d, %v", len(drafts), len(j.Conflicts), err)
	}
}

// Somebody who left finds what they had not sent in conflict; for somebody whom the roster
// never had, what is not theirs waits for those whose it is.
func TestJoinAsOneWhoLeft(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	there := o.copied()
	o.note(o.as("mina"), id, "On the way out")
	there.alter("mina", leaves)
	j := o.meets("mina", there)
	o.wants(j, 1, 0, 1, 0)
	if !errors.Is(j.Conflicts[0].Why, ErrNotMember) {
		t.Errorf("why: %v", j.Conflicts[0].Why)
	}
	second := o.copied()
	o.note(o.as("asha"), id, "Ours")
	second.note(second.as("judith"), id, "Theirs")
	o.hire("zoe", "Zoe Lane")
	o.wants(o.meets("zoe", second), 1, 0, 0, 1)
	o.wants(o.meets("asha", second), 0, 1, 0, 0)
	o.reads(id, "Ours", "Theirs")
}

// Work from before a change of the signing key waits until a roster knows the new key, which may be
// that of the line that comes in. Then it is signed with that key.
func TestJoinWithANewKey(t *testing.T) {
	for _, tt := range []struct {
		name  string
		waits int // joins that come before the card is taken
	}{{"the card was taken before", 0}, {"it is taken later", 1}, {"much later", 2}} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			there := o.copied()
			o.note(o.as("asha"), id, "Before the change")
			anew := o.hire("anew", "Asha Rao", "caseworker")
			o.signer["asha"] = o.signer["anew"]
			there.signer["asha"] = o.signer["asha"]
			for n := range tt.waits {
				there.note(there.as("mina"), id, fmt.Sprintf("Meanwhile %d", n))
				o.wants(o.meets("asha", there), 1, 0, 0, 1-n)
			}
			there.alter("asha", func(m *team.Member, at time.Time) {
				m.Keys[0].To = at
				m.Keys = append(m.Keys, team.Key{Key: anew.Keys[0].Key, From: at})
			})
			o.wants(o.meets("asha", there), 1, 1, 0, 0)
			if left := o.refs(ledger.UnpushedPrefix); len(left) > 0 {
				t.Errorf("still waiting: %v", left)
			}
			if got := len(o.headlines(id)); got != 1+tt.waits {
				t.Errorf("%d notes", got)
			}
		})
	}
}

// ours names what only this copy has, and where both part.
func TestOurs(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	base := o.git("rev-parse", ledger.MainRef)
	there := o.copied()
	there.note(there.as("mina"), id, "Theirs")
	o.note(o.as("asha"), id, "Ours")
	mine := o.git("rev-parse", ledger.MainRef)
	theirs := o.fetched(there)
	b := o.as("asha")
	for name, tt := range map[string]struct {
		with, base string
		ours       []string
	}{"another line": {theirs, base, []string{mine}}, "one behind": {base, base, []string{mine}},
		"the same": {mine, mine, nil}} {
		at, ours, err := b.ours(o.ctx, tt.with)
		if err != nil || at != tt.base || !slices.Equal(ours, tt.ours) {
			t.Errorf("%s: base %s, ours %v, %v", name, at, ours, err)
		}
	}
	if _, _, err := b.ours(o.ctx, strings.Repeat("1", 40)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a commit that is not there: %v", err)
	}
}
