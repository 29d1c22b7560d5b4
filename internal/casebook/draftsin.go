package casebook

import (
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/record"
)

// UnsentIn lists the texts that a member recorded and did not send, unopened, in a copy of
// which nobody need be able to read more than the folder of its git. They are no drafts.
func UnsentIn(gitDir, member string) (out []Draft) {
	folder := filepath.Join(gitDir, "casefile", "outbox", member)
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range list {
		name, sealed := strings.CutSuffix(e.Name(), ".age")
		_, entry, _ := strings.Cut(name, "-")
		info, err := e.Info()
		if id := record.ID(entry); err == nil && sealed && id.Valid() {
			out = append(out, Draft{ID: id, Saved: info.ModTime(), Where: NotSent,
				Path: filepath.Join(folder, e.Name())})
		}
	}
	return out
}
