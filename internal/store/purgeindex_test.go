package store

import (
	"crypto/sha1"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Of a pack whose index is not as it was written nobody knows what it holds: it stays whole, and
// is named as what may hold the secret.
func TestPurgeByDamagedIndex(t *testing.T) {
	for name, spoil := range map[string]func(idx []byte) []byte{
		"none": func(idx []byte) []byte { return idx },
		"an object left out": func(idx []byte) []byte {
			for at := indexHead - 1; idx[at] == idx[indexHead-1]; at -= 4 {
				defer func() { idx[at]-- }() // of all rows that count the last
			}
			return idx
		},
		"another name": func(idx []byte) []byte { idx[indexHead+5] ^= 1; return idx },
		"another place": func(idx []byte) []byte {
			idx[len(idx)-41] ^= 1
			return idx
		},
		"of another pack": func(idx []byte) []byte { // under a checksum that is right
			idx[len(idx)-40] ^= 1
			sum := sha1.Sum(idx[:len(idx)-20])
			return append(idx[:len(idx)-20], sum[:]...)
		},
	} {
		a := newArchive(t)
		a.stock("repack", "-adq")
		a.moveKeysRef()
		indexes, err := filepath.Glob(filepath.Join(a.git, "objects", "pack", "*.idx"))
		must(t, err)
		path := indexes[0]
		idx, err := os.ReadFile(path)
		must(t, err)
		must(t, os.Remove(path)) // git keeps it from being written to
		must(t, os.WriteFile(path, spoil(idx), 0o600))
		must(t, a.repo.Purge(t.Context(), []string{a.secret}))
		found := a.trace()
		_, gone := os.Stat(path)
		if whole := name == "none"; whole != (len(found) == 0) || whole != (gone != nil) {
			t.Errorf("%s: found %v, the pack: %v", name, found, gone)
		}
		if len(found) > 0 && !strings.Contains(found[0].What, "can't be looked into") {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
