package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The fate of a lock's owner is: it lives, it has ended, or it is unknown.
func TestOwnerFate(t *testing.T) {
	here := machine{Host: "harbour", ID: "aa", Boot: "b2", Space: "s1"}
	began := func(pid int) (int64, bool) {
		return map[int]int64{7: 100, 8: 0}[pid], pid == 7 || pid == 8
	}
	for name, c := range map[string]struct {
		pid   int
		start int64
		on    machine
		want  fate
	}{
		"runs":                     {7, 100, here, lives},
		"has ended":                {9, 100, here, ended},
		"its number is another's":  {7, 99, here, ended},
		"its beginning is unsaid":  {7, 0, here, lives},
		"its beginning is hidden":  {8, 100, here, lives},
		"before the machine began": {7, 100, machine{"harbour", "aa", "b1", "s1"}, ended},
		"of another machine":       {9, 100, machine{"quay", "cc", "b2", "s1"}, unsure},
		"of one of the same name":  {9, 100, machine{"harbour", "cc", "b1", "s1"}, unsure},
		"of a machine without ID":  {9, 100, machine{"harbour", "", "b1", "s1"}, unsure},
		"in another container":     {9, 100, machine{"harbour", "aa", "b2", "s9"}, unsure},
		"boot unsaid":              {9, 100, machine{"harbour", "aa", "", "s1"}, unsure},
	} {
		o := Owner{Pid: c.pid, Start: c.start, machine: c.on}
		if got := o.fate(here, began); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	nowhere := here
	nowhere.ID = ""
	if got := (Owner{Pid: 9, machine: nowhere}).fate(nowhere, began); got != unsure {
		t.Errorf("two machines without IDs are one: %v", got)
	}
}

// The file of a lock says who has it, in lines that anybody reads, and is understood again.
func TestOwnerText(t *testing.T) {
	o := Owner{7, 100, "casefile", time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC),
		machine{"harbour", "aa", "b2", "s1"}}
	want := "pid 7\nstart 100\nprogram casefile\nsince 2026-03-06T17:40:12Z\nhost harbour\n" +
		"machine aa\nboot b2\nspace s1\n"
	if got := string(o.text()); got != want {
		t.Errorf("%q", got)
	}
	if got, ok := ownerOf(want); !ok || got != o {
		t.Errorf("understood as %v %v", got, ok)
	}
	if got := o.Words(); got != "process 7 (casefile) on harbour has held it since 2026-03-06 "+
		"17:40:12Z" {
		t.Error(got)
	}
	for _, text := range []string{"", "pid\n", "pid x\n", "pid -3\n", "pid 0\n", "\x00\x00"} {
		if o, ok := ownerOf(text); ok {
			t.Errorf("%q names %v", text, o)
		}
	}
	forged, _ := ownerOf("pid 7\nprogram a\x1b[2J b\nhost " + strings.Repeat("h", 500) + "\n")
	if forged.Program != "a[2Jb" || len(forged.Host) != 100 {
		t.Errorf("a forged text is shown as %q", forged.Words())
	}
}

// A process that waits learns the holder of the lock: when a person ends the wait, when its time is
// over, and when one holder keeps the lock for too long. A holder that has not written its name is
// reported as such.
func TestLockNamesItsHolder(t *testing.T) {
	r := initRepo(t, InitOptions{Bare: true})
	unlock, err := r.Lock(context.Background(), "sync")
	must(t, err)
	path := filepath.Join(r.CommonDir(), "casefile", "sync.lock")
	me := ownerNow().Program
	for name, c := range map[string]struct {
		wait func() (context.Context, func())
		is   error
	}{
		"Ctrl-C": {func() (context.Context, func()) {
			ctx, stop := context.WithCancel(context.Background())
			time.AfterFunc(20*time.Millisecond, stop)
			return ctx, stop
		}, context.Canceled},
		"a deadline": {func() (context.Context, func()) {
			return context.WithTimeout(context.Background(), 20*time.Millisecond)
		}, context.DeadlineExceeded},
	} {
		ctx, stop := c.wait()
		began := time.Now()
		_, err := r.Lock(ctx, "sync")
		locked, ok := errors.AsType[*LockedError](err)
		stop()
		if !ok || !errors.Is(err, c.is) || !errors.Is(err, ErrLocked) || locked.Path != path ||
			!strings.Contains(locked.Why, me) || time.Since(began) > 2*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(began))
		}
	}
	_, err = awaitFlock(context.Background(),
		lockWait{path: path, patience: 300 * time.Millisecond})
	if !errors.Is(err, ErrLocked) || errors.Is(err, context.Canceled) {
		t.Errorf("one holder for too long: %v", err)
	}
	unlock()
	if data, err := os.ReadFile(path); err != nil || len(data) > 0 {
		t.Errorf("a lock that nobody holds names %q, %v", data, err)
	}
	again, err := r.Lock(context.Background(), "sync")
	must(t, err)
	again()
}

// The time to wait begins again with each holder.
func TestWaitingBehindMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	w := lockWait{path: path, patience: time.Minute}
	now := time.Now()
	ctx := context.Background()
	for i, holder := range []string{"", "pid 7\n", "pid 8\n", "pid 9\n"} {
		must(t, os.WriteFile(path, []byte(holder), 0o600))
		if err := w.enough(ctx, now.Add(time.Duration(i)*50*time.Second)); err != nil {
			t.Errorf("behind %q: %v", holder, err)
		}
	}
	if err := w.enough(ctx, now.Add(200*time.Second)); err != nil {
		t.Errorf("50 seconds behind one: %v", err)
	}
	if err := w.enough(ctx, now.Add(211*time.Second)); !errors.Is(err, ErrLocked) {
		t.Errorf("61 seconds behind one: %v", err)
	}
}

// A person hears once, after two seconds, that a command waits. The holder may have changed by
// then.
func TestWaitingIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	var heard []string
	told := &waitNotice{tell: func(lock, why string) { heard = append(heard, lock+": "+why) }}
	now := time.Now()
	for _, begins := range []time.Duration{0, time.Hour} { // two locks of one command
		w := lockWait{path: path, patience: time.Minute, notice: told}
		for _, after := range []time.Duration{0, 1900, 2000, 2100} {
			holder := fmt.Sprintf("pid 7\nprogram git%d\n", after)
			must(t, os.WriteFile(path, []byte(holder), 0o600))
			must(t, w.enough(context.Background(), now.Add(begins+after*time.Millisecond)))
		}
	}
	if want := path + ": process 7 (git2000) holds it"; len(heard) != 1 || heard[0] != want {
		t.Errorf("heard %q, want %q", heard, want)
	}
	w := lockWait{path: path, patience: time.Minute} // and nobody is there to hear
	must(t, w.enough(context.Background(), now))
	must(t, w.enough(context.Background(), now.Add(3*time.Second)))
}

// On a file system without locks the file of an owner is the lock: it keeps others out while
// the owner may live, and is taken over once it can't.
func TestClaim(t *testing.T) {
	other := machine{"quay", "cc", "b2", "s1"}
	for name, c := range map[string]struct {
		known  bool
		f      fate
		silent time.Duration
		held   bool
	}{
		"lives":                        {true, lives, 0, true},
		"lives, and was stopped":       {true, lives, time.Hour, true},
		"has ended":                    {true, ended, 0, false},
		"elsewhere":                    {true, unsure, 9 * time.Minute, true},
		"elsewhere, silent":            {true, unsure, 11 * time.Minute, false},
		"has not said who it is":       {false, unsure, time.Second, true},
		"has never said who it is":     {false, unsure, time.Minute, false},
		"by a clock that was set back": {true, unsure, -time.Hour, true},
	} {
		why := claimHeld(Owner{Pid: 7, machine: other}, c.known, c.f, c.silent)
		if (why != "") != c.held {
			t.Errorf("%s: %q", name, why)
		}
	}
	ctx := context.Background()
	lock := filepath.Join(t.TempDir(), "join.lock")
	release, err := awaitClaim(ctx, lockWait{path: claimFile(lock), patience: time.Minute})
	must(t, err)
	if _, err := awaitClaim(ctx,
		lockWait{path: claimFile(lock), patience: 200 * time.Millisecond}); !errors.Is(err,
		ErrLocked) {
		t.Errorf("two hold the lock: %v", err)
	}
	release()
	// A process of this machine that has ended; 1<<22 is the largest number of one.
	dead := ownerNow()
	dead.Pid = 1<<22 + 7
	must(t, os.WriteFile(claimFile(lock), dead.text(), 0o600))
	if dead.ID == "" || dead.Boot == "" {
		t.Skip("this machine has no ID by which it is known again")
	}
	again, err := awaitClaim(ctx, lockWait{path: claimFile(lock), patience: time.Second})
	must(t, err)
	again()
	if _, err := os.Lstat(claimFile(lock)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is left: %v", err)
	}
}

// A process that was killed while it dropped a dead claim keeps nobody out for long.
func TestDropClaimAfterAKill(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "join.lock")
	dead := ownerNow()
	dead.Pid = 1<<22 + 7
	if dead.ID == "" || dead.Boot == "" {
		t.Skip("this machine has no ID by which it is known again")
	}
	claim, turn := claimFile(lock), claimFile(lock)+".dropping"
	must(t, os.WriteFile(claim, dead.text(), 0o600))
	must(t, os.WriteFile(turn, nil, 0o600))
	if dropClaim(claim) || !fileIsThere(claim) {
		t.Error("dropped while another process drops it")
	}
	old := time.Now().Add(-claimUnsaid - time.Second)
	must(t, os.Chtimes(turn, old, old))
	if dropClaim(claim) { // the turn goes first
		t.Error("dropped in the same look")
	}
	if !dropClaim(claim) || fileIsThere(claim) || fileIsThere(turn) {
		t.Errorf("claim there %v, turn there %v", fileIsThere(claim), fileIsThere(turn))
	}
}

// One at a time holds a lock of a file system without locks, also where all find a dead one.
func TestClaimKeepsApart(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "join.lock")
	dead := ownerNow()
	dead.Pid = 1<<22 + 7
	if dead.ID == "" || dead.Boot == "" {
		t.Skip("this machine has no ID by which it is known again")
	}
	must(t, os.WriteFile(claimFile(lock), dead.text(), 0o600))
	inside, done := make(chan int, 1), make(chan error)
	inside <- 0
	for range 6 {
		go func() {
			release, err := awaitClaim(context.Background(),
				lockWait{path: claimFile(lock), patience: time.Minute})
			if err == nil {
				select {
				case n := <-inside:
					time.Sleep(5 * time.Millisecond)
					inside <- n + 1
				default:
					err = errors.New("two hold the lock")
				}
				release()
			}
			done <- err
		}()
	}
	for range 6 {
		must(t, <-done)
	}
}
