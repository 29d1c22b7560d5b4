package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/pattern"
)

// TestKilledForGood kills the program where it destroys keys for good, and where it repairs that.
// It kills at random moments, the program alone or its whole process group, and before or after any
// of its calls of git, those of the server's hooks included. Each kill begins from a stage of one
// story. It checks at once, and again when all is done. Every reader of a case opens all that is
// left of it in every copy. No key has gone that the record lists, on the server or in the copy
// itself. A key reported as erased is in no object. Then the next commands work and finish what was
// interrupted. When the command is given again, the deed is done once, and no object of any copy or
// of the server gives the destroyed texts. With strace, it also kills at single changes of files.
// CASEFILE_KILLS sets how many kills; the default is one.
func TestKilledForGood(t *testing.T) {
	kills := 1
	if n := os.Getenv("CASEFILE_KILLS"); n != "" {
		if _, err := fmt.Sscan(n, &kills); err != nil {
			t.Fatalf("CASEFILE_KILLS=%s: %v", n, err)
		}
	}
	t.Parallel()
	seed := seedFrom(t, "CASEFILE_SEED")
	random := rand.New(rand.NewPCG(seed, 3))
	order, ways := deedsForGood(), waysToDie()
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	random.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
	wanted := map[string]bool{}
	for i := range kills {
		wanted[order[i%len(order)].stage] = true
	}
	v := newVault(t, random, wanted)
	for i := range kills {
		v.round = i
		v.strikeForGood(order[i%len(order)], ways[i%len(ways)])
	}
	for _, what := range slices.Sorted(maps.Keys(v.tally)) {
		t.Logf("%4d × %s", v.tally[what], what)
	}
}

// waysToDie returns the ways in which the program is killed.
func waysToDie() []string {
	ways := []string{"alone", "with its group", "between calls"}
	if _, err := exec.LookPath("strace"); err == nil {
		ways = append(ways, "at a file")
	}
	return ways
}

// atFiles has strace kill a command, or a hook that it comes to, at one of the changes of files
// that casefile itself makes: git, which is written in C, makes them by other calls.
func (v *vault) atFiles(args []string) (traced []string, moment string) {
	call, n := "unlinkat", 1+v.random.IntN(5)
	if v.random.IntN(2) == 0 {
		call, n = "renameat", 1+v.random.IntN(16)
	}
	inject := fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, n)
	strace := []string{"strace", "-f", "-qq", "-o", filepath.Join(v.fault, "trace"),
		"-e", "trace=" + call, "-e", inject}
	return append(strace, args...), fmt.Sprintf("%s %d", call, n)
}

// deedForGood is a deed at which the program is killed.
type deedForGood struct {
	name, who string
	stage     string // of the story, at which it is done
	does      func(v *vault) (stdin string, args []string)
	op        string         // the operation that it records, if one
	again     *regexp.Regexp // what it says where it was done already
	late      bool           // it is done when nothing can be undone any more
}

// deedsForGood lists them in the order of the story.
func deedsForGood() []deedForGood {
	said := regexp.MustCompile
	sync := []string{"casefile", "sync"}
	return []deedForGood{
		{name: "close", who: "asha", stage: "opened", does: (*vault).closes, op: "close",
			again: said("is closing")},
		{name: "ask for a disposal", who: "judith", stage: "opened", op: "dispose-request",
			again: said("lacks the endorsement"),
			does: func(v *vault) (string, []string) {
				return textOfDisposal, surely(v.doomed, "dispose", v.doomed, "-F", "-")
			}},
		{name: "ask for an erasure", who: "asha", stage: "opened", op: "erase-request",
			again: said("still waits"),
			does: func(v *vault) (string, []string) {
				erase := slices.Concat([]string{"erase"}, v.going, []string{"-F", "-"})
				return textOfErasure, surely(v.wronged, erase...)
			}},
		{name: "rekey", who: "asha", stage: "new identity", op: "rekey",
			does: func(v *vault) (string, []string) {
				old := filepath.Join(v.dir, "home", "asha", "old.txt")
				return "", []string{"casefile", "rekey", "--old-identity", old}
			}},
		{name: "doctor --fix", who: "asha", stage: "accident",
			does: func(*vault) (string, []string) {
				return "", []string{"casefile", "doctor", "--fix"}
			}},
		{name: "endorse a disposal", who: "mina", stage: "asked", op: "endorse",
			again: said("you have endorsed"),
			does:  func(v *vault) (string, []string) { return v.endorses(v.doomed) }},
		{name: "endorse an erasure", who: "judith", stage: "asked", op: "endorse",
			again: said("you have endorsed"),
			does:  func(v *vault) (string, []string) { return v.endorses(v.wronged) }},
		{name: "destroy", who: "judith", stage: "endorsed", op: "dispose",
			again: said("is destroyed already"),
			does: func(v *vault) (string, []string) {
				return "", surely(v.doomed, "dispose", v.doomed)
			}},
		{name: "erase", who: "asha", stage: "endorsed", op: "reseal",
			again: said("no erasure waits"),
			does: func(v *vault) (string, []string) {
				return "", surely(v.wronged, "erase", v.wronged, "--finish")
			}},
		{name: "sync that looks and drops", who: "mina", stage: "done",
			does: func(*vault) (string, []string) { return "", sync }},
		{name: "sync that sends, and the server strikes", who: "asha", stage: "done", late: true,
			does: func(v *vault) (string, []string) { v.record("asha"); return "", sync }},
		{name: "list on the server strikes", who: "judith", stage: "done", late: true,
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "-C", v.server, "list"}
			}},
		{name: "repair", who: "judith", stage: "exchanged", op: "reseal",
			again: said("nothing of .* can be set right|you sealed the case last time"),
			does: func(v *vault) (string, []string) {
				return "", surely(v.wronged, "erase", v.wronged, "--repair")
			}},
	}
}

// surely returns a command that must be confirmed by the ID of its case.
func surely(id string, args ...string) []string {
	return slices.Concat([]string{"casefile"}, args, []string{"--confirm", id})
}

// closes returns the command that closes the case that stands by.
func (v *vault) closes() (string, []string) {
	return v.closure(), []string{"casefile", "close", v.stands, "-F", "-"}
}

// endorses returns the command that endorses what waits in a case.
func (v *vault) endorses(id string) (string, []string) {
	v.t.Helper()
	pending := pendingLine().FindStringSubmatch(string(v.known.docket("", id)))
	if pending == nil {
		v.t.Fatalf("nothing waits in %s", id)
	}
	return "", []string{"casefile", "endorse", id + "/" + pending[1]}
}

var pendingLine = pattern.Of(`(?m)^pending: (\w{8})$`)

// begin makes everything as it is before a deed.
func (v *vault) begin(d deedForGood) (stdin string, args []string) {
	v.t.Helper()
	v.back(d.stage)
	v.folder = v.wronged
	if d.late {
		v.dates = afterUndo()
	}
	return d.does(v)
}

// measure does a deed undisturbed, to learn how long it takes and how often it calls git.
func (v *vault) measure(d deedForGood) {
	v.t.Helper()
	stdin, args := v.begin(d)
	begin := time.Now()
	v.try(d.who, stdin, args...)
	v.usual[d.name] = time.Since(begin)
	stdin, args = v.begin(d)
	_, v.steps[d.name] = v.calls("", d.who, stdin, args...)
}

// dies kills a deed in one of the ways, and says which moment that was.
func (v *vault) dies(d deedForGood, way, stdin string, args []string) (out, moment string) {
	v.t.Helper()
	switch way {
	case "between calls":
		side := []string{"before", "after"}[v.random.IntN(2)]
		at := fmt.Sprintf("%s %d", side, 1+v.random.IntN(v.steps[d.name]))
		out, _ = v.calls(at, d.who, stdin, args...)
		return out, at + " of its calls"
	case "at a file":
		traced, moment := v.atFiles(args)
		out, _, code := v.try(d.who, stdin, traced...)
		v.tally[fmt.Sprintf("exit code %d of those killed at a file", code)]++
		return out, moment
	}
	v.grouped = way == "with its group"
	wait := time.Duration(v.random.Int64N(int64(v.usual[d.name])))
	out, ended := v.kill(d.who, stdin, wait, v.grouped, args...)
	v.untilStill()
	if ended {
		v.tally["of these done by then"]++
	}
	return out, "after " + wait.String()
}

// strikeForGood kills one deed, looks, and brings all to its end.
func (v *vault) strikeForGood(d deedForGood, way string) {
	v.t.Helper()
	if v.usual[d.name] == 0 {
		v.measure(d)
	}
	stdin, args := v.begin(d)
	before := v.times("", d.op)
	had := map[string]secrets{}
	for _, where := range v.places() {
		had[where] = v.known.anybody(v.known.sealed(where))
	}
	out, moment := v.dies(d, way, stdin, args)
	v.tally[d.name+", killed "+way]++
	v.saw(out)
	what := fmt.Sprintf("round %d: %s, killed %s, %s", v.round, d.name, way, moment)
	v.holds(what, d, had)
	v.erased(what, d.who, out)
	v.goOn(what, d, d.who, "", "casefile", "list")
	if d.op != "" && v.timesAt(d.who, lastSeen, d.op) > before {
		v.finished(what, d.who, had[d.who])
	}
	v.goOn(what, d, d.who, "", "casefile", "sync")
	v.holds(what, d, had)
	stdin, args = d.does(v)
	v.goOn(what, d, d.who, stdin, args...)
	v.goOn(what, d, "asha", "", "casefile", "sync")
	v.record("asha") // so that the server's hooks run again
	for _, who := range []string{"asha", "mina", "judith", "mina", "asha"} {
		v.goOn(what, d, who, "", "casefile", "sync")
	}
	v.holds(what, d, had)
	if got := v.times("", d.op) - before; d.op != "" && got != 1 {
		v.t.Fatalf("%s: it is recorded %d times", what, got)
	}
	v.ended(what, d, had)
}

// holds wants no reader and no copy to have lost a key that it should have: of those that
// each had, those may go that the server's record does not list any more, nor their own. The
// server keeps for some days what an erasure took off the record.
func (v *vault) holds(what string, d deedForGood, had map[string]secrets) {
	v.t.Helper()
	server := v.known.allListed("")
	for _, where := range v.places() {
		v.known.readable(what, where)
		lost := had[where].without(v.known.anybody(v.known.sealed(where)))
		kept := maps.Clone(server)
		maps.Copy(kept, v.known.allListed(where))
		if where == "" && !d.late {
			lost = lost.without(v.known.anybody(v.known.undo()))
			kept = v.old[v.wronged]
		}
		if early := len(lost) - len(lost.without(kept)); early > 0 {
			v.t.Fatalf("%s: %d keys went too early from the copy %q", what, early, where)
		}
	}
}

// lastSeen is the tip that the remote was last known to have.
const lastSeen = "refs/casefile/remote/main"

// finished looks at a copy that has taken keys off the record itself, and knows that the remote has
// that. It wants none of these keys there any more: the next command, whichever it was, has
// finished the work.
func (v *vault) finished(what, who string, had secrets) {
	v.t.Helper()
	gone := had.without(v.known.allListedAt(who, lastSeen))
	if has := v.known.anybody(v.known.sealed(who)); len(gone.without(has)) < len(gone) {
		v.t.Fatalf("%s: the next command has not finished the purge in the copy %q", what, who)
	}
}

// reported matches the answer about cases whose keys were erased.
var reported = pattern.Of(
	`(?m)^(\w{4}-\w{4}(?: \w{4}-\w{4})*)  erased from this copy: [1-9]`)

// erased wants what a command reported as erased from its copy to be in none of its objects.
func (v *vault) erased(what, who, out string) {
	v.t.Helper()
	for _, m := range reported().FindAllStringSubmatch(out, -1) {
		has := v.known.anybody(v.known.sealed(who))
		for _, id := range strings.Fields(m[1]) {
			if old := v.old[id]; len(old.without(has)) < len(old) {
				v.t.Fatalf("%s: %s has a key of %s that it reported as erased", what, who, id)
			}
		}
	}
}

// goOn wants a command to work, or to say that it was done already.
func (v *vault) goOn(what string, d deedForGood, who, stdin string, args ...string) {
	v.t.Helper()
	for tries := 0; ; tries++ {
		out, errs, code := v.try(who, stdin, args...)
		v.saw(out)
		v.erased(what, who, out)
		done := d.again != nil && d.again.MatchString(errs)
		if code == 0 || done || v.rightly(d, who, code) {
			return
		}
		if unlocked := v.unlock(errs); !v.grouped || tries == 5 || !unlocked {
			v.t.Fatalf("%s: then %s: %v: exit code %d\n%s%s", what, who, args, code, out, errs)
		}
		v.tally["a lock of git's had to be removed"]++
	}
}

// rightly reports whether a copy rightly refuses what the deed sets right: what an erasure left
// there is not what was recorded, the new identity opens nothing yet, main is somebody's own.
func (v *vault) rightly(d deedForGood, who string, code int) bool {
	switch d.stage {
	case "exchanged":
		return (code == 20 || code == 21) && v.timesAt(who, lastSeen, "reseal") < 2
	case "new identity":
		return code == 12 && v.times(who, "rekey") == 0
	case "damaged":
		head, _ := os.ReadFile(filepath.Join(v.copy(who), ".git", "HEAD"))
		return code == 13 && string(head) == notGits
	case "accident":
		return code == 21 && v.git(who, "log", "-1", "--format=%s", "main") == "mine"
	}
	return false
}

// ended wants all copies to be the same and sound, to have all that was recorded once, and
// none of the keys that nothing lists any more.
func (v *vault) ended(what string, d deedForGood, had map[string]secrets) {
	v.t.Helper()
	listed := v.known.allListed("")
	for _, where := range v.places() {
		if got, want := v.refsOf(where), v.refsOf(""); got != want {
			v.t.Fatalf("%s: %q has the refs\n%s\nand the server\n%s", what, where, got, want)
		}
		v.git(where, "fsck", "--strict", "--no-dangling")
		has := v.known.anybody(v.known.sealed(where))
		for _, of := range v.places() {
			if gone := had[of].without(listed); len(gone.without(has)) < len(gone) {
				v.t.Fatalf("%s: the copy %q still gives a key that nothing lists any more", what,
					where)
			}
		}
		v.onceEach(what, where)
		if where != "" {
			v.mustVerify(what, where)
		}
	}
	if d.late && len(v.known.undo()) > 0 {
		v.t.Fatalf("%s: the server still keeps keys whose time is past", what)
	}
	stray := v.git("asha", "log", "--format=%s", "--glob=refs/casefile/stray", "--not", "main")
	if d.stage == "accident" && stray != "mine" {
		v.t.Fatalf("%s: no ref keeps the commit that stood on main", what)
	}
}

// onceEach checks that everything reported as recorded is there once, except what was erased.
func (v *vault) onceEach(what, where string) {
	v.t.Helper()
	found, resealed := v.entryIDs(where), v.times(where, "reseal") > 0
	for _, entry := range v.recorded {
		want := 1
		if resealed && slices.Contains(v.going, entry) {
			want = 0
		}
		if found[entry] != want {
			v.t.Fatalf("%s: %q has %s %d times", what, where, entry, found[entry])
		}
	}
}

// mustVerify checks that verify finds no fault, with the keys of a member.
func (v *vault) mustVerify(what, who string) {
	v.t.Helper()
	if said, _ := v.verifyFaults(who); said != "" {
		v.t.Fatalf("%s: verify by %s: %s", what, who, said)
	}
}

// verifyFaults returns verify's answer where it finds a fault, or fails; else "".
func (v *vault) verifyFaults(who string) (said string, code int) {
	v.t.Helper()
	out, errs, code := v.try(who, "", "casefile", "verify")
	if code != 0 && code != 20 || !strings.Contains(out, ": 0 faults") {
		said = fmt.Sprintf("exit code %d\n%s%s", code, out, errs)
	}
	return said, code
}
