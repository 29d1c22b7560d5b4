package store

import (
	"os"
	"path/filepath"
	"strings"
)

// Git writes what it fetches to temporary files beside the packs. It leaves them there if it is
// ended or finds fault with them. A server that sends the same each day would fill the disk.

// begunPacks returns the temporary files beside the packs.
func (r *Repo) begunPacks() map[string]bool {
	list, _ := os.ReadDir(filepath.Join(r.objects, "pack"))
	begun := map[string]bool{}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), "tmp_") && e.Type().IsRegular() {
			begun[filepath.Join(r.objects, "pack", e.Name())] = true
		}
	}
	return begun
}

// dropBegun removes the temporary files that a failed fetch has left since before. It leaves a file
// that another git has open.
func (r *Repo) dropBegun(before map[string]bool) {
	for path := range r.begunPacks() {
		if !before[path] && !openElsewhere(path) {
			_ = os.Remove(path)
		}
	}
}
