package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memoryOf returns how many bytes of memory a git holds, with the gits that it started: what a
// server lists is kept by the one which speaks with it. What else it started (ssh, credential
// helpers) is the person's own, and has its own measure. What it maps of a file, as of a large
// loose one, the system takes back whenever it wants.
func memoryOf(pid int) (all uint64) {
	gits, _ := talkersOf(pid)
	for _, git := range gits {
		// proc(5): size resident shared …, in pages
		text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(git), "statm"))
		if pages := strings.Fields(string(text)); len(pages) > 2 {
			resident, _ := strconv.ParseUint(pages[1], 10, 64)
			files, _ := strconv.ParseUint(pages[2], 10, 64)
			all += (resident - min(files, resident)) * uint64(os.Getpagesize())
		}
	}
	return all
}
