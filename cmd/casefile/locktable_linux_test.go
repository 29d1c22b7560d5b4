package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// lockRow is one lock that is in the way of one command.
type lockRow struct {
	does   string // the command: see lockDeeds
	server bool   // the lock is on the server, else in the copy of the member who does it
	lock   string // below the repository's folder; SHARD stands for that of the command's case
	state  string // stale: two hours old and free; fresh: made now; held: a process has it
}

func (r lockRow) String() string {
	where := "copy"
	if r.server {
		where = "server"
	}
	return fmt.Sprintf("%s, %s in the %s is %s", r.does, r.lock, where, r.state)
}

// lockDeed is a command, and the locks that keep it out while a process holds them.
type lockDeed struct {
	who, op string
	about   func(v *vault) string
	does    func(v *vault) (stdin string, args []string)
	copy    []string // in the copy: exit code 11, and nothing is recorded
	server  []string // on the server: exit code 11, and the next sync sends
}

const (
	headLock, mainLock = "HEAD.lock", "refs/heads/main.lock"
	shardLock          = "refs/casefile/keys/SHARD.lock"
	incomingLock       = "refs/casefile/incoming/main.lock"
	verifiedLock       = "refs/casefile/verified.lock"
	lastLock           = "refs/casefile/remote/main.lock"
	ownOutbox, ownSync = "casefile/outbox.lock", "casefile/sync.lock"
)

// lockDeeds returns the commands of the table. What reads needs no lock; what records moves main,
// and git writes the log of HEAD too; grant moves a shard before; a sync here brings a commit in,
// and sends one; all of them note what was judged. A concern that is recorded has done its duty
// whether it goes or not, and says whom to ring where it did not.
func lockDeeds() map[string]lockDeed {
	stands := func(v *vault) string { return v.stands }
	plain := func(words ...string) func(*vault) (string, []string) {
		return func(*vault) (string, []string) { return "", append([]string{"casefile"}, words...) }
	}
	return map[string]lockDeed{
		"list":   {who: "asha", about: stands, does: plain("list")},
		"verify": {who: "asha", about: stands, does: plain("verify")},
		"doctor": {who: "asha", about: stands, does: plain("doctor", "--no-key")},
		"note": {who: "asha", op: "add", about: stands,
			does: func(v *vault) (string, []string) {
				return noteOf(7), []string{"casefile", "note", v.stands, "-F", "-"}
			},
			copy: []string{headLock, mainLock, verifiedLock, ownOutbox}},
		"concern": {who: "asha", op: "intake", about: stands,
			does: func(v *vault) (string, []string) { return v.concern() },
			copy: []string{headLock, mainLock, verifiedLock, ownOutbox}},
		"grant": {who: "asha", op: "grant", about: stands,
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "readers", v.stands, "grant", "omar"}
			},
			copy: []string{headLock, mainLock, shardLock, verifiedLock, ownOutbox}},
		"sync": {who: "asha", about: stands, does: plain("sync"),
			copy: []string{headLock, mainLock, incomingLock, verifiedLock, lastLock, ownSync,
				ownOutbox},
			server: []string{headLock, mainLock}},
		"dispose": {who: "judith", op: "dispose", about: func(v *vault) string { return v.doomed },
			does: func(v *vault) (string, []string) {
				return "", surely(v.doomed, "dispose", v.doomed)
			},
			copy: []string{headLock, mainLock, shardLock, incomingLock, verifiedLock, lastLock,
				ownSync, ownOutbox},
			server: []string{headLock, mainLock, shardLock}},
	}
}

// lockTable returns the whole of it.
func lockTable() (all []lockRow) {
	git := []string{headLock, mainLock, shardLock, "packed-refs.lock", "config.lock",
		"objects/maintenance.lock", "gc.pid", "shallow.lock", verifiedLock}
	copies := append(slices.Clone(git), "index.lock", incomingLock, lastLock, ownOutbox, ownSync)
	for _, does := range slices.Sorted(maps.Keys(lockDeeds())) {
		for _, state := range []string{"stale", "fresh", "held"} {
			for _, lock := range copies {
				all = append(all, lockRow{does, false, lock, state})
			}
			for _, lock := range git {
				all = append(all, lockRow{does, true, lock, state})
			}
		}
	}
	return all
}

// TestLockTable puts each kind of lock in the way of each kind of command. A free lock stops
// nobody. A held lock is reported with its file and its holder, exit code 11, and then nothing was
// recorded. A command that needs no such lock does not ask. When the lock is gone, the same command
// does its work once, and everything in the copy and on the server is still there. CASEFILE_LOCKS
// sets how many rows are drawn; the default is a few.
func TestLockTable(t *testing.T) {
	rows, seed := 20, uint64(17)
	if n := os.Getenv("CASEFILE_LOCKS"); n != "" {
		if _, err := fmt.Sscan(n, &rows); err != nil {
			t.Fatalf("CASEFILE_LOCKS=%s: %v", n, err)
		}
		seed = seedFrom(t, "CASEFILE_SEED")
	}
	t.Parallel()
	random := rand.New(rand.NewPCG(seed, 5))
	v := newVault(t, random, map[string]bool{"endorsed": true})
	v.back("endorsed")
	v.folder = v.stands
	v.record("mina")
	v.must("mina", "", "casefile", "sync")
	v.record("asha")
	v.must("asha", "", "casefile", "doctor", "--backed-up")
	all := lockTable()
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = mixed(all)
	var work sync.WaitGroup
	room := make(chan bool, 12) // most of the time is spent waiting
	for _, row := range all[:min(rows, len(all))] {
		dir := t.TempDir()
		work.Go(func() {
			room <- true
			defer func() { <-room }()
			v.elsewhere(dir).inTheWay(row)
		})
	}
	work.Wait()
	t.Logf("%d rows of %d, seed %d", min(rows, len(all)), len(all), seed)
}

// mixed begins with rows that keep a command out, and others, in turn. Locks of casefile's own
// come last: they are waited for a minute.
func mixed(rows []lockRow) []lockRow {
	var out, others, late []lockRow
	for _, r := range rows {
		switch {
		case r.keepsOut() && strings.HasPrefix(r.lock, "casefile/"):
			late = append(late, r)
		case r.keepsOut():
			out = append(out, r)
		default:
			others = append(others, r)
		}
	}
	var all []lockRow
	for len(out) > 0 && len(others) > 0 {
		all = append(all, out[0], others[0])
		out, others = out[1:], others[1:]
	}
	return slices.Concat(all, out, others, late)
}

// keepsOut reports whether the command needs what the lock guards, and a process holds it.
func (r lockRow) keepsOut() bool {
	d := lockDeeds()[r.does]
	needs := d.copy
	if r.server {
		needs = d.server
	}
	return r.state == "held" && slices.Contains(needs, r.lock)
}

// elsewhere returns the same agency in a folder of its own.
func (v *vault) elsewhere(dir string) *vault {
	v.t.Helper()
	v.copyAll(v.dir+"/.", dir)
	copies, faults, kills, other := *v.branches, *v.faulty, *v.killer, *v
	copies.dir, copies.server = dir, filepath.Join(dir, "server.git")
	kills.branches, kills.recorded = &copies, slices.Clone(v.recorded)
	faults.killer = &kills
	other.faulty = &faults
	for _, who := range copies.folders {
		other.git(who, "remote", "set-url", "origin", copies.server)
	}
	return &other
}

// inTheWay does one row.
func (v *vault) inTheWay(r lockRow) {
	d := lockDeeds()[r.does]
	path := v.lockPath(r, d)
	release := v.makeLock(path, r.state)
	stdin, args := d.does(v)
	before, begin := v.lockCounts(d), time.Now()
	out, errs, code := v.try(d.who, stdin, args...)
	took := time.Since(begin)
	release()
	if r.does == "concern" {
		v.concernTold(r, out, errs, took)
	}
	held := r.keepsOut()
	if want := r.wants(held); code != want {
		v.t.Errorf("%v: exit code %d, want %d\n%s%s", r, code, want, out, errs)
	}
	if held && (!strings.Contains(errs, filepath.Base(path)) ||
		!strings.Contains(errs, "process ")) {
		v.t.Errorf("%v: neither file nor holder is told\n%s", r, errs)
	}
	if code != 0 && code != 20 && d.op != "" && !r.server && v.lockCounts(d).here > before.here {
		v.t.Errorf("%v: exit code %d, and it is recorded\n%s", r, code, errs)
	}
	v.afterLock(r, d, before, stdin, args, code)
}

// concernTold wants a concern to be sent, or to say whom to ring, within its half minute: the
// rest is for a machine that is busy.
func (v *vault) concernTold(r lockRow, out, errs string, took time.Duration) {
	told := strings.Contains(out, "\nsent ") || strings.Contains(errs, "ring the lead: Lena Okoye")
	if !told || took > 45*time.Second {
		v.t.Errorf("%v: after %.0f s\n%s%s", r, took.Seconds(), out, errs)
	}
}

// wants returns the exit code.
func (r lockRow) wants(held bool) int {
	switch {
	case held:
		return 11
	case r.does == "doctor" && r.lock == "index.lock":
		return 20 // the work tree can't be put right
	case r.does == "doctor" && r.state == "stale" && r.lock != "gc.pid" &&
		!strings.HasPrefix(r.lock, "casefile/"):
		return 20 // it names a free lock
	case r.does == "dispose" && r.state == "held" && (r.lock == "gc.pid" ||
		r.lock == "objects/maintenance.lock"):
		return 20 // git at work on the packs may write another copy: the purge stays pending
	}
	return 0
}

// afterLock wants the same command to do its work once when the lock has gone.
func (v *vault) afterLock(r lockRow, d lockDeed, before counts, stdin string, args []string,
	code int,
) {
	if code == 11 && !r.server { // else it is recorded, and the sync sends it
		if _, errs, again := v.try(d.who, stdin, args...); again != 0 {
			v.t.Errorf("%v: and again: exit code %d\n%s", r, again, errs)
		}
	}
	if _, errs, code := v.try(d.who, "", "casefile", "sync"); code != 0 {
		v.t.Errorf("%v: and sync: exit code %d\n%s", r, code, errs)
	}
	if d.op != "" {
		if n := v.times("", d.op) - before.server; n != d.times() {
			v.t.Errorf("%v: it is on the server %d times more, want %d", r, n, d.times())
		}
	}
	there := v.entryIDs("")
	for _, entry := range v.recorded {
		unsent := d.who != "asha" && entry == v.recorded[len(v.recorded)-1]
		if !unsent && there[entry] != 1 {
			v.t.Errorf("%v: %s is on the server %d times", r, entry, there[entry])
		}
	}
}

func (v *vault) lockCounts(d lockDeed) (c counts) {
	if d.op == "" {
		return c
	}
	return counts{here: v.times(d.who, d.op), server: v.times("", d.op)}
}

// times returns how often the operation comes to the server: a note of Asha's waits in her copy.
func (d lockDeed) times() int {
	if d.op == "add" {
		return 2
	}
	return 1
}

// lockPath returns the file of a row.
func (v *vault) lockPath(r lockRow, d lockDeed) string {
	home := filepath.Join(v.copy(d.who), ".git")
	if r.server {
		home = v.server
	}
	return filepath.Join(home, strings.ReplaceAll(r.lock, "SHARD", d.about(v)[:2]))
}

// makeLock makes a lock; release ends who holds it, and takes away what such a process would.
func (v *vault) makeLock(path, state string) (release func()) {
	v.t.Helper()
	text := ""
	if filepath.Base(path) == "gc.pid" {
		text = v.noteOfGC(state)
	}
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	f, openErr := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil || openErr != nil {
		v.t.Error(err, openErr)
		return func() {}
	}
	// A note that is older than the process in it is dead.
	if gc := filepath.Base(path) == "gc.pid"; state == "stale" || state == "held" && !gc {
		long := time.Now().Add(-2 * time.Hour)
		_ = os.Chtimes(path, long, long)
	}
	if state != "held" {
		f.Close()
		return func() {}
	}
	if filepath.Base(filepath.Dir(path)) == "casefile" && !strings.Contains(path, "/refs/") {
		me := fmt.Sprintf("pid %d\nprogram reader\n", os.Getpid())
		_, _ = f.WriteString(me)
		_ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		return func() { f.Close() }
	}
	return func() { f.Close(); os.Remove(path) }
}

// noteOfGC returns the content of gc's note: its process and its host.
func (v *vault) noteOfGC(state string) string {
	host, _ := os.Hostname()
	if state == "held" {
		return fmt.Sprintf("%d %s", os.Getpid(), host)
	}
	ended := exec.Command("true")
	_ = ended.Run()
	return fmt.Sprintf("%d %s", ended.Process.Pid, host)
}
