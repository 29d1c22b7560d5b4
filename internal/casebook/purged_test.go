package casebook

import (
	"os"
	"path/filepath"
	"testing"
)

// If a folder is in the place of the purge's note, sync still works: it moves the folder aside with
// its content.
func TestPurgedWhereAFolderLies(t *testing.T) {
	for name, inside := range map[string]string{"empty": "", "with a file": "somebody's"} {
		o := newOffice(t)
		b := o.as("asha")
		path := b.besideRefs(purgedFile)
		o.must(os.RemoveAll(path))
		o.must(os.MkdirAll(path, 0o700))
		if inside != "" {
			o.must(os.WriteFile(filepath.Join(path, inside), nil, 0o600))
		}
		if err := b.notePurged(7); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := b.purgedUpTo(); n.commit != b.Tip() || n.place != 7 {
			t.Errorf("%s: the note says %+v", name, n)
		}
		kept, err := filepath.Glob(filepath.Join(path+".aside-*", purgedFile, inside))
		if err != nil || len(kept) != 1 {
			t.Errorf("%s: kept is %q, %v", name, kept, err)
		}
	}
}
