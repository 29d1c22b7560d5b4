//go:build unix

package casebook

import (
	"os"
	"syscall"
	"testing"
)

// A pipe is not waited for, where lines are added to what lies there.
func TestNobodyWaitsForAPipeOfOurOwn(t *testing.T) {
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
