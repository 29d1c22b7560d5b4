package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFaults lets one system call fail that changes a file, of one process of a command: the
// program itself, a git that it starts, or one on the server. Or the process dies at it, or all
// of them are cut off just after it. Each fault begins from a stage of one story. What was
// reported as recorded is there; what failed and was recorded all the same says so; the same
// command given again brings it to its end and doubles nothing; then the histories are good and
// the repositories sound.
// CASEFILE_FAULTS sets how many points; without it there are some, always the same.
func TestFaults(t *testing.T) {
	points, seed := 60, uint64(17)
	if n := os.Getenv("CASEFILE_FAULTS"); n != "" {
		if _, err := fmt.Sscan(n, &points); err != nil {
			t.Fatalf("CASEFILE_FAULTS=%s: %v", n, err)
		}
		seed = seedFrom(t, "CASEFILE_SEED")
	}
	t.Parallel()
	tr := newTracer(t)
	deeds := chosenDeeds(t)
	f := newFaults(t, tr, rand.New(rand.NewPCG(seed, 4)), deeds)
	for i, d := range deeds {
		share := points*(i+1)/len(deeds) - points*i/len(deeds)
		if share > 0 {
			f.failing(d, share)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(f.tally)) {
		t.Logf("%4d × %s", f.tally[what], what)
	}
}

// chosenDeeds returns all of them, or those that CASEFILE_DEEDS names, as a regular expression.
func chosenDeeds(t *testing.T) []deedForGood {
	t.Helper()
	some, err := regexp.Compile(os.Getenv("CASEFILE_DEEDS"))
	if err != nil {
		t.Fatal(err)
	}
	unwanted := func(d deedForGood) bool { return !some.MatchString(d.name) }
	return slices.DeleteFunc(deedsAtFaults(), unwanted)
}

// faults is the agency of the vault, in which calls fail.
type faults struct {
	*vault
	tracer *tracer
	drawn  map[string]int  // by kind of call, and by fault
	clean  map[string]bool // files in which no word was found
}

func newFaults(t *testing.T, tr *tracer, random *rand.Rand, deeds []deedForGood) *faults {
	t.Helper()
	wanted := map[string]bool{}
	for _, d := range deeds {
		wanted[d.stage] = true
	}
	f := &faults{newVault(t, random, wanted), tr, map[string]int{}, map[string]bool{}}
	f.back("opened")
	if sheet := f.must("asha", "", "casefile", f.stands); !strings.Contains(sheet, secretWords[0]) {
		t.Fatalf("no text holds %q: the search for it could not fail\n%s", secretWords[0], sheet)
	}
	return f
}

// failing makes faults in one deed: as many as its share. What is recorded first gets other
// IDs each time, so that a call may be another one, or none.
func (f *faults) failing(d deedForGood, share int) {
	f.t.Helper()
	a := f.ready(d)
	a.before = f.countsBefore(d)
	all := f.watch(a, share)
	if len(all) == 0 {
		f.t.Fatalf("%s: no process changes a file: %q", d.name, f.tracer.processes())
	}
	for n, tries := 0, 0; n < share && tries < 4*share+4; tries++ {
		before := a.before
		a = f.ready(d)
		p := f.draw(all)
		a.what, a.before = fmt.Sprintf("%s: %v", d.name, p), before
		if f.fail(a, p) {
			n++
		}
	}
}

// watch does a deed undisturbed, and lists the calls in which faults can be made: for many
// faults all of them.
func (f *faults) watch(a attempt, share int) []point {
	f.t.Helper()
	list := f.tracer.calls
	words := f.tracer.watchAll()
	if share <= 3 {
		list, words = f.tracer.someCalls, nil
		f.tracer.watchSome(f.random)
	} else {
		f.tracer.takeAim("none none", "")
	}
	said := f.runs(nil, a, append(words, f.tracer.before(a.args)...))
	if said.code != 0 {
		f.t.Fatalf("%s: exit code %d\n%s%s", a.name, said.code, said.out, said.errs)
	}
	return list(f.dir)
}

// ready makes everything as it is before a deed.
func (f *faults) ready(d deedForGood) attempt {
	f.t.Helper()
	stdin, args := f.begin(d)
	f.aimHooks()
	if err := os.MkdirAll(filepath.Join(f.dir, "tmp"), 0o700); err != nil {
		f.t.Fatal(err)
	}
	return attempt{deedForGood: d, stdin: stdin, args: args}
}

// attempt is a deed as it is done from one stage, again and again.
type attempt struct {
	deedForGood
	what   string // the deed, and the fault
	stdin  string
	args   []string
	before counts
}

// answer is the answer of a command, and whether it could end by itself.
type answer struct {
	out, errs string
	code      int
	cut       bool
	stuck     bool // at a file that the tracer kept open
}

// aimHooks leads the server's hooks to the wrapper.
func (f *faults) aimHooks() {
	f.t.Helper()
	for _, name := range []string{"pre-receive", "post-receive"} {
		hook := filepath.Join(f.server, "hooks", name)
		text := "#!/bin/sh\n# casefile hook 1: \nexec casefile hook " + name + "\n"
		if err := os.WriteFile(hook, []byte(text), 0o700); err != nil {
			f.t.Fatal(err)
		}
	}
}

// shortCommand returns the command of a process, without its settings and paths.
func shortCommand(line string) string {
	words := strings.Fields(line)
	name := words[0]
	for i := 1; i < len(words); i++ {
		switch {
		case words[i] == "-c" || words[i] == "-C":
			i++
		case !strings.HasPrefix(words[i], "-"):
			return name + " " + filepath.Base(words[i])
		}
	}
	return name
}

// draw takes a call by chance, and a fault for it. What was drawn seldom comes first: a kind of
// call, then a command that makes it, so that the many writes leave room for the few renames.
func (f *faults) draw(all []point) point {
	of := func(name func(point) string) string {
		names := map[string]bool{}
		for _, p := range all {
			names[name(p)] = true
		}
		list := slices.Sorted(maps.Keys(names))
		f.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		least := slices.MinFunc(list, func(a, b string) int { return f.drawn[a] - f.drawn[b] })
		all = slices.DeleteFunc(slices.Clone(all), func(p point) bool { return name(p) != least })
		f.drawn[least]++
		return least
	}
	of(func(p point) string { return p.kind })
	of(func(p point) string { return p.kind + " in " + p.command })
	p := all[f.random.IntN(len(all))]
	ways := append(slices.Clone(faultsOf[p.kind]), dies, power)
	p.fault = ways[f.random.IntN(len(ways))]
	// strace lets no call happen that it answers itself: a pipe that stays open would be
	// waited for without end.
	lasts := strings.HasPrefix(p.fault, "error") && p.fault != "error=EINTR" && p.kind != "close"
	p.stays = lasts && f.random.IntN(2) == 0
	return p
}

// run runs a command with a fault in one of its processes, or with all of them watched.
func (f *faults) run(p *point, a attempt) answer {
	f.t.Helper()
	words := f.tracer.before(a.args)
	if p == nil {
		f.tracer.takeAim("none none", "")
		words = append(f.tracer.watchAll(), words...)
	} else {
		f.tracer.takeAim(p.aim, p.how())
	}
	return f.runs(p, a, words)
}

// runs runs a command as the tracer wants it.
func (f *faults) runs(p *point, a attempt, words []string) answer {
	f.t.Helper()
	cmd := f.command(a.who, a.stdin, words...)
	cmd.Env = append(f.tracer.env(cmd.Env), "CASEFILE_AGAIN=",
		"TMPDIR="+filepath.Join(f.dir, "tmp"))
	var o, e strings.Builder
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = &o, &e, ownGroup()
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	f.last = cmd.Process.Pid
	cut, stuck := f.ends(ended, p)
	f.untilStill()
	code := cmd.ProcessState.ExitCode()
	// Go itself ends a program that can't wake another thread of its own.
	died := code == -1 || strings.Contains(e.String(), "runtime: netpollBreak write failed")
	return answer{o.String(), e.String(), code, cut || died, stuck}
}

// ends waits for a command, and cuts all of it off where the fault is a loss of power. stuck says
// that it waited for a file to close: strace lets no close happen that it answers.
func (f *faults) ends(ended <-chan error, p *point) (cut, stuck bool) {
	f.t.Helper()
	if p != nil && p.cutsOff() {
		if f.tracer.awaitStop(ended) {
			return false, false
		}
		_ = kill(f.last, true)
		<-ended
		return true, false
	}
	for range 24 {
		select {
		case <-ended:
			return false, false
		case <-time.After(5 * time.Second):
		}
		if stuck = p.leavesOpen() && f.tracer.reached(); stuck {
			break
		}
	}
	_ = kill(f.last, true)
	<-ended
	if !stuck {
		f.t.Errorf("with %v it does not end", p)
	}
	return false, stuck
}

// counts are the numbers by which a deed is judged.
type counts struct {
	here, server int      // how often the operation is on main
	keys         secrets  // that the server lists
	drafts       []string // of the member who does it
}

func (f *faults) countsBefore(d deedForGood) counts {
	out := counts{keys: f.known.allListed(""), drafts: f.drafts(d.who)}
	if d.op != "" {
		out.here, out.server = f.timesOf(d.who, d.op), f.times("", d.op)
	}
	return out
}

// timesOf is times for a member who may have no copy.
func (f *faults) timesOf(who, op string) int {
	if _, err := os.Stat(f.copy(who)); err != nil {
		return 0
	}
	return f.times(who, op)
}

// fail makes one fault, and looks at what is left. It is false where the call was not reached.
func (f *faults) fail(a attempt, p point) bool {
	f.t.Helper()
	said := f.run(&p, a)
	if !f.tracer.reached() {
		f.tally["not reached"]++
		return false
	}
	// No disk fails so. Where each later write fails too, Go can't even say why the program ends
	// with its code 2; a refusal of the program's own ends with a line.
	mute := said.code == 2 && p.stays && !strings.Contains(said.errs, "casefile: ")
	if mute || said.stuck || strings.Contains(said.errs, "runtime: netpollBreak") {
		f.tally["at a call of Go's own, on no file"]++
		return false
	}
	f.tally["points"]++
	f.tally["at "+p.kind+": "+p.fault]++
	f.mended(a, p, said)
	return true
}

// mended looks at what a fault left, and wants the next commands to bring all to its end.
func (f *faults) mended(a attempt, p point, said answer) {
	f.t.Helper()
	f.saw(said.out)
	f.agesLocks()
	f.noWordIn(a)
	f.toldRight(a, said)
	f.keepsText(a, said)
	f.repeated(a, said.code)
	f.works(a, f.other(a), "casefile", "sync")
	f.sound(a, p)
	f.leavesNothing(a)
	f.clearsStrays(a)
}

// agesLocks makes git's locks and temporary files as old as they are when somebody comes back.
func (f *faults) agesLocks() {
	long := time.Now().Add(-2 * time.Hour)
	for _, path := range append(f.gitLocks(f.dir), f.strays()...) {
		if err := os.Chtimes(path, long, long); err != nil {
			f.t.Fatal(err)
		}
	}
}

// toldRight wants success where the deed was recorded, and failure where it was not; a failure
// after the act was recorded says so.
func (f *faults) toldRight(a attempt, said answer) {
	f.t.Helper()
	if a.op == "" || said.cut {
		return
	}
	done := f.times(a.who, a.op) - a.before.here
	switch {
	case done > 1 || done < 0:
		f.t.Errorf("%s: it is recorded %d times", a.what, done)
	case said.code == 0 && done == 0:
		f.t.Errorf("%s: exit code 0, and it is not recorded\n%s%s", a.what, said.out, said.errs)
	case said.code != 0 && done == 1 && !strings.Contains(said.errs, "recorded"):
		f.t.Errorf("%s: exit code %d, and it is recorded\n%s", a.what, said.code, said.errs)
	case said.code != 0 && done == 1:
		f.tally["recorded, and said so with another exit code"]++
	}
}

// repeated gives the same command again, syncs, and wants it all to be there once.
func (f *faults) repeated(a attempt, code int) {
	f.t.Helper()
	if code == 0 || f.random.IntN(2) == 0 { // else the same command is the next one
		f.works(a, a.who, "casefile", "list")
	}
	want := 1
	if code != 0 && f.again(a) {
		want = 2
	}
	f.synced(a)
	if a.op != "" {
		if n := f.times("", a.op) - a.before.server; n != want {
			f.t.Errorf("%s: done again, it is on the server %d times, want %d", a.what, n, want)
		}
	}
}

// sound wants whole repositories and good histories. git fsck is dear: it runs where the fault
// was at a file that git keeps.
func (f *faults) sound(a attempt, p point) {
	f.t.Helper()
	for _, where := range f.lookedAt(a) {
		if p.gits {
			f.git(where, "fsck", "--strict", "--no-dangling")
		}
		if where == a.who {
			f.mustVerify(a.what, where)
		}
	}
	f.onceEach(a.what, "")
	if a.name == "identity new" { // what is said to be there is whole
		f.works(a, a.who, "casefile", "identity", "card", "-o", filepath.Join(f.dir, "faye.card"))
	}
}

// again gives the same command a second time, after a sync if it asks for one. It returns true for
// a concern that is recorded twice then: a concern always gets in, and the answer says so.
func (f *faults) again(a attempt) (twice bool) {
	f.t.Helper()
	errs, code := f.onceMore(a.who, a.stdin, a.args...)
	if code != 0 && strings.Contains(errs, "hint: casefile sync") {
		f.synced(a)
		errs, code = f.onceMore(a.who, a.stdin, a.args...)
	}
	f.right(a, a.who, a.args, errs, code)
	return strings.Contains(errs, "note: the same words were recorded already")
}

// synced syncs.
func (f *faults) synced(a attempt) {
	f.t.Helper()
	f.works(a, a.who, "casefile", "sync")
}

// works wants a command to work, or to say that it was done before.
func (f *faults) works(a attempt, who string, args ...string) {
	f.t.Helper()
	errs, code := f.onceMore(who, "", args...)
	f.right(a, who, args, errs, code)
}

// onceMore runs a command that nothing disturbs.
func (f *faults) onceMore(who, stdin string, args ...string) (errs string, code int) {
	f.t.Helper()
	if _, err := os.Stat(f.copy(who)); err != nil && args[1] != "identity" {
		return "", 0 // who has no copy has only their own folder
	}
	out, errs, code := f.try(who, stdin, append([]string{"env", "CASEFILE_AGAIN="}, args...)...)
	f.saw(out)
	return errs, code
}

// right wants a command to have worked, or to have said that all was done before.
func (f *faults) right(a attempt, who string, args []string, errs string, code int) {
	f.t.Helper()
	done := a.deedForGood.again != nil && a.deedForGood.again.MatchString(errs)
	if code != 0 && !done && !f.rightly(a.deedForGood, who, code) {
		f.t.Errorf("%s: then %v: exit code %d\n%s", a.what, args, code, errs)
	}
}
