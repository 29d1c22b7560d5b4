package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// childrenOf returns the processes that a process started and that run.
func childrenOf(pid int) (out []int) {
	id := strconv.Itoa(pid)
	text, _ := os.ReadFile(filepath.Join("/proc", id, "task", id, "children"))
	for _, child := range strings.Fields(string(text)) {
		if n, err := strconv.Atoi(child); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func isGit(pid int) bool {
	name, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm"))
	return strings.HasPrefix(string(name), "git")
}

// talkersOf returns a git and the gits that it started, and the helpers of these: ssh, its proxies,
// credential helpers. Gits below those belong to a server in a folder of this machine.
func talkersOf(pid int) (gits, helpers []int) {
	gits = []int{pid}
	for _, child := range childrenOf(pid) {
		if isGit(child) {
			g, h := talkersOf(child)
			gits, helpers = append(gits, g...), append(helpers, h...)
		} else {
			helpers = append(helpers, helpersBelow(child)...)
		}
	}
	return gits, helpers
}

func helpersBelow(pid int) []int {
	out := []int{pid}
	for _, child := range childrenOf(pid) {
		if !isGit(child) {
			out = append(out, helpersBelow(child)...)
		}
	}
	return out
}

// movedBy returns the number of bytes that the gits of a talk have read and written, plus the
// processor time that they took. A git that works at what it was sent is not waiting.
func movedBy(pid int) (all uint64, known bool) {
	gits, _ := talkersOf(pid)
	for _, git := range gits {
		dir := filepath.Join("/proc", strconv.Itoa(git))
		text, err := os.ReadFile(filepath.Join(dir, "io")) // proc_pid_io(5)
		if err != nil && git == pid {
			return 0, false
		}
		for line := range strings.Lines(string(text)) {
			if name, n, _ := strings.Cut(line, ": "); name == "rchar" || name == "wchar" {
				bytes, _ := strconv.ParseUint(strings.TrimSpace(n), 10, 64)
				all += bytes
			}
		}
		all += workOf(dir)
	}
	return all, true
}

// workOf returns the time of the processor that a process took: the 14th and 15th field of
// proc_pid_stat(5).
func workOf(dir string) (ticks uint64) {
	stat, _ := os.ReadFile(filepath.Join(dir, "stat"))
	_, rest, _ := strings.Cut(string(stat), ") ")
	if fields := strings.Fields(rest); len(fields) > 12 {
		for _, field := range fields[11:13] {
			n, _ := strconv.ParseUint(field, 10, 64)
			ticks += n
		}
	}
	return ticks
}

// asksPerson reports whether a program of the talk waits for a person: it has a terminal open
// beside its own outputs, as ssh(1) and git have while they ask, or it is there to ask.
func asksPerson(pid int) bool {
	gits, helpers := talkersOf(pid)
	for _, p := range append(gits, helpers...) {
		dir := filepath.Join("/proc", strconv.Itoa(p))
		name, _ := os.ReadFile(filepath.Join(dir, "comm"))
		if strings.Contains(string(name), "askpass") ||
			strings.HasPrefix(string(name), "pinentry") {
			return true
		}
		files, _ := filepath.Glob(dir + "/fd/*")
		for _, f := range files {
			at, _ := os.Readlink(f)
			fd, _ := strconv.Atoi(filepath.Base(f))
			if fd > 2 && (at == "/dev/tty" || strings.HasPrefix(at, "/dev/pts/")) {
				return true
			}
		}
	}
	return false
}

// helper is a process that a git of ours started, recognised by its start time.
type helper struct {
	pid   int
	begun int64
}

func helpersOf(pid int) (out []helper) {
	_, all := talkersOf(pid)
	for _, p := range all {
		if begun, ok := startOf(filepath.Join("/proc", strconv.Itoa(p))); ok {
			out = append(out, helper{p, begun})
		}
	}
	return out
}

// signal reaches the process only while it is the one that was seen.
func (h helper) signal(sig syscall.Signal) {
	begun, ok := startOf(filepath.Join("/proc", strconv.Itoa(h.pid)))
	if ok && begun == h.begun {
		_ = syscall.Kill(h.pid, sig)
	}
}
