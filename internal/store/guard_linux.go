package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memoryOf returns the bytes of memory that a git and the gits that it started hold. The git that
// speaks with a server keeps the server's list. The other helpers (ssh, credential helpers) are the
// person's own, and have their own measure. Mapped files, such as a large loose one, don't count:
// the system takes that memory back whenever it wants.
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
