package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// lockOwned says whether some process may own a lock file of this repository: one that has
// the file open, or a git at work in one of the folders. git closes a lock before it takes
// effect, so that nothing about the file tells which process made it.
func lockOwned(path string, folders ...string) bool {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil || len(processes) == 0 {
		return false // nothing can be known: its age decides
	}
	for _, p := range processes {
		if opens(p, path) || gitIn(p, folders) {
			return true
		}
	}
	return false
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

func gitIn(process string, folders []string) bool {
	name, err := os.ReadFile(process + "/comm")
	if err != nil || !strings.HasPrefix(string(name), "git") {
		return false
	}
	// The processes that wait to read objects for us hold no lock.
	line, err := os.ReadFile(process + "/cmdline")
	if err != nil || strings.Contains(string(line), "\x00cat-file\x00") {
		return false
	}
	at, err := os.Readlink(process + "/cwd")
	for _, folder := range folders {
		if err == nil && folder != "" && (at == folder || strings.HasPrefix(at, folder+"/")) {
			return true
		}
	}
	return false
}

// openElsewhere says whether some process has the file open.
func openElsewhere(path string) bool {
	processes, _ := filepath.Glob("/proc/[0-9]*")
	return slices.ContainsFunc(processes, func(p string) bool { return opens(p, path) })
}
