//go:build unix

package casebook

import (
	"os"
	"syscall"
	"testing"
)

// Adding lines to a file of this copy does not wait for a pipe in its place.
func TestAppendOwnRefusesPipe(t *testing.T) {
	path := t.TempDir() + "/casefile/owners"
	if err := appendOwn(path, "x\n"); err != nil {
		t.Fatal(err)
	}
	must(true, os.Remove(path))
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := appendOwn(path, "x\n"); err == nil {
		t.Error("it was written to")
	}
}
