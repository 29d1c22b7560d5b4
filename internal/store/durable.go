package store

import (
	"context"
	"errors"
	"os"

	"casefile/internal/aside"
)

// FsyncKey is git's setting for the files that are written to the disk before they get their names.
// By default git leaves out single objects and refs. After a loss of power they may be there and
// empty (git-config(1), core.fsync).
const FsyncKey = "core.fsync"

// Fsyncs is the value of FsyncKey that keeps the program's word: after "recorded", "sent" or
// "received" a commit survives a loss of power.
const Fsyncs = "objects,derived-metadata,reference"

// durably returns the arguments that make a git of ours sync these files.
func durably() []string { return []string{"-c", FsyncKey + "=" + Fsyncs} }

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sideBySide runs work(0) to work(n-1), some of them at the same time, and
// starts no more of them after the first failure.
func sideBySide(ctx context.Context, n int, work func(i int) error) error {
	const width = 8 // fsyncs wait for the disk, not for a core
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var group aside.Group
	for range min(n, width) {
		group.Go(func() {
			for i := range next {
				if err := aside.Err(func() error { return work(i) }); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	group.Wait()
	return context.Cause(ctx)
}
