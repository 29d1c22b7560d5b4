package main

import (
	"errors"
	"fmt"
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

// processThatFails stands before git, before what git starts on a server, and before the
// program in the hooks. It lists the processes of one command, and runs one of them under strace:
// of those that have a word in their command line, the one whose number is in the file aim. Of
// all processes the numbers would differ, since some run side by side. Where the file each has
// numbers, those of all processes are only watched, each by itself.
const processThatFails = `#!/bin/sh
name=${0##*/}
echo "$$ $name $* " >>"$FAULT/calls"
if [ -s "$FAULT/each" ]; then
	echo >>"$FAULT/count"
	n=0
	while read -r _; do n=$((n+1)); done <"$FAULT/count"
	read -r at how <"$FAULT/each"
	case " $* " in
	*" update-ref "*|*" unpack-objects "*|*" index-pack "*|*" read-tree "*|*" update-index "*)
		how="--seccomp-bpf $how";;
	*) how="-b execve $how";;
	esac
	set -f
	case ",$at," in *",$n,"*)
		exec strace -f -qq -y -o "$FAULT/trace.$n" $how "$FAULT/real/$name" "$@";;
	esac
	exec "$FAULT/real/$name" "$@"
fi
read -r at word how <"$FAULT/aim"
case " $name $* " in
*" $word "*)
	if [ "$at" = "$(grep -cF " $word " "$FAULT/calls")" ]; then
		set -f
		exec strace -f -qq -y -o "$FAULT/trace" $how "$FAULT/real/$name" "$@"
	fi
	;;
esac
exec "$FAULT/real/$name" "$@"
`

// tracer runs commands with a fault in one of their processes.
type tracer struct {
	t   *testing.T
	dir string
}

// newTracer skips where strace may not do its work.
func newTracer(t *testing.T) *tracer {
	t.Helper()
	probe := exec.Command("strace", "-f", "-b", "execve", "-qq", "-y", "-o", os.DevNull,
		"-e", "inject=?rename:error=EIO:when=9", "true")
	if out, err := probe.CombinedOutput(); err != nil {
		t.Skipf("no fault is made: strace may not trace here, or is not installed: %v %s", err, out)
	}
	tr := &tracer{t, t.TempDir()}
	core, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	tr.standIn(strings.TrimSpace(string(core)))
	return tr
}

// standIn puts the wrapper before all that is to be traced. git looks for its own programs in
// a folder of which there is a copy then.
func (tr *tracer) standIn(core string) {
	tr.t.Helper()
	real, before := filepath.Join(tr.dir, "real"), filepath.Join(tr.dir, "before")
	wrapper := filepath.Join(tr.dir, "wrapper")
	err := errors.Join(os.MkdirAll(real, 0o700), os.MkdirAll(before, 0o700),
		os.WriteFile(wrapper, []byte(processThatFails), 0o700))
	list, listErr := os.ReadDir(core)
	err = errors.Join(err, listErr)
	wrapped := map[string]string{"git-receive-pack": filepath.Join(core, "git-receive-pack")}
	for _, name := range []string{"git", "casefile"} {
		path, lookErr := exec.LookPath(name)
		err, wrapped[name] = errors.Join(err, lookErr), path
	}
	for name, path := range wrapped {
		err = errors.Join(err, os.Symlink(path, filepath.Join(real, name)),
			os.Symlink(wrapper, filepath.Join(before, name)))
	}
	for _, e := range list {
		if wrapped[e.Name()] == "" {
			from := filepath.Join(core, e.Name())
			err = errors.Join(err, os.Symlink(from, filepath.Join(before, e.Name())))
		}
	}
	if err != nil {
		tr.t.Fatal(err)
	}
}

// before returns a command with the wrapper before it.
func (tr *tracer) before(args []string) []string {
	return append([]string{filepath.Join(tr.dir, "before", args[0])}, args[1:]...)
}

// env leads a command and all that it starts to the wrapper.
func (tr *tracer) env(env []string) []string {
	before := filepath.Join(tr.dir, "before")
	for i, kv := range env {
		if path, ok := strings.CutPrefix(kv, "PATH="); ok {
			env[i] = "PATH=" + before + string(os.PathListSeparator) + path
		}
	}
	return append(env, "FAULT="+tr.dir, "GIT_EXEC_PATH="+before)
}

// takeAim sets which process is traced next, and how.
func (tr *tracer) takeAim(aim, how string) {
	tr.t.Helper()
	old, err := filepath.Glob(tr.trace() + "*")
	for _, file := range old {
		err = errors.Join(err, os.Remove(file))
	}
	err = errors.Join(err, os.WriteFile(filepath.Join(tr.dir, "calls"), nil, 0o600),
		os.WriteFile(filepath.Join(tr.dir, "count"), nil, 0o600),
		os.WriteFile(filepath.Join(tr.dir, "each"), nil, 0o600),
		os.WriteFile(filepath.Join(tr.dir, "aim"), []byte(aim+" "+how+"\n"), 0o600))
	if err != nil {
		tr.t.Fatal(err)
	}
}

func (tr *tracer) trace() string { return filepath.Join(tr.dir, "trace") }

// traced returns strace's output; "" where it was not started.
func (tr *tracer) traced() string { return tr.read(tr.trace()) }

func (tr *tracer) read(trace string) string {
	text, err := os.ReadFile(trace)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		tr.t.Fatal(err)
	}
	return string(text)
}

// process is one that a command started: its number for the machine, and its command line.
type process struct{ id, line string }

// processes returns the processes of the last command, in the order in which they began.
func (tr *tracer) processes() (out []process) {
	tr.t.Helper()
	text, err := os.ReadFile(filepath.Join(tr.dir, "calls"))
	if err != nil {
		tr.t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\n"), "\n") {
		id, line, _ := strings.Cut(line, " ")
		out = append(out, process{id, line})
	}
	return out
}

// changing are the system calls that change files, by the kind that a fault is drawn from.
// strace passes over a name with ? before it where the machine has no such call.
var changing = map[string][]string{
	"write":    {"write", "pwrite64", "writev"},
	"fsync":    {"fsync", "fdatasync"},
	"rename":   {"rename", "renameat", "renameat2"},
	"unlink":   {"unlink", "unlinkat"},
	"link":     {"link", "linkat"},
	"create":   {"openat", "open"},
	"mkdir":    {"mkdir", "mkdirat"},
	"truncate": {"ftruncate"},
	"close":    {"close"},
}

// faultsOf lists the errors of each kind of call on a disk that is full, damaged, read-only or
// somebody else's. A write of nothing is the shortest of short writes.
var faultsOf = map[string][]string{
	"write":    {"error=ENOSPC", "error=EIO", "error=EINTR", "retval=0"},
	"fsync":    {"error=EIO", "error=ENOSPC", "error=EINTR"},
	"rename":   {"error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES"},
	"unlink":   {"error=EIO", "error=EROFS", "error=EACCES"},
	"link":     {"error=ENOSPC", "error=EIO", "error=EROFS"},
	"create":   {"error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES"},
	"mkdir":    {"error=ENOSPC", "error=EROFS", "error=EACCES"},
	"truncate": {"error=EIO"},
	"close":    {"error=EIO"},
}

// The two ways to be cut off: one process dies before the call, or all of them just after it,
// as when power is lost.
const (
	dies  = "signal=KILL"
	power = "signal=STOP"
)

// watchAll returns the command line by which strace watches every change of files, in all
// processes.
func (tr *tracer) watchAll() []string {
	return []string{"strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", tr.trace(),
		"-e", watched("?clone", "?clone3")}
}

// watched returns the calls that change files, the start of a program, and others.
func watched(others ...string) string {
	names := append([]string{"?execve"}, others...)
	for _, calls := range changing {
		for _, name := range calls {
			names = append(names, "?"+name)
		}
	}
	return "trace=" + strings.Join(names, ",")
}

// watchSome has some processes of a command looked at: the first, and by chance ever fewer of
// the others. A look at all of them takes three times as long as the command.
func (tr *tracer) watchSome(random *rand.Rand) {
	tr.t.Helper()
	var some []string
	for n := 1; n <= 400; n++ {
		if random.IntN(n) < 3 {
			some = append(some, fmt.Sprint(n))
		}
	}
	tr.takeAim("none none", "")
	each := []byte(strings.Join(some, ",") + " -e " + watched() + "\n")
	if err := os.WriteFile(filepath.Join(tr.dir, "each"), each, 0o600); err != nil {
		tr.t.Fatal(err)
	}
}

// point is one fault: at the when-th call of a name in a process.
type point struct {
	thread  string // of the process, when it was watched
	process int
	aim     string // which of the processes with a word of its command line, and that word
	command string // of the process
	kind    string
	call    string
	when    int
	fault   string
	gits    bool   // it is at a file of git's own, or one of which no path is shown
	stays   bool   // each later call of that process fails too
	file    string // the last that the call names
	failed  bool   // it failed when it was watched
	at      string // the file that alone is looked at, if one
	step    string // what is cut there (see stepOf)
}

func (p point) String() string {
	return fmt.Sprintf("%s at %s %d%s of process %d (%s)", p.fault, p.call, p.when,
		map[bool]string{true: "+"}[p.stays], p.process, p.command)
}

// how returns the options for strace. Processes that this one starts are not traced. Where it
// starts none, strace is quicker, and sends no SIGSTOP.
func (p point) how() string {
	alone := "-b execve"
	if startsNothing().MatchString(p.command) && !p.cutsOff() {
		alone = "--seccomp-bpf"
	}
	if p.at != "" {
		alone += " -P " + p.at
	}
	stays := map[bool]string{true: "+"}[p.stays]
	return fmt.Sprintf("%s -e trace=%s -e inject=%[2]s:%s:when=%d%s",
		alone, p.call, p.fault, p.when, stays)
}

// leavesOpen reports whether the fault is an error of a close. The system itself closes a file even
// if it answers with an error. strace lets no close happen that it answers: the file stays open, be
// it a pipe whose end somebody awaits, or a lock that somebody wants.
func (p *point) leavesOpen() bool {
	return p != nil && p.kind == "close" && strings.HasPrefix(p.fault, "error")
}

// cutsOff reports whether all processes are cut off at a fault.
func (p point) cutsOff() bool { return strings.HasSuffix(p.fault, power) }

var startsNothing = pattern.Of(
	`^git (update-ref|unpack-objects|index-pack|read-tree|update-index|config|init)$`)

// tracedCall matches a line of strace: the process, the call, and the rest.
var tracedCall = pattern.Of(`^(\d+) +(\w+)\((.*)$`)

// newThread is a call that begins a thread: in one line, or begun in one and ended in another,
// between which the new thread may have made calls.
var (
	newThread   = pattern.Of(`^(\d+) .*CLONE_THREAD.* = (\d+)$`)
	threadBegun = pattern.Of(`^(\d+) .*CLONE_THREAD.* <unfinished \.\.\.>$`)
	callEnded   = pattern.Of(`^(\d+) +<\.\.\. clone3? resumed>.* = (\d+)$`)
)

// numberThreads gives threads the number of the process that began them.
func numberThreads(number map[string]int, lines []string) {
	begun := map[string]bool{}
	for _, line := range lines {
		m := newThread().FindStringSubmatch(line)
		if e := callEnded().FindStringSubmatch(line); m == nil && e != nil && begun[e[1]] {
			begun[e[1]], m = false, e
		}
		if b := threadBegun().FindStringSubmatch(line); b != nil {
			begun[b[1]] = true
		}
		if m == nil {
			continue
		}
		if n, known := number[m[1]]; known {
			number[m[2]] = n
		}
	}
}

// calls lists the changes of files below a folder in a full trace. strace counts them separately by
// process and thread, from the start of the program.
func (tr *tracer) calls(below string) (out []point) {
	number, names := map[string]int{}, tr.processes()
	for i, p := range names {
		number[p.id] = i
	}
	lines := strings.Split(tr.traced(), "\n")
	numberThreads(number, lines)
	of := func(thread string) (int, bool) { n, known := number[thread]; return n, known }
	return callsIn(lines, below, names, of)
}

// someCalls lists the calls of the processes that were watched one by one.
func (tr *tracer) someCalls(below string) (out []point) {
	names := tr.processes()
	for i := range names {
		lines := strings.Split(tr.read(fmt.Sprintf("%s.%d", tr.trace(), i+1)), "\n")
		of := func(string) (int, bool) { return i, true }
		out = append(out, callsIn(lines, below, names, of)...)
	}
	return out
}

// callsIn lists the changes of files that a trace shows, of threads each of a process.
func callsIn(lines []string, below string, names []process, of func(thread string) (int, bool)) (
	out []point,
) {
	count := map[string]map[string]int{}
	for _, line := range lines {
		m := tracedCall().FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if m[2] == "execve" || count[m[1]] == nil {
			count[m[1]] = map[string]int{}
			out = slices.DeleteFunc(out, func(p point) bool { return p.thread == m[1] })
		}
		count[m[1]][m[2]]++
		n, known := of(m[1])
		if kind := kindOf(m[2]); known && changes(kind, m[3], below) {
			gits := !strings.Contains(m[3], "casefile/") || strings.Contains(m[3], "/objects/")
			out = append(out, point{gits: gits, thread: m[1], process: n + 1, aim: aimAt(names, n),
				kind: kind, call: m[2],
				command: shortCommand(names[n].line), when: count[m[1]][m[2]],
				file: lastFile(m[3]), failed: strings.Contains(m[3], " = -1 ")})
		}
	}
	return out
}

// aimAt tells a process from the others that have the last word of its short command; where
// that is only the end of a path, from those of its program.
func aimAt(all []process, n int) string {
	words, count := strings.Fields(shortCommand(all[n].line)), 0
	has := func(p process, word string) bool {
		return strings.Contains(" "+p.line+" ", " "+word+" ")
	}
	word := words[len(words)-1]
	if !has(all[n], word) {
		word = words[0]
	}
	for _, p := range all[:n+1] {
		if has(p, word) {
			count++
		}
	}
	return fmt.Sprintf("%d %s", count, word)
}

// lastFile returns the last file that a call names: where a rename leads to.
func lastFile(args string) string {
	all := namedFile().FindAllStringSubmatch(args, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

var namedFile = pattern.Of(`"([^"]*)"`)

// cutStep returns the step at which everything was cut off; one that has failed by itself is none.
func (tr *tracer) cutStep() string {
	tr.t.Helper()
	before, _, _ := strings.Cut(tr.traced(), "--- SIGSTOP")
	lines := strings.Split(strings.TrimSuffix(before, "\n"), "\n")
	slices.Reverse(lines)
	for _, line := range lines {
		if m := tracedCall().FindStringSubmatch(line); m != nil {
			if strings.Contains(m[3], " = -1 ENOENT") {
				return ""
			}
			return stepOf(point{kind: kindOf(m[2]), file: lastFile(m[3])})
		}
	}
	return ""
}

func kindOf(call string) string {
	for kind, names := range changing {
		if slices.Contains(names, call) {
			return kind
		}
	}
	return ""
}

// changes reports whether a call, by its arguments, changes a file below a folder: most calls are
// on pipes. Where git names a file by a relative path, strace shows none above it.
func changes(kind, args, below string) bool {
	switch kind {
	case "":
		return false
	case "create":
		return strings.Contains(args, "O_CREAT")
	case "close":
		// strace lets no call happen that it answers: a lock would be held for ever.
		return !strings.Contains(args, ".lock>") && changes("write", args, below)
	case "write", "fsync", "truncate":
		_, path, _ := strings.Cut(args, "<")
		return strings.HasPrefix(path, below)
	}
	return true
}

// reached reports whether a fault came to be.
func (tr *tracer) reached() bool {
	text := tr.traced()
	return strings.Contains(text, "(INJECTED)") || strings.Contains(text, "killed by SIGKILL") ||
		strings.Contains(text, "--- SIGSTOP") || strings.Contains(text, "stopped by SIGSTOP")
}

// awaitStop waits until a process has been stopped. It is true where the command has ended
// without it.
func (tr *tracer) awaitStop(ended <-chan error) bool {
	for !strings.Contains(tr.traced(), "SIGSTOP") {
		select {
		case <-ended:
			return true
		case <-time.After(5 * time.Millisecond):
		}
	}
	return false
}
