package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// The holder of a lock keeps all others out, in this process and in others. Other names are other
// locks.
func TestLock(t *testing.T) {
	ctx := context.Background()
	r := initRepo(t, InitOptions{Bare: true})
	unlock, err := r.Lock(ctx, "join")
	must(t, err)
	other, err := r.Lock(ctx, "another")
	must(t, err)
	other()
	came := make(chan struct{})
	go func() {
		defer close(came)
		second, err := r.Lock(ctx, "join")
		if err == nil {
			second()
		}
	}()
	select {
	case <-came:
		t.Error("two hold the lock")
	case <-time.After(50 * time.Millisecond):
	}
	unlock()
	<-came
	again, err := r.Lock(ctx, "join")
	must(t, err)
	again()
}

// Only one process or goroutine at a time works under a lock.
func TestLockKeepsApart(t *testing.T) {
	ctx := context.Background()
	r := initRepo(t, InitOptions{Bare: true})
	counter := filepath.Join(t.TempDir(), "n")
	must(t, os.WriteFile(counter, nil, 0o600))
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() {
			unlock, err := r.Lock(ctx, "join")
			if errs[i] = err; err != nil {
				return
			}
			defer unlock()
			data, _ := os.ReadFile(counter)
			time.Sleep(time.Millisecond)
			errs[i] = os.WriteFile(counter, append(data, 'x'), 0o600)
		})
	}
	group.Wait()
	for _, err := range errs {
		must(t, err)
	}
	if data, err := os.ReadFile(counter); err != nil || len(data) != len(errs) {
		t.Errorf("%d of %d were counted, %v", len(data), len(errs), err)
	}
}

// A process that is killed leaves no lock behind. The test runs itself as the
// process that takes it.
func TestLockGoesWithItsProcess(t *testing.T) {
	ctx := context.Background()
	if dir := os.Getenv("CASEFILE_TEST_LOCK"); dir != "" {
		_, err := lockIn(ctx, dir, "join", nil)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "held"), nil, 0o600))
		time.Sleep(time.Minute)
		return
	}
	r := initRepo(t, InitOptions{Bare: true})
	cmd := exec.Command(os.Args[0], "-test.run", "^TestLockGoesWithItsProcess$")
	cmd.Env = append(os.Environ(), "CASEFILE_TEST_LOCK="+r.GitDir())
	must(t, cmd.Start())
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for try := 0; ; try++ {
		if _, err := os.Stat(filepath.Join(r.GitDir(), "held")); err == nil {
			break
		}
		if try == 500 {
			t.Fatal("the other process took no lock")
		}
		time.Sleep(10 * time.Millisecond)
	}
	came := make(chan error)
	go func() {
		unlock, err := r.Lock(ctx, "join")
		if err == nil {
			unlock()
		}
		came <- err
	}()
	select {
	case err := <-came:
		t.Errorf("the lock of another process is no lock: %v", err)
		return
	case <-time.After(50 * time.Millisecond):
	}
	must(t, cmd.Process.Kill())
	select {
	case err := <-came:
		must(t, err)
	case <-time.After(10 * time.Second):
		t.Error("the lock outlived its process")
	}
}

// The lock is beside the repository's own files, for its owner alone. A folder that can't be made
// is an error, not a lock.
func TestLockFile(t *testing.T) {
	ctx := context.Background()
	r := initRepo(t, InitOptions{Bare: true})
	unlock, err := r.Lock(ctx, "join")
	must(t, err)
	unlock()
	info, err := os.Stat(filepath.Join(r.CommonDir(), "casefile"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "casefile"), nil, 0o600))
	if unlock, err := lockIn(ctx, dir, "join", nil); err == nil || unlock != nil {
		t.Errorf("locked in a file: %v", err)
	}
}
