package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/pattern"
)

// TestKilled ends the program with SIGKILL at random moments, alone and with
// its whole process group (as a loss of power would), while it records, endorses
// and syncs. What it reported as recorded is there, nothing is there twice, the
// repository is sound, and the next command works. Where git was killed too, it
// may name a lock file of git's instead, and works once that is removed; and the
// work tree, which nothing is read from, may need doctor. CASEFILE_KILLS sets how
// many; without it, each deed is killed once, in a way of chance.
func TestKilled(t *testing.T) {
	kills := len(killed)
	if n := os.Getenv("CASEFILE_KILLS"); n != "" {
		if _, err := fmt.Sscan(n, &kills); err != nil {
			t.Fatalf("CASEFILE_KILLS=%s: %v", n, err)
		}
	}
	t.Parallel()
	seed := seedFrom(t, "CASEFILE_SEED")
	k := newKiller(t, rand.New(rand.NewPCG(seed, 0)))
	for i := range kills {
		k.round = i
		k.strike(killed[i%len(killed)], k.random.IntN(2) == 1)
	}
	k.end()
	if len(k.endorsed) == 0 {
		t.Error("nothing was endorsed")
	}
	for _, what := range slices.Sorted(maps.Keys(k.tally)) {
		t.Logf("%4d × %s", k.tally[what], what)
	}
}

// killed are the deeds that the program is killed at; each is made ready by
// other commands first.
var killed = []struct {
	name  string
	who   string
	ready func(k *killer) (stdin string, args []string)
}{
	{"add", "asha", func(k *killer) (string, []string) { return k.note("asha") }},
	{"endorse", "mina", (*killer).readyToEndorse},
	{"sync", "asha", func(k *killer) (string, []string) {
		k.record("asha")
		return "", []string{"casefile", "sync"}
	}},
	{"sync with a replay", "asha", func(k *killer) (string, []string) {
		k.record("mina")
		k.must("mina", "", "casefile", "sync")
		k.record("asha")
		k.record("asha")
		return "", []string{"casefile", "sync"}
	}},
}

type killer struct {
	*branches
	random   *rand.Rand
	round    int
	notes    int
	folder   string                   // the case
	recorded []string                 // CASE/ENTRY, as reported
	endorsed []string                 // ENTRY, as reported
	usual    map[string]time.Duration // what a deed takes when it is not killed
	tally    map[string]int
	grouped  bool // git itself was killed before, perhaps in the middle of a checkout
	last     int  // the process that was killed, and its group
}

func newKiller(t *testing.T, random *rand.Rand) *killer {
	t.Helper()
	k := &killer{branches: newBranches(t, 3), random: random, usual: map[string]time.Duration{},
		tally: map[string]int{}}
	k.folder = openedLine().FindStringSubmatch(k.must("asha", k.text("profile.md", nil), "casefile",
		"open", "-F", "-"))[1]
	k.settle()
	for _, deed := range killed {
		stdin, args := deed.ready(k)
		begin := time.Now()
		k.saw(k.must(deed.who, stdin, args...))
		k.usual[deed.name] = time.Since(begin)
	}
	return k
}

func (k *killer) note(who string) (stdin string, args []string) {
	k.notes++
	text := fmt.Sprintf("---\nkind: note\nheadline: Note %d of %s\n"+
		"sources: [{who: mother, how: telephone}]\n---\n", k.notes, who)
	return text, []string{"casefile", "note", k.folder, "-F", "-"}
}

// record records a note, undisturbed.
func (k *killer) record(who string) {
	k.t.Helper()
	stdin, args := k.note(who)
	if saved := k.saw(k.must(who, stdin, args...)); len(saved) != 1 {
		k.t.Fatalf("%s recorded %v", who, saved)
	}
}

func (k *killer) saw(stdout string) []string {
	saved := savedIn(stdout)
	k.recorded = append(k.recorded, saved...)
	for _, m := range endorsedLine().FindAllStringSubmatch(stdout, -1) {
		k.endorsed = append(k.endorsed, strings.ReplaceAll(m[1], "-", ""))
	}
	return saved
}

// endorsedLine matches the answer of endorse.
var endorsedLine = pattern.Of(`(?m)^\w{4}-\w{4}/(\w{4}-\w{4})  endorsed, line$`)

func (k *killer) readyToEndorse() (stdin string, args []string) {
	k.record("asha")
	k.must("asha", "", "casefile", "sync")
	k.must("mina", "", "casefile", "sync")
	return "", []string{"casefile", "endorse", k.recorded[len(k.recorded)-1]}
}

// settle syncs until all copies are the same.
func (k *killer) settle() {
	k.t.Helper()
	for _, id := range []string{"asha", "mina", "judith", "mina", "asha"} {
		k.must(id, "", "casefile", "sync")
	}
}

// strike kills one deed, and looks at what is left.
func (k *killer) strike(deed struct {
	name  string
	who   string
	ready func(k *killer) (stdin string, args []string)
}, group bool) {
	k.t.Helper()
	stdin, args := deed.ready(k)
	wait := time.Duration(k.random.Int64N(int64(k.usual[deed.name]) * 5 / 4))
	how := map[bool]string{false: "alone", true: "with its group"}[group]
	stdout, ended := k.kill(deed.who, stdin, wait, group, args...)
	k.saw(stdout)
	k.tally[deed.name+", killed "+how+map[bool]string{true: ": was done by then"}[ended]]++
	what := fmt.Sprintf("round %d: %s, killed %s after %v", k.round, deed.name, how, wait)
	k.next(what, deed.who, group)
	k.there(what, deed.who)
}

// kill runs a command and kills it, its group with it where that is asked for.
// What it printed went to a file, so that nothing is lost on the way.
func (k *killer) kill(who, stdin string, wait time.Duration, group bool, args ...string) (
	stdout string, ended bool,
) {
	k.t.Helper()
	said, err := os.Create(filepath.Join(k.dir, "said"))
	if err != nil {
		k.t.Fatal(err)
	}
	defer said.Close()
	cmd := k.command(who, stdin, args...)
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = said, nil, ownGroup()
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.last = cmd.Process.Pid
	time.Sleep(wait)
	if err := kill(cmd.Process.Pid, group); err != nil {
		k.t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		k.t.Fatal(err)
	}
	text, err := os.ReadFile(said.Name())
	if err != nil {
		k.t.Fatal(err)
	}
	return string(text), cmd.ProcessState.Exited()
}

// next wants the next commands to work: one that records, and a sync.
func (k *killer) next(what, who string, group bool) {
	k.t.Helper()
	k.grouped = k.grouped || group
	stdin, note := k.note(who)
	for _, args := range [][]string{note, {"casefile", "sync"}} {
		for tries := 0; ; tries++ {
			out, errs, code := k.try(who, stdin, args...)
			k.saw(out)
			behind := strings.Contains(errs, "work tree was not updated")
			if code == 0 && !behind {
				break
			}
			unlocked := k.unlock(errs)
			if code == 0 && k.grouped {
				k.tally["the work tree was left behind"]++
				break
			}
			if !group || tries == 5 || !unlocked {
				k.t.Fatalf("%s: then %v: exit code %d\n%s%s", what, args, code, out, errs)
			}
			k.tally["a lock of git's had to be removed"]++
		}
	}
}

// unlock does what a person has to do where git itself was killed in the middle
// of moving a ref or of a checkout: what stands in the way is named.
func (k *killer) unlock(said string) bool {
	k.t.Helper()
	removed := false
	for _, m := range lockNamed().FindAllStringSubmatch(said, -1) {
		path := m[1]
		if !filepath.IsAbs(path) {
			path = filepath.Join(k.server, path)
		}
		removed = os.Remove(path) == nil || removed
	}
	return removed
}

// lockNamed is a lock file as git and casefile name them.
var lockNamed = pattern.Of(`([\w./-]+\.lock)\b`)

// untilStill waits for the git processes of a program that was killed alone. A reader that makes
// several calls of git would otherwise see the repository half before and half after. It waits no
// longer than git could take: if nobody collects dead processes, they seem to run.
func (k *killer) untilStill() {
	end := time.Now().Add(5 * time.Second)
	for groupRuns(k.last) && time.Now().Before(end) {
		time.Sleep(5 * time.Millisecond)
	}
}

// there looks at a copy that has just synced. It wants everything there that was reported as
// recorded, and a sound copy.
func (k *killer) there(what, who string) {
	k.t.Helper()
	found := k.entryIDs(who)
	for _, entry := range k.recorded {
		if found[entry] != 1 {
			k.t.Fatalf("%s: %s is there %d times", what, entry, found[entry])
		}
	}
	k.git(who, "fsck", "--strict", "--no-dangling")
}

// end wants all of it everywhere, once.
func (k *killer) end() {
	k.t.Helper()
	k.settle()
	for _, id := range []string{"", "asha", "mina", "judith"} {
		found := k.entryIDs(id)
		for _, entry := range k.recorded {
			if found[entry] != 1 {
				k.t.Errorf("%q has %s %d times", id, entry, found[entry])
			}
		}
		if got, want := k.refsOf(id), k.refsOf(""); got != want {
			k.t.Errorf("%q has the refs\n%s\nand the server\n%s", id, got, want)
		}
		messages := k.git(id, "log", "--format=%B", "main")
		for _, entry := range k.endorsed {
			if n := strings.Count(messages, "Casefile-Endorses: "+entry+" "); n != 1 {
				k.t.Errorf("%q has %d endorsements of %s", id, n, entry)
			}
		}
		k.sound(id)
		if id != "" {
			k.nothingWaits(id)
		}
	}
}
