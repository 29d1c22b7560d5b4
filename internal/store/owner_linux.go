package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ownersOf returns the processes that may own a lock file of this repository: those that have the
// file open, and each git at work in one of the folders. git closes a lock before it takes effect,
// so that nothing about the file tells which process made it.
func ownersOf(path string, folders ...string) owners {
	var o owners
	up, err := uptime()
	_, first := os.Stat("/proc/1/stat") // hidepid hides the processes of other people
	if err != nil || first != nil || shared(filepath.Dir(path)) {
		return owners{blind: true}
	}
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, p := range processes {
		if opens(p, path) {
			o.open = append(o.open, processAt(p, up))
		} else if gitIn(p, folders) {
			o.gits = append(o.gits, processAt(p, up))
		}
	}
	return o
}

// sharedFS returns the file systems that other machines may write to, by their numbers in
// linux/magic.h and statfs(2).
func sharedFS() []int64 {
	return []int64{0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f,
		0x00c36400, 0x01161970, 0x7461636f, 0x0bd00bd0}
}

// shared reports whether processes of other machines may write to a folder.
func shared(dir string) bool {
	var st syscall.Statfs_t
	err := syscall.Statfs(dir, &st)
	return err != nil || slices.Contains(sharedFS(), int64(uint32(st.Type)))
}

// uptime returns the time since the machine was started.
func uptime() (time.Duration, error) {
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0, err
	}
	word, _, _ := strings.Cut(string(text), " ")
	seconds, err := strconv.ParseFloat(word, 64)
	return time.Duration(seconds * float64(time.Second)), err
}

// processAt tells of a process; its age is negative where it can't be known.
func processAt(dir string, up time.Duration) runner {
	name, _ := os.ReadFile(dir + "/comm")
	p := runner{id: filepath.Base(dir), name: strings.TrimSpace(string(name)), age: -1}
	if start, ok := startOf(dir); ok {
		p.age = up - time.Duration(start)*(time.Second/100)
	}
	return p
}

// ageOf returns the age of a process, and a negative time if that is unknown.
func ageOf(pid int) time.Duration {
	up, err := uptime()
	if err != nil {
		return -1
	}
	return processAt("/proc/"+strconv.Itoa(pid), up).age
}

// startOf returns the start of a process, in hundredths of a second since the start of the machine:
// the 22nd field of proc_pid_stat(5). The second field may hold anything, and ends with a bracket.
func startOf(process string) (ticks int64, ok bool) {
	stat, err := os.ReadFile(process + "/stat")
	end := bytes.LastIndexByte(stat, ')')
	if err != nil || end < 0 {
		return 0, false
	}
	fields := strings.Fields(string(stat[end+1:]))
	if len(fields) < 20 {
		return 0, false
	}
	ticks, err = strconv.ParseInt(fields[19], 10, 64)
	return ticks, err == nil
}

func opens(process, path string) bool {
	files, _ := filepath.Glob(process + "/fd/*") // those of other people can't be read
	for _, f := range files {
		if at, err := os.Readlink(f); err == nil && at == path {
			return true
		}
	}
	return false
}

// gitIn reports whether a process is a git that may hold a lock in one of the folders. Where one of
// somebody else's is at work can't be seen, and it counts.
func gitIn(process string, folders []string) bool {
	name, err := os.ReadFile(process + "/comm")
	if err != nil || !strings.HasPrefix(string(name), "git") {
		return false
	}
	// The processes that wait to read objects for us hold no lock, nor do servers that wait.
	line, err := os.ReadFile(process + "/cmdline")
	if err != nil || len(line) == 0 || strings.Contains(string(line), "\x00cat-file\x00") ||
		strings.Contains(string(line), "daemon\x00") {
		return false
	}
	at, err := os.Readlink(process + "/cwd")
	if os.IsPermission(err) {
		return true
	}
	for _, folder := range folders {
		if err == nil && folder != "" && (at == folder || strings.HasPrefix(at, folder+"/")) {
			return true
		}
	}
	return false
}

// openElsewhere reports whether some process has the file open.
func openElsewhere(path string) bool {
	processes, _ := filepath.Glob("/proc/[0-9]*")
	return slices.ContainsFunc(processes, func(p string) bool { return opens(p, path) })
}
