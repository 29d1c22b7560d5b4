//go:build unix

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
	"sync"
	"testing"
	"time"
)

// crowd are members who do nothing else than record and sync, each in a copy of their own, all
// with one server; some of their processes are killed, alone or with git and the server's hook.
type crowd struct {
	*branches
	folder string // the case
	kills  float64

	mu     sync.Mutex
	saved  map[string]bool            // CASE/ENTRY, as reported
	took   map[string][]time.Duration // by deed, what was not killed
	behind map[string][]int           // by deed, how many commits landed meanwhile
	tally  map[string]int
	wrong  []string
}

// TestLoad checks a server under load. Nothing reported is lost, nothing is there twice, the
// history is good, and nobody is overtaken by all the others again and again. Times say nothing on
// a busy machine, so it counts how many others came first. CASEFILE_LOAD=20x5m lets so many members
// work for so long, and prints how long they waited.
func TestLoad(t *testing.T) {
	t.Parallel()
	members, long := 4, time.Duration(0)
	if size := os.Getenv("CASEFILE_LOAD"); size != "" {
		many, duration, _ := strings.Cut(size, "x")
		var err error
		if long, err = time.ParseDuration(duration); err == nil {
			_, err = fmt.Sscan(many, &members)
		}
		if err != nil || members < 4 || members > 40 {
			t.Fatalf("CASEFILE_LOAD=%s: want MEMBERSxTIME, 4 to 40 members", size)
		}
	}
	seed := seedFrom(t, "CASEFILE_SEED")
	c := newCrowd(t, members)
	begin, before := time.Now(), c.landed()
	var all sync.WaitGroup
	for i, id := range c.folders {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		all.Go(func() {
			for n := 0; n < 3 && long == 0 || time.Since(begin) < long; n++ {
				c.work(id, n, random)
			}
		})
	}
	all.Wait()
	passed := time.Since(begin)
	t.Logf("%d members, %d commits landed in %.0f s", members, c.landed()-before, passed.Seconds())
	c.settle()
	c.tell()
	c.check()
	c.nobodyStarved(members)
}

// newCrowd has so many members who read one case; those beyond the staff are caseworkers.
func newCrowd(t *testing.T, members int) *crowd {
	t.Helper()
	c := &crowd{branches: newBranches(t, min(members, len(staff))), kills: 0.05,
		saved: map[string]bool{}, took: map[string][]time.Duration{}, behind: map[string][]int{},
		tally: map[string]int{}}
	for i := len(c.folders); i < members; i++ {
		id := fmt.Sprintf("worker-%d", i)
		c.hire(id, "Worker N"+fmt.Sprint(i))
		card := filepath.Join(c.dir, id+".card")
		c.must(id, "", "casefile", "identity", "card", "-o", card)
		c.must("judith", "", "casefile", "team", "add", card, "--roles", "caseworker",
			"--line-manager", "mina")
		c.folders = append(c.folders, id)
	}
	args := []string{"casefile", "open", "-F", "-", "--key-worker", "asha"}
	for _, id := range c.folders {
		if id != "judith" && id != "ben" {
			args = append(args, "--reader", id)
		}
	}
	out := c.must("judith", c.text("profile.md", nil), args...)
	c.folder = openedLine().FindStringSubmatch(out)[1]
	c.must("judith", "", "casefile", "sync")
	for _, id := range c.folders {
		if _, err := os.Stat(c.copy(id)); err != nil {
			c.must(id, "", "casefile", "clone", c.server, c.copy(id), "--trust", c.trust)
		}
		c.must(id, "", "casefile", "sync")
	}
	return c
}

// work does one round of a member.
func (c *crowd) work(id string, round int, random *rand.Rand) {
	mark := fmt.Sprintf("Mark-%s-%d.", id, round)
	switch x := random.IntN(10); {
	case id == "ben" || x == 0:
		text := strings.Replace(c.text("concern.md", nil), "Tobi came", mark+" He came", 1)
		c.deed(id, random, text, "concern", c.folder, "-F", "-")
		return
	case x == 1 && (id == "judith" || id == "mina"):
		verb := []string{"grant", "revoke"}[random.IntN(2)]
		c.deed(id, random, "", "readers", c.folder, verb, "lena")
	default:
		text := "---\nkind: note\nheadline: " + mark + "\nsources: [{who: mother, how: " +
			"telephone}]\n---\n"
		c.deed(id, random, text, "note", c.folder, "-F", "-")
	}
	c.deed(id, random, "", "sync")
}

// deed runs a command, and kills some.
func (c *crowd) deed(id string, random *rand.Rand, stdin string, args ...string) {
	c.mu.Lock()
	killed, group := random.Float64() < c.kills, random.IntN(2) == 0
	wait := time.Duration(random.IntN(900)) * time.Millisecond
	c.mu.Unlock()
	var out, errs strings.Builder
	cmd := c.command(id, stdin, append([]string{"casefile"}, args...)...)
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr, cmd.WaitDelay = &out, &errs, ownGroup(), 20*time.Second
	begin, before := time.Now(), c.landed()
	if err := cmd.Start(); err != nil {
		c.t.Error(err)
		return
	}
	if killed {
		stop := time.AfterFunc(wait, func() { _ = kill(cmd.Process.Pid, group) })
		defer stop.Stop()
	}
	err := cmd.Wait()
	took, passed := time.Since(begin), c.landed()-before
	exit, ok := errors.AsType[*exec.ExitError](err)
	if err != nil && !ok && !errors.Is(err, exec.ErrWaitDelay) {
		c.t.Error(err)
	} else if ok && !exit.Exited() {
		args = append([]string{args[0] + ", killed"}, args[1:]...)
	}
	c.saw(id, args, out.String(), errs.String(), cmd.ProcessState.ExitCode(), took, passed)
}

// saw notes what came of a deed.
func (c *crowd) saw(
	id string, args []string, out, errs string, code int, took time.Duration, passed int,
) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tally[fmt.Sprintf("%s, exit code %d", args[0], code)]++
	for _, entry := range savedIn(out) {
		c.saved[entry] = true
	}
	if strings.Contains(errs, "NOT SENT") {
		c.tally["concern, NOT SENT"]++
	}
	if code < 0 {
		return
	}
	c.took[args[0]] = append(c.took[args[0]], took)
	c.behind[args[0]] = append(c.behind[args[0]], passed)
	if code != 0 && args[0] != "readers" && (code != 23 || args[0] != "sync") {
		c.wrong = append(c.wrong,
			fmt.Sprintf("%s: %v: exit code %d: %s%s", id, args, code, out, errs))
	}
}

// landed counts the commits that the server has.
func (c *crowd) landed() int {
	n := 0
	out, _, _ := c.try("nobody", "", "git", "-C", c.server, "rev-list", "--count", "main")
	_, _ = fmt.Sscan(out, &n)
	return n
}

// settle syncs all copies until none has anything that another has not.
func (c *crowd) settle() {
	c.t.Helper()
	for range 2 {
		for _, id := range c.folders {
			if out, errs, code := c.try(id, "", "casefile", "sync"); code != 0 && code != 23 {
				c.t.Errorf("%s: a sync at the end: exit code %d: %s%s", id, code, out, errs)
			}
		}
	}
}

func (c *crowd) tell() {
	for _, what := range slices.Sorted(maps.Keys(c.tally)) {
		c.t.Logf("%4d × %s", c.tally[what], what)
	}
	for _, deed := range slices.Sorted(maps.Keys(c.took)) {
		took := slices.Sorted(slices.Values(c.took[deed]))
		at := func(part float64) float64 {
			return took[min(len(took)-1, int(part*float64(len(took))))].Seconds()
		}
		c.t.Logf("%-8s p50 %.2f s, p99 %.2f s, most %.2f s; others came first %d times at most",
			deed, at(0.5), at(0.99), at(1), slices.Max(c.behind[deed]))
	}
}

// check wants all that was reported to be everywhere once, and all copies to be the same.
func (c *crowd) check() {
	c.t.Helper()
	for _, w := range c.wrong {
		c.t.Error(w)
	}
	for _, id := range append([]string{""}, c.folders...) {
		there := c.entryIDs(id)
		for entry := range c.saved {
			if there[entry] != 1 {
				c.t.Errorf("%q has %s %d times", id, entry, there[entry])
			}
		}
		for entry, times := range there {
			if times != 1 {
				c.t.Errorf("%q has %s %d times", id, entry, times)
			}
		}
		if got, want := c.refsOf(id), c.refsOf(""); got != want {
			c.t.Errorf("%q has the refs\n%s\nand the server\n%s", id, got, want)
		}
	}
	for _, id := range []string{"", c.folders[0], c.folders[len(c.folders)-1]} {
		c.sound(id)
	}
	for entry, times := range c.entryMarks() {
		if times > 1 {
			c.t.Errorf("%q was recorded %d times", entry, times)
		}
	}
}

// entryMarks counts how often each text of a round is in the record.
func (c *crowd) entryMarks() map[string]int {
	c.t.Helper()
	marks := map[string]int{}
	out := c.must("judith", "", "casefile", "report", "chronology", c.folder, "--all",
		"--format", "csv")
	for line := range strings.Lines(out) {
		if _, mark, ok := strings.Cut(line, "Mark-"); ok {
			mark, _, _ = strings.Cut(mark, ".")
			marks[mark]++
		}
	}
	return marks
}

// nobodyStarved checks that each had their turn. With turns, everybody comes once or twice before a
// waiting member, and once more where the time of a killed process had to run out. Without turns,
// the losers of races would be overtaken far more often.
func (c *crowd) nobodyStarved(members int) {
	c.t.Helper()
	for _, deed := range []string{"sync", "concern"} {
		for _, n := range c.behind[deed] {
			if n > 6*members {
				c.t.Errorf("during one %s of %d members, %d commits of others landed", deed,
					members, n)
			}
		}
	}
}
