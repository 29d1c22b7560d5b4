package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"casefile/internal/pattern"
)

// TestTogether lets people work in copies of their own, all at the same time:
// each records entries and does the other deeds of their trade, while a second
// process in the same copy syncs again and again. CASEFILE_TOGETHER=8x50 sets
// how many copies, and how many entries of each.
func TestTogether(t *testing.T) {
	t.Parallel()
	copies, entries := 3, 6
	if size := os.Getenv("CASEFILE_TOGETHER"); size != "" {
		if _, err := fmt.Sscanf(size, "%dx%d", &copies, &entries); err != nil || copies < 3 ||
			copies > 1+len(staff) {
			t.Fatalf("CASEFILE_TOGETHER=%s: want COPIESxENTRIES, 3 to %d copies", size,
				1+len(staff))
		}
	}
	seed := seedFrom(t, "CASEFILE_SEED")
	d := newDay(t, copies)
	begin := time.Now()
	var all sync.WaitGroup
	for i, id := range d.folders {
		w := &worker{day: d, id: id, random: rand.New(rand.NewPCG(seed, uint64(i))), want: entries}
		all.Go(w.work)
	}
	all.Wait()
	worked := time.Since(begin)
	d.settle()
	t.Logf("%d copies, %d entries recorded: %.1f s of work, %.1f s until all had all", copies,
		len(d.recorded), worked.Seconds(), time.Since(begin).Seconds())
	d.tell()
	d.check(copies * entries)
}

// seedFrom makes a run repeatable: the seed is printed, and can be given.
func seedFrom(t *testing.T, name string) uint64 {
	seed := uint64(time.Now().UnixNano()) % 1_000_000
	if given := os.Getenv(name); given != "" {
		if _, err := fmt.Sscan(given, &seed); err != nil {
			t.Fatalf("%s=%s: %v", name, given, err)
		}
	}
	t.Logf("to repeat: %s=%d", name, seed)
	return seed
}

// day holds the things that the workers share.
type day struct {
	*branches
	cases   []string // that all except the contributor read
	closing string   // a case with nothing left open

	mu        sync.Mutex
	recorded  map[string]note  // CASE/ENTRY, as reported
	endorsed  map[string]bool  // MEMBER CASE/ENTRY, as reported
	conflicts map[string]clash // commit in conflict, as a sync reported
	wrong     []string
	tally     map[string]int // command and exit code
}

// note is the text of an entry: words that no other has, and whose it is.
type note struct{ member, mark string }

// clash is an operation that could not be done again.
type clash struct {
	member, op, ref, why string
	repeat               []string
}

func newDay(t *testing.T, copies int) *day {
	t.Helper()
	d := &day{branches: newBranches(t, copies), recorded: map[string]note{},
		endorsed: map[string]bool{}, conflicts: map[string]clash{}, tally: map[string]int{}}
	for range 3 {
		d.cases = append(d.cases, d.openCase())
	}
	d.closing = d.openCase()
	d.readyToClose()
	for _, id := range d.folders {
		d.must(id, "", "casefile", "sync")
	}
	return d
}

var openedLine = pattern.Of(`(?m)^(\w{4}-\w{4})  opened`)

// openCase opens a case of Asha's, which the caseworkers and managers who have
// a copy all read.
func (d *day) openCase() string {
	args := []string{"casefile", "open", "-F", "-", "--key-worker", "asha"}
	for _, id := range []string{"omar", "noor", "vera", "lena"} {
		args = append(args, "--reader", id)
	}
	m := openedLine().FindStringSubmatch(d.must("judith", d.text("profile.md", nil), args...))
	if m == nil {
		d.t.Fatal("no case was opened")
	}
	return m[1]
}

// readyToClose records what closing asks for.
func (d *day) readyToClose() {
	known := map[string]string{}
	for _, kind := range []string{"contact", "outcome", "intervention", "progress", "review"} {
		out := d.must("judith", d.today(d.text(kind+".md", known)), "casefile", kind, d.closing,
			"-F", "-")
		known[strings.ToUpper(kind)] = savedIn(out)[0]
	}
}

// today brings the texts' day up to the clock's, with no hour.
func (d *day) today(text string) string {
	return regexp.MustCompile(`2026-03-06(T[0-9:+]*)?`).ReplaceAllString(text,
		time.Now().UTC().Format("2006-01-02"))
}

// ran notes what a command of a member did, and what it reported as recorded.
func (d *day) ran(member, mark, stdout, stderr string, code int, args []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tally[fmt.Sprintf("%s, exit code %d", args[1], code)]++
	for _, entry := range savedIn(stdout) {
		if _, twice := d.recorded[entry]; twice {
			d.wrong = append(d.wrong, entry+" was reported twice")
		}
		d.recorded[entry] = note{member, mark}
	}
	if args[1] == "sync" && code == 23 && d.synced(member, stdout) == 0 {
		d.tally["  of which others were faster, again and again"]++
	}
	if !slices.Contains(allowed[args[1]], code) && !slices.Contains(allowed[""], code) {
		d.wrong = append(d.wrong,
			fmt.Sprintf("%s: %v: exit code %d: %s%s", member, args, code, stdout, stderr))
	}
}

// allowed exit codes: a state that somebody else has changed is no failure of
// this machine. Every command may find that it has no right, or that the
// case is not in this copy yet.
var allowed = map[string][]int{"": {0, 22, 24}, "sync": {23}, "endorse": {1}, "close": {1},
	"accept": {1}, "readers": {1}, "hold": {1}}

// synced notes the conflicts that a sync names.
func (d *day) synced(member, stdout string) int {
	var said struct {
		Conflicts []struct {
			Op, Commit, Ref, Why string
			Repeat               []string
		}
	}
	if err := json.Unmarshal([]byte(stdout), &said); err != nil {
		d.wrong = append(d.wrong, "sync said "+stdout)
	}
	for _, c := range said.Conflicts {
		if _, twice := d.conflicts[c.Commit]; twice {
			d.wrong = append(d.wrong, "two syncs found the same conflict: "+stdout)
		}
		d.conflicts[c.Commit] = clash{member, c.Op, c.Ref, c.Why, c.Repeat}
	}
	return len(said.Conflicts)
}

// settle syncs all copies until none has anything that another has not.
func (d *day) settle() {
	d.t.Helper()
	for range 2 {
		for _, id := range d.folders {
			args := []string{"casefile", "sync", "--json"}
			out, errs, code := d.try(id, "", args...)
			before := len(d.conflicts)
			if d.ran(id, "", out, errs, code, args); code == 23 && len(d.conflicts) == before {
				d.t.Errorf("%s: a sync that nobody disturbed: %s", id, out)
			}
		}
	}
}

func (d *day) tell() {
	for _, what := range slices.Sorted(maps.Keys(d.tally)) {
		d.t.Logf("%4d × %s", d.tally[what], what)
	}
	for commit, c := range d.conflicts {
		d.t.Logf("conflict: %s by %s: %.12s: %s", c.op, c.member, commit, c.why)
	}
}
