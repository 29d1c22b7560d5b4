package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gitThatKills is put before git on PATH. It kills the program that calls it, before or after a
// call. The file at has the number of that call, or a word for each call of that command. Those are
// the moments between two steps of git's, which a random kill seldom meets.
const gitThatKills = `#!/bin/sh
echo "$*" >>"$FAULT/calls"
n=$(wc -l <"$FAULT/calls")
at() {
	read -r when what <"$FAULT/at" || :
	case " $* " in *" $what "*) what=$((n)) ;; esac
	test "$when $what" = "$moment $((n))"
}
moment=before
if at "$@"; then kill -9 $PPID; exit 1; fi
"$FAULT/git" "$@"
code=$?
moment=after
if at "$@"; then kill -9 $PPID; fi
exit $code
`

// faulty is an agency whose git kills the program on demand.
type faulty struct {
	*killer
	fault string // the folder of the wrapper, its count and its aim
}

func newFaulty(k *killer) *faulty {
	t := k.t
	t.Helper()
	f := &faulty{killer: k}
	f.fault = filepath.Join(f.dir, "fault")
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(f.fault, "path"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, filepath.Join(f.fault, "git")); err != nil {
		t.Fatal(err)
	}
	f.write(filepath.Join("path", "git"), gitThatKills)
	return f
}

func (f *faulty) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.fault, name), []byte(text), 0o700); err != nil {
		f.t.Fatal(err)
	}
}

// calls runs a command that git kills at a call ("before 7"; "" is never), and
// counts the calls.
func (f *faulty) calls(at, who, stdin string, args ...string) (stdout string, calls int) {
	f.t.Helper()
	f.write("at", at)
	f.write("calls", "")
	cmd := f.command(who, stdin, args...)
	cmd.Env = append(cmd.Env, "FAULT="+f.fault)
	for i, kv := range cmd.Env {
		if path, ok := strings.CutPrefix(kv, "PATH="); ok {
			cmd.Env[i] = "PATH=" + filepath.Join(f.fault, "path") + string(os.PathListSeparator) +
				path
		}
	}
	var out strings.Builder
	cmd.Stdout, cmd.SysProcAttr = &out, ownGroup()
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	f.last = cmd.Process.Pid
	_ = cmd.Wait() // killed, mostly
	f.untilStill()
	if at != "" && cmd.ProcessState.Exited() {
		f.tally["not killed, for want of calls"]++
	} else if at != "" {
		f.tally["killed"]++
	}
	text, err := os.ReadFile(filepath.Join(f.fault, "calls"))
	if err != nil {
		f.t.Fatal(err)
	}
	return out.String(), strings.Count(string(text), "\n")
}

// moments returns the calls of a deed to die before or after: all of them where CASEFILE_KILLS is
// set, else some.
func (f *faulty) moments(calls, some int) []string {
	var all []string
	for n := range calls {
		all = append(all, fmt.Sprintf("before %d", n+1), fmt.Sprintf("after %d", n+1))
	}
	if os.Getenv("CASEFILE_KILLS") != "" {
		return all
	}
	f.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(some, len(all))]
}

// TestKilledBetweenSteps kills the program between its calls of git. No git
// process is hurt, so the next command must work without help.
func TestKilledBetweenSteps(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(seedFrom(t, "CASEFILE_SEED"), 1))))
	for _, deed := range killed {
		stdin, args := deed.ready(f.killer)
		out, calls := f.calls("", deed.who, stdin, args...)
		f.saw(out)
		for _, at := range f.moments(calls, 1) {
			stdin, args := deed.ready(f.killer)
			out, _ := f.calls(at, deed.who, stdin, args...)
			f.saw(out)
			what := fmt.Sprintf("%s, killed %s of %d calls", deed.name, at, calls)
			f.next(what, deed.who, false)
			f.there(what, deed.who)
		}
	}
	f.end()
	f.tell()
}

// tell says how often the program was killed, which is not never.
func (f *faulty) tell() {
	f.t.Helper()
	f.t.Logf("%v", f.tally)
	if f.tally["killed"] == 0 {
		f.t.Error("git has killed nothing")
	}
}

// TestKilledInConflict kills the program while it puts aside work that can't be replayed. At any
// moment the text is there once: as a draft, with its commit on a ref. Main is the same as
// everybody's.
func TestKilledInConflict(t *testing.T) {
	t.Parallel()
	f := newFaulty(newKiller(t, rand.New(rand.NewPCG(seedFrom(t, "CASEFILE_SEED"), 2))))
	calls := f.conflictKilled("")
	for _, at := range f.moments(calls, 2) {
		f.conflictKilled(at)
	}
	f.end()
	f.tell()
}

// conflictKilled lets Mina take Judith away from the case while Judith records,
// and kills Judith's sync.
func (f *faulty) conflictKilled(at string) (calls int) {
	f.t.Helper()
	f.must("mina", "", "casefile", "readers", f.folder, "revoke", "judith")
	f.must("mina", "", "casefile", "sync")
	stdin, args := f.note("judith")
	entry := savedIn(f.must("judith", stdin, args...))[0]
	said, calls := f.calls(at, "judith", "", "casefile", "sync")
	for range 2 {
		out, errs, code := f.try("judith", "", "casefile", "sync")
		if said += out; code != 0 && code != 23 {
			f.t.Fatalf("killed %s: then sync: exit code %d\n%s", at, code, errs)
		}
	}
	if !strings.Contains(said, "  conflict: ") {
		f.t.Errorf("killed %s: no sync has named the conflict: %q", at, said)
	}
	f.aside(at, entry)
	f.must("mina", "", "casefile", "readers", f.folder, "grant", "judith")
	f.settle()
	return calls
}

// aside wants an entry to be off main, its commit on a ref and its text in one
// draft, which it takes away.
func (f *faulty) aside(at, entry string) {
	f.t.Helper()
	if n := f.entryIDs("judith")[entry]; n != 0 {
		f.t.Errorf("killed %s: main has %s %d times", at, entry, n)
	}
	found := false
	for _, commit := range strings.Fields(f.git("judith", "for-each-ref", "--format=%(objectname)",
		"refs/casefile/conflicts")) {
		for _, has := range entriesIn(f.git("judith", "cat-file", "commit", commit)) {
			found = found || has == entry
		}
	}
	if !found {
		f.t.Errorf("killed %s: no ref keeps the commit of %s", at, entry)
	}
	var said struct{ Drafts []struct{ ID string } }
	if err := json.Unmarshal([]byte(f.must("judith", "", "casefile", "draft", "--json")),
		&said); err != nil {
		f.t.Fatal(err)
	}
	if len(said.Drafts) != 1 {
		f.t.Fatalf("killed %s: there are %d drafts", at, len(said.Drafts))
	}
	mark := fmt.Sprintf("Note %d of judith", f.notes)
	if text := f.must("judith", "", "casefile", "draft", "show",
		said.Drafts[0].ID); !strings.Contains(text, mark) {
		f.t.Errorf("killed %s: the draft is\n%s", at, text)
	}
	f.must("judith", "", "casefile", "draft", "discard", said.Drafts[0].ID)
}
