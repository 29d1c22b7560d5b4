package remote

import (
	"strings"
	"testing"

	"casefile/internal/ledger"
)

// The tips that a server told with the turn save the list of refs once, if this copy's notes match
// them.
func TestListed(t *testing.T) {
	main, key := strings.Repeat("1", 40), strings.Repeat("2", 40)
	here := map[string]string{keysThere + "K3": key, ledger.KeysPrefix + "K3": main}
	right := ledger.KeysDigest(here, keysThere)
	for _, tt := range []struct {
		about string
		said  []string
		known bool
	}{
		{"nothing", nil, false},
		{"a turn alone", []string{ledger.TurnAnswer(true)}, false},
		{"the same keys", []string{ledger.ServerTips{Main: main, Keys: right}.Answer()}, true},
		{"other keys", []string{
			ledger.ServerTips{Main: main, Keys: strings.Repeat("0", 64)}.Answer()},
			false},
	} {
		var s session
		s.noteServerTips(tt.said)
		got := s.listed(here)
		if (got != nil) != tt.known || tt.known &&
			(got[ledger.MainRef] != main || got[ledger.KeysPrefix+"K3"] != key || len(got) != 2) {
			t.Errorf("%s: %v", tt.about, got)
		}
		if again := s.listed(here); again != nil {
			t.Errorf("%s: again %v", tt.about, again)
		}
	}
}

// Somebody pushes a case after the server told its tips: the fetch brings its keys too.
func TestFetchAfterTheServerMovedOn(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	mina := o.clone("mina")
	repo := mina.book().Repo()
	notes, err := repo.Refs(o.ctx, oursPrefix)
	o.must(err)
	o.first.note(id, "Before the server said it")
	o.first.sync()
	stands, err := ledger.ServerTipsOf(o.ctx, o.first.book().Repo())
	o.must(err)
	if stands.Keys != ledger.KeysDigest(notes, keysThere) {
		t.Fatalf("the notes of a new clone: %v", notes)
	}
	o.first.newCase()
	o.first.sync()
	s := &session{book: mina.book(), repo: repo, stands: &stands}
	theirs, err := s.fetch(o.ctx)
	if want := o.git(o.server, "rev-parse", ledger.MainRef); err != nil || theirs != want {
		t.Errorf("%v: %s, want %s", err, theirs, want)
	}
	if len(s.brought) != 1 {
		t.Errorf("brought the keys %v", s.brought)
	}
}

// A request for a turn leaves nothing behind on a server without a hook, nor on one that lost its
// main.
func TestAskingLeavesNothing(t *testing.T) {
	o := newOffice(t)
	o.first.newCase()
	o.first.sync()
	b := o.first.book()
	for _, lost := range []bool{false, true} {
		if lost {
			o.git(o.server, "update-ref", "-d", ledger.MainRef)
		}
		before := o.git(o.server, "for-each-ref")
		s := &session{book: b, repo: b.Repo(), theirs: b.Tip()}
		if come, err := s.await(o.ctx); come || err != nil || !s.noTurns {
			t.Errorf("main is lost %v: %v, %v, without turns %v", lost, come, err, s.noTurns)
		}
		if after := o.git(o.server, "for-each-ref"); after != before {
			t.Errorf("main is lost %v: there were\n%s\nare\n%s", lost, before, after)
		}
	}
}
