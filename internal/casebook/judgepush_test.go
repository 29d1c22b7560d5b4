package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// server is a bare repository with the office's records as they were, and the objects of what was
// recorded since.
type server struct {
	*office
	dir, old, new string
	shard         string // of the case opened since
}

func newServer(t *testing.T) *server {
	t.Helper()
	o := newOffice(t)
	o.newCase()
	s := &server{office: o, dir: filepath.Join(t.TempDir(), "server.git"),
		old: o.git("rev-parse", "main")}
	o.git("clone", "-q", "--mirror", o.dir, s.dir)
	s.git("update-ref", "-d", ledger.VerifiedRef)
	o.must(os.Mkdir(filepath.Join(s.dir, "casefile"), 0o700))
	s.pin(o.intro)
	s.shard = o.newCase().Shard()
	s.new = o.git("rev-parse", "main")
	s.git("fetch", "-q", "--no-write-fetch-head", o.dir, "main", ledger.KeysPrefix+s.shard)
	return s
}

func (s *server) git(args ...string) string {
	s.Helper()
	there := *s.office
	there.dir = s.dir
	return there.git(args...)
}

func (s *server) pin(text string) {
	s.must(os.WriteFile(filepath.Join(s.dir, "casefile", "trust"), []byte(text), 0o600))
}

func (s *server) repo() *store.Repo {
	s.Helper()
	repo, err := store.Open(s.ctx, s.dir)
	s.must(err)
	s.Cleanup(func() { repo.Close() })
	return repo
}

func (s *server) judgePush(updates ...ledger.Update) error {
	s.Helper()
	return ledger.JudgePush(s.ctx,
		ledger.Push{Repo: s.repo(), Quarantine: s.repo(), Updates: updates, Now: s.now},
		ledger.Options{Mark: testMark})
}

// update returns the change that a push makes to one ref.
func update(ref, old, now string) ledger.Update {
	return ledger.Update{Ref: ref, Old: old, New: now}
}

// keys returns the correct update of the new case's keys ref.
func (s *server) keys() ledger.Update {
	return ledger.Update{Ref: ledger.KeysPrefix + s.shard, Old: s.ref(s.shard),
		New: s.office.git("rev-parse", ledger.KeysPrefix+s.shard)}
}

func (s *server) ref(shard string) string {
	return s.git("for-each-ref", "--format=%(objectname)", ledger.KeysPrefix+shard)
}

// broken lists the rules that an error names.
func broken(err error) []string {
	var found *ledger.FaultError
	var out []string
	if errors.As(err, &found) {
		for _, f := range found.Faults {
			out = append(out, f.Rule)
		}
	}
	return out
}

func TestJudgePush(t *testing.T) {
	s := newServer(t)
	main := update(ledger.MainRef, s.old, s.new)
	if err := s.judgePush(main, s.keys()); err != nil {
		t.Errorf("an honest push: %v", err)
	}
	if got := s.git("rev-parse", "main"); got != s.old {
		t.Errorf("judging moved main to %s", got)
	}
	blob := s.git("rev-parse", "main:team.yaml")
	for _, c := range []struct {
		name    string
		updates []ledger.Update
		rules   string
	}{
		{"no keys", []ledger.Update{main}, "keys-ref"},
		{"keys before main", []ledger.Update{s.keys()}, "keys-ref"},
		{"wrong keys", []ledger.Update{main, update(s.keys().Ref, "", s.old)}, "keys-ref"},
		{"keys of no case",
			[]ledger.Update{main, s.keys(), update(ledger.KeysPrefix+"00", "", s.keys().New)},
			"keys-ref"},
		{"a branch", []ledger.Update{main, s.keys(), update("refs/heads/other", "", s.new)},
			"foreign-ref"},
		{"a branch below main", []ledger.Update{update("refs/heads/main/x", "", s.new)},
			"foreign-ref"},
		{"a tag", []ledger.Update{update("refs/tags/main", "", s.new)}, "foreign-ref"},
		{"a replacement", []ledger.Update{update("refs/replace/"+s.old, "", s.new)}, "foreign-ref"},
		{"what was judged", []ledger.Update{update(ledger.VerifiedRef, s.old, s.new)},
			"foreign-ref"},
		{"a shard of three", []ledger.Update{update(ledger.KeysPrefix+"K3F", "", s.new)},
			"foreign-ref"},
		{"a shard in small letters", []ledger.Update{update(ledger.KeysPrefix+"k3", "", s.new)},
			"foreign-ref"},
		{"a shard of no symbols", []ledger.Update{update(ledger.KeysPrefix+"IL", "", s.new)},
			"foreign-ref"},
		{"a shard with a line feed", []ledger.Update{update(ledger.KeysPrefix+"K3\n", "", s.new)},
			"foreign-ref"},
		{"main gone", []ledger.Update{update(ledger.MainRef, s.old, "")}, "foreign-ref"},
		{"keys gone", []ledger.Update{update(s.keys().Ref, s.keys().New, "")}, "foreign-ref"},
		{"main twice", []ledger.Update{main, update(ledger.MainRef, s.old, s.new), s.keys()},
			"foreign-ref"},
		{"a branch, and main without keys",
			[]ledger.Update{update("refs/heads/other", "", s.new),
				update(ledger.MainRef, s.old, s.intro)}, "foreign-ref rewound"},
		{"main back", []ledger.Update{update(ledger.MainRef, s.old, s.intro)}, "rewound"},
		{"main a file", []ledger.Update{update(ledger.MainRef, s.old, blob)}, "unreadable"},
		{"main not there", []ledger.Update{update(ledger.MainRef, s.old, strings.Repeat("12", 20))},
			"unreadable"},
	} {
		if err := s.judgePush(c.updates...); strings.Join(broken(err), " ") != c.rules {
			t.Errorf("%s: %v, want %s", c.name, err, c.rules)
		}
	}
}

func TestJudgePushNothingToJudgeBy(t *testing.T) {
	s := newServer(t)
	main := update(ledger.MainRef, s.old, s.new)
	if err := s.judgePush(); err == nil {
		t.Error("a push of nothing was taken")
	}
	if err := s.judgePush(update(ledger.MainRef, s.intro, s.new), s.keys()); !errors.Is(err,
		store.ErrRaced) {
		t.Errorf("main had moved on: %v", err)
	}
	s.pin("")
	if err := s.judgePush(main, s.keys()); !errors.Is(err, ledger.ErrUntrusted) {
		t.Errorf("not pinned: %v", err)
	}
	s.pin(s.intro)
	s.git("update-ref", "refs/heads/main",
		s.git("-c", "user.name=Root", "-c", "user.email=root@agency.example", "commit-tree", "-p",
			s.old, "-m", "by hand", s.old+"^{tree}"))
	if err := s.judgePush(update(ledger.MainRef, s.git("rev-parse", "main"), s.new)); !errors.Is(err,
		ledger.ErrServerFault) || !errors.Is(err, ledger.ErrFault) {
		t.Errorf("a server with faults: %v", err)
	}
}

func TestJudgePushFirst(t *testing.T) {
	s := newServer(t)
	updates := []ledger.Update{update(ledger.MainRef, "", s.new)}
	for line := range strings.Lines(
		s.office.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/casefile/keys")) {
		ref, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		updates = append(updates, update(ref, "", id))
	}
	for _, ref := range strings.Fields(s.git("for-each-ref", "--format=%(refname)")) {
		s.git("update-ref", "-d", ref)
	}
	for _, c := range []struct {
		name, trust string
		rules       string
	}{
		{"introduced", s.intro, ""},
		{"with the tip", s.intro + "@" + s.new, ""},
		{"of other records", s.new, "introduction"},
		{"with a later tip", s.intro + "@" + strings.Repeat("12", 20), "introduction"},
	} {
		s.pin(c.trust)
		if err := s.judgePush(updates...); strings.Join(broken(err), " ") != c.rules ||
			c.rules == "" && err != nil {
			t.Errorf("%s: %v, want %q", c.name, err, c.rules)
		}
	}
	s.pin(s.intro)
	s.git("update-ref", ledger.VerifiedRef, s.new)
	if err := s.judgePush(update(ledger.MainRef, "", s.old)); !slices.Equal(broken(err),
		[]string{"rewound"}) {
		t.Errorf("a server whose main was taken away: %v", err)
	}
}

// A missing wrapped key refuses the shard that lists it.
func TestJudgePushMissingKey(t *testing.T) {
	s := newServer(t)
	key := s.git("rev-parse",
		s.keys().New+":"+strings.Fields(s.git("ls-tree", "-r", "--name-only", s.keys().New))[0])
	loose := filepath.Join(s.dir, "objects", key[:2], key[2:])
	if err := os.Remove(loose); err != nil {
		t.Fatalf("the key is not loose: %v", err)
	}
	if err := s.judgePush(update(ledger.MainRef, s.old, s.new), s.keys()); !slices.Equal(broken(err),
		[]string{"keys-ref"}) {
		t.Errorf("a key is missing: %v", err)
	}
}

// If git on the server was interrupted between the refs of a push, the server is the same for a
// reader and for the next push: it has all of the push or nothing.
func TestJudgePushCutBetweenRefs(t *testing.T) {
	for n := range 3 {
		s := newServer(t)
		pushed := []ledger.Update{s.keys(), update(ledger.MainRef, s.old, s.new)}
		s.must(s.judgePush(pushed...))
		for _, u := range pushed[:n] {
			s.git("update-ref", u.Ref, u.New)
		}
		x, err := Examine(s.ctx, s.repo(), Options{Mark: testMark, Served: true}, ExamineOptions{})
		if s.must(err); len(x.Faults) > 0 {
			t.Errorf("cut after %d: verify finds %v", n, x.Faults)
		}
		main, want := s.old, ""
		if n > 1 { // main is the second
			main, want = s.new, pushed[0].New
		}
		if err := s.judgePush(s.keys(), update(ledger.MainRef, main, s.new)); err != nil {
			t.Errorf("cut after %d: the next push: %v", n, err)
		}
		if got := s.ref(s.shard); got != want {
			t.Errorf("cut after %d: the keys ref is at %q, want %q", n, got, want)
		}
	}
}

// The hook repairs keys refs that another program left behind main. A push that has not seen the
// repair is told to fetch again.
func TestJudgePushHeals(t *testing.T) {
	s := newServer(t)
	if err := s.judgePush(update(ledger.MainRef, s.old, s.new), s.keys()); err != nil {
		t.Fatal(err)
	}
	s.must(os.RemoveAll(filepath.Join(s.dir, "casefile", "due")))
	s.git("update-ref", ledger.MainRef, s.new) // without its keys refs
	late := s.keys()
	if err := s.judgePush(late); !errors.Is(err, store.ErrRaced) {
		t.Errorf("a shard that the hook has put right: %v", err)
	}
	if got := s.ref(s.shard); got != late.New {
		t.Errorf("the keys ref is at %q, want %s", got, late.New)
	}
	b, err := Open(s.ctx, s.repo(), Options{Mark: testMark, Served: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.ref(s.shard), s.keys().New; got != want {
		t.Errorf("the keys ref is at %q, want %s", got, want)
	}
	events, err := b.PushEvents(s.ctx,
		[]ledger.Update{update(ledger.MainRef, s.old, s.new), update(ledger.MainRef, "", s.new),
			s.keys()})
	if err != nil || len(events) != 1 || events[0].Op != "open" || events[0].By != "asha" ||
		events[0].Case.Shard() != s.shard {
		t.Errorf("events of the push: %+v, %v", events, err)
	}
}

// A push may be dated ahead of the server's own clock only so far, to a second.
func TestJudgePushFromAhead(t *testing.T) {
	s := newServer(t)
	dated := s.now
	for ahead, want := range map[time.Duration][]string{
		verify.ClockSkew:               nil,
		verify.ClockSkew + time.Second: {"ahead"},
	} {
		s.now = dated.Add(-ahead)
		if got := broken(s.judgePush(update(ledger.MainRef, s.old, s.new), s.keys())); !slices.Equal(
			got, want) {
			t.Errorf("%s ahead: %v", ahead, got)
		}
	}
}

func TestPinServer(t *testing.T) {
	s := newServer(t)
	trustOf := func() string {
		t.Helper()
		done, err := installed(s.ctx, s.repo())
		s.must(err)
		return done.Trust
	}
	pin := func(given string) error {
		x, err := pinServer(s.ctx, s.repo(), Options{Mark: testMark, Trust: given})
		if err == nil && x != nil && len(x.Faults) > 0 {
			err = &ledger.FaultError{Faults: x.Faults}
		}
		return err
	}
	s.pin("")
	if err := pin(""); !errors.Is(err, ledger.ErrUntrusted) {
		t.Errorf("nothing given: %v", err)
	}
	for _, text := range []string{"x", s.intro[:12], s.intro + "@", s.intro + "@x",
		strings.ToUpper(s.intro) + "A", s.intro + "\n"} {
		if err := pin(text); !errors.Is(err, ledger.ErrUntrusted) || trustOf() != "" {
			t.Errorf("%q: %v, pinned to %q", text, err, trustOf())
		}
	}
	if err := pin(s.old); !errors.Is(err, ledger.ErrFault) || trustOf() != "" {
		t.Errorf("a wrong introduction: %v, pinned to %q", err, trustOf())
	}
	if err := pin(s.intro + "@" + s.old); err != nil || trustOf() != s.intro+"@"+s.old {
		t.Errorf("the right one: %v, pinned to %q", err, trustOf())
	}
	if err := pin(""); err != nil {
		t.Errorf("again: %v", err)
	}
	if err := pin(s.old); !slices.Equal(broken(err), []string{"introduction"}) {
		t.Errorf("another one: %v", err)
	}
}
