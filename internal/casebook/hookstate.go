package casebook

import (
	"context"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// HookState is the state of one hook of a server.
type HookState struct {
	Name    string
	Missing bool
	Other   bool   // it is not casefile's
	Program string // that it calls
	Gone    bool   // the program is not there
}

// LookAtHooks looks at what InstallHooks made: the hooks, and the settings that are not as it
// made them.
func LookAtHooks(ctx context.Context, repo *store.Repo) (hooks []HookState, unset []string,
	err error) {
	folder, err := hooksFolder(repo)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range Hooks() {
		h := HookState{Name: name}
		program, ours, err := store.ReadHook(filepath.Join(folder, name))
		switch {
		case os.IsNotExist(err):
			h.Missing = true
		case err != nil:
			return nil, nil, err
		case !ours:
			h.Other = true
		default:
			h.Program = program
			_, statErr := os.Stat(program)
			h.Gone = statErr != nil
		}
		hooks = append(hooks, h)
	}
	for _, kv := range serverSettings() {
		if now, err := repo.OwnConfig(ctx, kv[0]); err != nil || now != kv[1] {
			unset = append(unset, kv[0])
		}
	}
	return hooks, unset, nil
}
