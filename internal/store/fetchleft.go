package store

import (
	"os"
	"path/filepath"
	"strings"
)

// git writes what it fetches to temporary files beside the packs, and leaves them when it is
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

// dropBegun removes those that came since: a fetch that failed has left them. One that another
// git has open is that one's.
func (r *Repo) dropBegun(before map[string]bool) {
	for path := range r.begunPacks() {
		if !before[path] && !openElsewhere(path) {
			_ = os.Remove(path)
		}
	}
}
