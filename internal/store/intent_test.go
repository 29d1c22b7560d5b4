package store

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"testing"
	"time"
)

// three returns the moves of a change that rewraps, adds and drops a shard's keys.
func three(t *testing.T, r *Repo) (moves []Move, before, after map[string]string) {
	t.Helper()
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	b := commitFiles(t, r, a, files{"a": "b"}, nil).ID
	moves = []Move{{"refs/casefile/keys/K3", a, b}, {"refs/casefile/keys/K4", "", b},
		{mainRef, a, b}, {"refs/casefile/verified", a, b}, {"refs/casefile/keys/K5", a, ""}}
	before, after = map[string]string{}, map[string]string{}
	for _, m := range moves {
		if m.Old != "" {
			before[m.Ref] = m.Old
		}
		if m.New != "" {
			after[m.Ref] = m.New
		}
	}
	return moves, before, after
}

// put moves all refs to the commits in want.
func put(t *testing.T, r *Repo, want map[string]string) {
	t.Helper()
	now, err := r.Refs(t.Context(), "")
	must(t, err)
	for ref, id := range want {
		if now[ref] != id {
			must(t, r.moveAll(t.Context(), []Move{{ref, now[ref], id}},
				time.Now().Add(time.Second)))
		}
	}
	for ref, id := range now {
		if want[ref] == "" {
			must(t, r.moveAll(t.Context(), []Move{{ref, id, ""}}, time.Now().Add(time.Second)))
		}
	}
}

// Git may be cut off between any two of its renames. If main has moved, the next process finds all
// refs moved; if not, none of them. The same holds for a process that only reads.
func TestMoveCutOff(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	moves, before, after := three(t, r)
	check := func(how string, n int, got map[string]string) {
		t.Helper()
		want := before
		if n > 2 { // main is the third
			want = after
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s after %d moves: %v, want %v", how, n, got, want)
		}
	}
	for n := range len(moves) + 1 {
		put(t, r, before)
		must(t, os.MkdirAll(r.common+"/casefile", 0o700))
		must(t, r.writeIntent(moves))
		for _, m := range moves[:n] {
			must(t, r.moveAll(ctx, []Move{m}, time.Now().Add(time.Second)))
		}
		refs, err := r.Refs(ctx, "")
		must(t, errors.Join(err, r.Settled(ctx, refs)))
		check("read", n, refs)
		must(t, r.FinishMoves(ctx, time.Second))
		refs, err = r.Refs(ctx, "")
		must(t, err)
		check("taken up", n, refs)
		if _, err := os.Stat(r.intentFile()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("after %d moves the intent is still there: %v", n, err)
		}
	}
}

// While another process keeps a ref locked, what was cut off waits for it, and main with it.
func TestMoveCutOffBehindALock(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	moves, before, after := three(t, r)
	put(t, r, before)
	must(t, os.MkdirAll(r.common+"/casefile", 0o700))
	must(t, r.writeIntent(moves))
	must(t, r.moveAll(ctx, moves[1:3], time.Now().Add(time.Second))) // the first shard stays behind
	lock := r.common + "/refs/casefile/keys/K3.lock"
	must(t, os.WriteFile(lock, []byte("held for this test\n"), 0o600))
	if err := r.FinishMoves(ctx, time.Second); !errors.Is(err, ErrLocked) {
		t.Errorf("taken up behind a lock: %v", err)
	}
	on := moves[2].New
	next := commitFiles(t, r, on, files{"a": "c"}, nil).ID
	more := []Move{{"refs/casefile/keys/K6", "", next}, {mainRef, on, next}}
	if err := r.Move(ctx, more); !errors.Is(err, ErrLocked) {
		t.Errorf("main went on: %v", err)
	}
	must(t, os.Remove(lock))
	must(t, r.Move(ctx, more))
	want := maps.Clone(after)
	want[mainRef], want["refs/casefile/keys/K6"] = next, next
	if refs, err := r.Refs(ctx, ""); err != nil || !maps.Equal(refs, want) {
		t.Errorf("%v, %v, want %v", refs, err, want)
	}
}

// The file on the disk lists exactly the moves to make. If it is damaged, nothing moves with main
// until the file is put aside, and a process that only reads is told.
func TestIntent(t *testing.T) {
	r := newRepo(t)
	moves, before, _ := three(t, r)
	put(t, r, before)
	must(t, os.MkdirAll(r.common+"/casefile", 0o700))
	must(t, r.writeIntent(moves))
	if got, err := readIntent(r.intentFile()); err != nil || fmt.Sprint(got) != fmt.Sprint(moves) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "x\n", string(Summed("- - HEAD\n")), "- - HEAD\n"} {
		must(t, os.WriteFile(r.intentFile(), []byte(text), 0o600))
		if err := r.FinishMoves(t.Context(), time.Second); !errors.Is(err, ErrIntent) {
			t.Errorf("%q was taken up: %v", text, err)
		}
		if err := r.Move(t.Context(), moves); !errors.Is(err, ErrIntent) {
			t.Errorf("%q: what was to move beside it: %v", text, err)
		}
		refs, err := r.Refs(t.Context(), "")
		if err != nil || !maps.Equal(refs, before) ||
			!errors.Is(r.Settled(t.Context(), refs), ErrIntent) {
			t.Errorf("%q: %v, %v", text, refs, err)
		}
	}
	aside, err := r.PutIntentAside(t.Context(), r.common+"/casefile/aside/1")
	must(t, errors.Join(err, r.FinishMoves(t.Context(), time.Second), r.Move(t.Context(), moves)))
	if text, err := os.ReadFile(aside); err != nil || string(text) != "- - HEAD\n" {
		t.Errorf("%q, %v", text, err)
	}
	if at, err := r.PutIntentAside(t.Context(), r.common+"/casefile/aside/2"); at != "" ||
		err != nil {
		t.Errorf("no intent was put aside: %q, %v", at, err)
	}
}

// If main is at neither end of its move, the other refs are left alone.
func TestSettling(t *testing.T) {
	moves := []Move{{"k", "1", "2"}, {mainRef, "a", "b"}, {"v", "a", "b"}}
	for _, tt := range []struct {
		main, k, v string
		want       []Move
	}{
		{"a", "1", "a", nil},
		{"b", "2", "b", nil},
		{"a", "2", "a", []Move{{mainRef, "a", "a"}, {"k", "2", "1"}}},
		{"b", "1", "a", []Move{{mainRef, "b", "b"}, {"k", "1", "2"}, {"v", "a", "b"}}},
		{"b", "3", "a", []Move{{mainRef, "b", "b"}, {"v", "a", "b"}}},
		{"c", "2", "a", nil},
		{"", "2", "a", nil},
	} {
		got := settling(moves, map[string]string{mainRef: tt.main, "k": tt.k, "v": tt.v})
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// A server puts right what a cut push left, and keeps the note while the push may yet move.
func TestDue(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	moves, before, after := three(t, r)
	for n := range len(moves) + 1 {
		put(t, r, before)
		must(t, r.NotePushedMoves(moves))
		for _, m := range moves[:n] {
			must(t, r.moveAll(ctx, []Move{m}, time.Now().Add(time.Second)))
		}
		want, kept := before, 1
		if n > 2 { // main is the third
			want, kept = after, 0
		}
		must(t, r.FinishMoves(ctx, time.Second))
		if refs, err := r.Refs(ctx, ""); err != nil || !maps.Equal(refs, want) {
			t.Errorf("after %d moves: %v, %v, want %v", n, refs, err, want)
		}
		if due, err := r.pushedMoves(); err != nil || len(due) != kept {
			t.Errorf("after %d moves the notes are %v, %v", n, due, err)
		}
	}
	must(t, r.NotePushedMoves([]Move{{mainRef, before[mainRef], after[mainRef]}}))
	must(t, r.NotePushedMoves(moves[:2]))
	if due, err := r.pushedMoves(); err != nil || len(due) != 0 {
		t.Errorf("notes of nothing that must be seen together: %v, %v", due, err)
	}
}
