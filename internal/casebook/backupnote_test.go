package casebook

import (
	"os"
	"testing"
)

// Whatever stands in the note of a backup, the folder is one: nobody records there, and only what
// was begun is begun anew.
func TestBackupIn(t *testing.T) {
	folder := t.TempDir()
	if got := BackupIn(folder); got != "" {
		t.Errorf("without a note: %q", got)
	}
	for _, word := range []string{BackupBegun, BackupWhole} {
		if err := NoteBackup(folder, word); err != nil || BackupIn(folder) != word {
			t.Errorf("%s: %q, %v", word, BackupIn(folder), err)
		}
		for i := range 8 * len(word) {
			flipped := []byte(word + "\n")
			flipped[i/8] ^= 1 << (i % 8)
			if err := os.WriteFile(BackupNote(folder), flipped, 0o644); err != nil {
				t.Fatal(err)
			}
			if got := BackupIn(folder); got != BackupWhole {
				t.Errorf("%q is %q", flipped, got)
			}
		}
	}
}
