package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLostNamesDamage: only what is damaged or gone is named, and once.
func TestLostNamesDamage(t *testing.T) {
	gone, other := fmt.Errorf("%w: 0123", ErrNotFound), errors.New("the disk is on fire")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"none":    {nil, "<nil>"},
		"another": {other, "the disk is on fire"},
		"gone":    {gone, "damaged object: team.yaml is missing in this copy"},
		"damaged": {ErrDamaged, "damaged object: team.yaml is damaged in this copy"},
		"other kind": {otherKind{"0123", "tree", "blob"},
			"damaged object: team.yaml is damaged in this copy"},
		"named": {Lost("a docket", gone), "damaged object: a docket is missing in this copy"},
		"named, more": {fmt.Errorf("CASE: %w", Lost("it", gone)),
			"CASE: damaged object: it is missing in this copy"},
	} {
		got := Lost("team.yaml", c.err)
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: got %v; want %s", name, got, c.want)
		}
		if !errors.Is(got, c.err) && c.err != nil {
			t.Errorf("%s: the error itself was lost", name)
		}
	}
}

// TestUnread: what the disk fails in is of one object; what the machine lacks, or this account
// may not, is not.
func TestUnread(t *testing.T) {
	for name, c := range map[string]struct {
		why error
		one bool
	}{
		"disk": {syscall.EIO, true}, "a loop": {syscall.ELOOP, true}, "damaged": {ErrDamaged, true},
		"files": {syscall.EMFILE, false}, "memory": {syscall.ENOMEM, false},
		"right": {ErrNoRight, false}, "moment": {ErrMoment, false},
	} {
		err := unread(c.why, "0123")
		if IsDamage(err) != c.one || !errors.Is(err, c.why) {
			t.Errorf("%s: damage of one object: %v; want %v", name, IsDamage(err), c.one)
		}
	}
}

// TestLookupNamesWhatIsGone: each level of a path is named as people call it.
func TestLookupNamesWhatIsGone(t *testing.T) {
	for gone, want := range map[string]string{
		"commit": "damaged object: the commit %.12s is missing in this copy",
		"":       "damaged object: the folder of all records in commit %.12s is missing in this copy",
		"a":      "damaged object: the folder a is missing in this copy",
		"a/b":    "damaged object: the folder a/b is missing in this copy",
	} {
		repo := newRepo(t)
		b := repo.NewBatch()
		tree, err := b.Tree(t.Context(), "", []Edit{{"a/b/c", "100644", b.Blob([]byte("text"))}})
		must(t, err)
		who := Ident{Name: "Asha", Email: "asha@agency.example", When: time.Unix(1e9, 0)}
		made, err := b.Commit(NewCommit{Tree: tree, Author: who, Committer: who, Message: "one\n"},
			nil)
		must(t, err)
		must(t, b.Write(t.Context()))
		id := made.ID
		if gone != "commit" {
			e, _, err := repo.Lookup(t.Context(), made.ID, gone)
			must(t, err)
			id, repo.trees = e.ID, newTreeCache()
		}
		must(t, os.Remove(filepath.Join(repo.GitDir(), "objects", id[:2], id[2:])))
		_, _, err = repo.Lookup(t.Context(), made.ID, "a/b/c")
		if strings.Contains(want, "%") {
			want = fmt.Sprintf(want, made.ID)
		}
		if fmt.Sprint(err) != want || !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: got %v; want %s", gone, err, want)
		}
	}
}
