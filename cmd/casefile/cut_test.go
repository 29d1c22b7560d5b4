package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCuts cuts everything off, as a loss of power does, right before and right after each step by
// which a deed moves refs. Such a step is a rename or a removal of a ref, of packed-refs, or of the
// files with intended moves, pending purges and pushed moves. In a copy the program and its git
// take these steps, on the server git and the hooks. Each cut begins from a stage of one story. A
// reader then sees the state before or after the deed, and the next commands go on.
// CASEFILE_CUTS=all cuts at all deeds. Without it the cuts come right after the steps of a grant in
// a copy, and right after those by which git takes the same grant in on the server.
func TestCuts(t *testing.T) {
	t.Parallel()
	tr := newTracer(t)
	deeds := deedsToCut(t)
	f := newFaults(t, tr, rand.New(rand.NewPCG(17, 5)), deeds)
	for _, d := range deeds {
		f.cutEach(d)
	}
	for _, what := range slices.Sorted(maps.Keys(f.tally)) {
		t.Logf("%4d × %s", f.tally[what], what)
	}
	if cuts := f.tally["cuts"]; cuts == 0 || 4*f.tally[missed] > cuts {
		t.Errorf("of %d steps too many were not reached", cuts)
	}
}

// cutsAll reports whether all is cut that can be, and not a sample.
func cutsAll() bool { return os.Getenv("CASEFILE_CUTS") == "all" }

// deedsToCut returns the deeds that move refs, each as it is done and as it is sent. CASEFILE_DEEDS
// chooses some of them by a regular expression.
func deedsToCut(t *testing.T) (out []deedForGood) {
	t.Helper()
	some := os.Getenv("CASEFILE_DEEDS")
	if !cutsAll() {
		some = `^grant(, sent)?$`
	}
	wanted, err := regexp.Compile(some)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deedsAtFaults() {
		for _, d := range []deedForGood{d, d.sent()} {
			sync := strings.HasPrefix(d.name, "sync") && !strings.HasSuffix(d.name, sentAfter)
			if (d.op != "" || sync) && wanted.MatchString(d.name) {
				out = append(out, d)
			}
		}
	}
	return out
}

// sent returns the sync that sends a deed.
func (d deedForGood) sent() deedForGood {
	does := d.does
	d.does = func(v *vault) (string, []string) {
		stdin, args := does(v)
		v.saw(v.must(d.who, stdin, args...))
		return "", []string{"casefile", "sync"}
	}
	d.name, d.again = d.name+sentAfter, nil
	return d
}

// sentAfter ends the name of a deed of sent.
const sentAfter = ", sent"

// cutEach cuts at each step of a deed.
func (f *faults) cutEach(d deedForGood) {
	f.t.Helper()
	a := f.ready(d)
	before := f.countsBefore(d)
	if strings.HasSuffix(d.name, sentAfter) && f.git(d.who, "log", lastSeen+"..main") == "" {
		return // it was sent as it was done
	}
	if said := f.run(nil, a); said.code != 0 {
		f.t.Fatalf("%s: exit code %d\n%s%s", d.name, said.code, said.out, said.errs)
	}
	for _, what := range f.tracer.undurable() {
		f.t.Errorf("%s: a loss of power may leave nothing in it: %s", d.name, what)
	}
	last := "" // the step that the last change of a file was
	for _, p := range f.tracer.calls(f.dir) {
		if p.step = stepOf(p); p.failed {
			p.step = ""
		}
		after := last != ""
		if last = p.step; p.step == "" || !inSample(a, p) && !cutsAll() {
			continue
		}
		if cutsAll() && !after { // else the cut right after the step before was the same
			p.fault = notDone
			f.cutAt(d, p, before)
		}
		p.fault = power
		f.cutAt(d, p, before)
	}
}

// inSample reports whether a step is cut always: all of a command, and of a sync those by which git
// moves the server's refs.
func inSample(a attempt, p point) bool {
	return a.args[1] != "sync" || p.command == "git receive-pack"
}

// serverMakes reports whether a process of a server makes a step.
func serverMakes(p point) bool {
	return p.command == "git receive-pack" || p.command == "casefile hook"
}

// notDone is power just before the call: it is answered, and does not happen.
const notDone = "error=EIO:" + power

// mostTries is the number of tries for one step. Parallel steps have not always the same numbers:
// Go makes a call now in one of its threads, now in another, and strace counts by thread.
const mostTries = 8

// cutAt cuts at one step.
func (f *faults) cutAt(d deedForGood, p point, before counts) {
	f.t.Helper()
	inGo := strings.HasPrefix(p.command, "casefile")
	if inGo && !strings.HasSuffix(p.step, "due/…") { // which has another name each time
		p.at = p.file
	}
	for try := range mostTries {
		if inGo {
			p.when = try%(mostTries/2) + 1
		}
		a := f.ready(d)
		a.what, a.before = fmt.Sprintf("%s: %s: %v", d.name, p.step, p), before
		said := f.run(&p, a)
		if !said.cut || f.tracer.cutStep() != p.step || !f.couldGo(p) {
			continue
		}
		f.tally["cuts"]++
		f.tally[fmt.Sprintf("%s: %s in %s", d.name, p.step, p.command)]++
		f.apart(d.name, func() {
			f.readAsOne(a)
			f.othersFirst(a, p)
			f.mended(a, p, said)
		})
		return
	}
	f.tally[missed]++
	f.t.Logf("not reached: %s: %s: %v", d.name, p.step, p)
}

// missed is the count of steps that no try reached.
const missed = "not reached in any try"

// apart looks at one cut, which ends none of the others.
func (f *faults) apart(name string, looks func()) {
	whole := f.t
	defer func() { f.t = whole }()
	whole.Run(name, func(t *testing.T) {
		f.t = t
		looks()
	})
}

// couldGo returns false if a removal was prevented of a file that was not there.
func (f *faults) couldGo(p point) bool {
	if p.kind != "unlink" || p.fault != notDone || !filepath.IsAbs(p.at) {
		return true
	}
	_, err := os.Lstat(p.at)
	return err == nil
}

// readAsOne checks that a reader finds no fault, whatever was cut, except one that the deed sets
// right.
func (f *faults) readAsOne(a attempt) {
	f.t.Helper()
	for _, where := range f.lookedAt(a) {
		if where == "" {
			continue
		}
		if said, code := f.verifyFaults(where); said != "" &&
			!f.rightly(a.deedForGood, where, code) {
			f.t.Errorf("%s: verify by %s: %s", a.what, where, said)
		}
	}
}

// othersFirst lets another member record and send after a server was cut off, before the first
// member comes back. It does nothing where it would change the count of notes.
func (f *faults) othersFirst(a attempt, p point) {
	f.t.Helper()
	if !serverMakes(p) || a.stage != "opened" || a.op == "add" {
		return
	}
	f.agesLocks()
	f.record(f.other(a))
	f.works(a, f.other(a), "casefile", "sync")
}

// stepOf names a step that moves a ref, or a file beside the refs; "" is any other call.
func stepOf(p point) string {
	file := stepFile().FindString(p.file)
	if file == "" || p.kind != "rename" && p.kind != "unlink" || path.Ext(p.file) == ".lock" {
		return ""
	}
	return p.kind + " " + keyRefs().ReplaceAllString(file, "$1/…")
}

// stepFile returns a file that says what main and the shards are, or what they will be.
func stepFile() *regexp.Regexp {
	return regexp.MustCompile(`\b(refs/.*|packed-refs|casefile/(intent|owed/.*|due/.*))$`)
}

// keyRefs returns the names of shards and of notes, which are others each time.
func keyRefs() *regexp.Regexp { return regexp.MustCompile(`(keys|owed|due|kept)/.*`) }
