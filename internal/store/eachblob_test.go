package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestEachBlobGoesOn: what is wrong with one object stands in its place, and spoils no other.
func TestEachBlobGoesOn(t *testing.T) {
	repo := newRepo(t)
	batch := repo.NewBatch()
	ids := []string{batch.Blob([]byte("one")), batch.Blob([]byte("two")),
		batch.Blob([]byte("three")),
		batch.Blob([]byte("four"))}
	if err := batch.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := func(id string) string {
		return filepath.Join(repo.GitDir(), "objects", id[:2], id[2:])
	}
	for _, id := range ids[1:3] {
		if err := os.Remove(file(id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file(ids[2]), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	want, faults := []string{"one", "", "", "four"}, []error{nil, ErrNotFound, ErrDamaged, nil}
	seen := 0
	err := repo.EachBlob(t.Context(), ids, 100, func(i int, data []byte, fault error) error {
		if string(data) != want[i] || !errors.Is(fault, faults[i]) {
			t.Errorf("%d: got %q, %v; want %q, %v", i, data, fault, want[i], faults[i])
		}
		seen++
		return nil
	})
	if err != nil || seen != len(ids) {
		t.Errorf("visited %d of %d: %v", seen, len(ids), err)
	}
}
