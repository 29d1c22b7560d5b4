package casebook

import (
	"context"
	"path/filepath"
	"slices"

	"casefile/internal/store"
)

// refusedByBackup is the answer of a backup to a push.
const refusedByBackup = "casefile: refused: this is a backup, not the server; nothing was taken"

// SaidBackup reports whether a remote that took no push is a backup, by what it said.
func SaidBackup(lines []string) bool { return slices.Contains(lines, refusedByBackup) }

// CloseBackup has a backup take no push, whatever git it comes from: who pushed there would
// believe that the server has it. Another's hook is kept under the name that hook install
// gives it.
func CloseBackup(ctx context.Context, repo *store.Repo) error {
	path := filepath.Join(repo.CommonDir(), "hooks", "pre-receive")
	if err := store.MayWriteHook(path, true); err != nil {
		return err
	}
	if err := repo.SetConfig(ctx, "core.hooksPath", "hooks"); err != nil {
		return err
	}
	return store.WriteClosedHook(path, refusedByBackup,
		"hint: in the copy that pushes, git remote set-url origin SERVER names the server")
}
