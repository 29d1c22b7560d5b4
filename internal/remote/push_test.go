package remote

import (
	"errors"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// The server lost power during a push, when the keys had moved and main had not. git finds the keys
// where the next push would move them, and sends main alone. The hook moves them back first, and
// refuses main without them. The same sync then sends both.
func TestPushAgainAfterTheServerWasCut(t *testing.T) {
	o := newOffice(t)
	o.first.newCase()
	o.first.sync()
	o.first.newCase()
	o.git(o.server, "fetch", "-q", o.first.dir, "+refs/casefile/keys/*:refs/casefile/keys/*")
	before, err := o.first.book().Repo().Refs(o.ctx, oursPrefix)
	o.must(err)
	back := "git for-each-ref --format='delete %(refname)' refs/casefile/keys | git update-ref " +
		"--stdin\n"
	for shard, id := range below(before, keysThere) {
		back += "git update-ref " + ledger.KeysPrefix + shard + " " + id + "\n"
	}
	o.hookOnce("pre-receive", back+"echo 'the keys must come along' >&2\nexit 1")
	o.first.sync()
	o.first.even()
}

// A server that refuses what it has half is asked once more only.
func TestPushRefusedForGood(t *testing.T) {
	const keys = ledger.KeysPrefix + "K3"
	key, other := "1", "2"
	updates := []store.PushUpdate{{Ref: ledger.MainRef, New: key},
		{Ref: keys, New: key, Lease: &other}}
	refs := func(main, shard byte) []store.PushedRef {
		return []store.PushedRef{{Ref: ledger.MainRef, Flag: main}, {Ref: keys, Flag: shard}}
	}
	for _, tt := range []struct {
		about string
		refs  []store.PushedRef
		again bool
	}{
		{"nothing was there", refs('!', '!'), false},
		{"the keys were there", refs('!', '='), true},
		{"main was there", refs('=', '!'), false},
	} {
		s := &session{}
		for try, want := range []bool{tt.again, false} {
			if got := s.putBack(store.Push{Updates: updates},
				store.PushResult{Refs: tt.refs}); got != want {
				t.Errorf("%s, refused %d times: %v", tt.about, try+1, got)
			}
		}
	}
}

// A hook's refusal for another reason is final.
func TestPushRefused(t *testing.T) {
	o := newOffice(t)
	o.first.newCase()
	o.hookOnce("pre-receive", "exit 1")
	if _, err := Sync(o.ctx, o.first.book()); !errors.Is(err, store.ErrRefused) {
		t.Errorf("%v", err)
	}
}
