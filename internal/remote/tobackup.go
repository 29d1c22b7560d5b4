package remote

import (
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// ErrToBackup says that a copy's server is a backup. Nothing is sent there, because the real server
// would not get it.
var ErrToBackup = errors.New("origin is a backup, not the server")

// ToBackup reports whether a copy's remote is a backup that can be seen from here. A backup on
// another machine says so itself when something is pushed to it.
func ToBackup(ctx context.Context, repo *store.Repo) bool {
	folder, local, err := repo.PushFolder(ctx, ledger.RemoteName)
	return err == nil && local && casebook.BackupIn(folder) != ""
}
