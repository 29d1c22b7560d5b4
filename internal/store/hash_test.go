package store

import (
	"bytes"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// Every object has the id that git gives it, whichever way it is hashed.
func TestHashOf(t *testing.T) {
	for _, n := range []int{0, 1, 55, 56, 63, 64, 65, 35_000} {
		data := bytes.Repeat([]byte("100644 a\x00"), n)[:n]
		for _, kind := range []plumbing.ObjectType{plumbing.TreeObject, plumbing.BlobObject,
			plumbing.CommitObject} {
			if got, want := hashOf(kind, data),
				plumbing.ComputeHash(kind, data).String(); got != want {
				t.Errorf("%s of %d bytes: %s, want %s", kind, n, got, want)
			}
		}
	}
}
