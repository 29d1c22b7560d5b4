package term

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// startedBy returns the processes below one, by /proc, and the processes with the mark in their
// environment: a script may have ended before the editor that it started.
func startedBy(pid int, mark string) []int {
	parents := map[int]int{}
	list, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range list {
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		parents[id], _ = parentOf(id)
	}
	var out []int
	for id := range parents {
		if id != os.Getpid() && (isBelow(id, pid, parents) || isMarked(id, mark)) {
			out = append(out, id)
		}
	}
	return out
}

func isBelow(id, pid int, parents map[int]int) bool {
	var seen []int
	for at := id; at > 1 && !slices.Contains(seen, at); at = parents[at] {
		if parents[at] == pid {
			return true
		}
		seen = append(seen, at)
	}
	return false
}

func isMarked(id int, mark string) bool {
	environment, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(id), "environ"))
	return err == nil && mark != "" &&
		bytes.Contains(append([]byte{0}, environment...), []byte("\x00"+mark+"\x00"))
}

// parentOf reads a process's parent and state. Its name may contain brackets and spaces.
func parentOf(pid int) (parent int, state string) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0, ""
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 2 {
		return 0, ""
	}
	parent, _ = strconv.Atoi(fields[1])
	return parent, fields[0]
}

// runsStill reports whether a process exists and is no zombie.
func runsStill(pid int) bool {
	_, state := parentOf(pid)
	return state != "" && state != "Z" && state != "X"
}
