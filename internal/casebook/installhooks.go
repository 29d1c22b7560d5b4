package casebook

import (
	"context"
	"errors"
	"path/filepath"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// NotifyKey is the key of a server's configuration that names the agency's command, which
// is told of each operation.
const NotifyKey = "casefile.notify"

// Hooks returns the hooks of git that casefile answers.
func Hooks() []string { return []string{"pre-receive", "post-receive"} }

// Why no hook can be installed.
var (
	ErrNotBare        = errors.New("this repository has a work tree, and a server's has none")
	ErrHooksElsewhere = errors.New("git looks for hooks elsewhere")
)

// OtherHookError is store.ErrOtherHook of one hook.
type OtherHookError struct {
	Hook string
	Err  error
}

func (e *OtherHookError) Error() string { return e.Err.Error() }

// Unwrap lets errors.Is find what is in the place.
func (e *OtherHookError) Unwrap() error { return e.Err }

// ServerOrder is an order to make a server.
type ServerOrder struct {
	Options        // Trust is the introduction to pin; "" where it is pinned already
	Program string // that the hooks call, an absolute path
	Notify  string // the agency's command; "" leaves the one that is there
	Force   bool   // other hooks are kept under another name
}

// Installed tells how much of a server is made.
type Installed struct {
	Faults []verify.Fault // of the records that were there: with any, no hook was installed
	Trust  string         // the introduction that it is pinned to
	Notify string         // the agency's command; "" for none
}

// InstallHooks makes a bare repository a server. It pins the repository to the introduction of the
// agency's records, configures it, and installs hooks that call the program. It checks first that
// the hooks can be written, and judges the records that are there. ErrNotBare, ErrBackup,
// ErrHooksElsewhere, OtherHookError and ledger.ErrUntrusted leave everything as it was.
func InstallHooks(ctx context.Context, repo *store.Repo, i ServerOrder) (*Installed, error) {
	folder, err := hooksFolder(repo)
	if err == nil && IsBackup(repo) {
		err = ErrBackup
	}
	if err != nil {
		return nil, err
	}
	for _, name := range Hooks() {
		err := store.MayWriteHook(filepath.Join(folder, name), i.Force)
		if errors.Is(err, store.ErrOtherHook) {
			err = &OtherHookError{name, err}
		}
		if err != nil {
			return nil, err
		}
	}
	x, err := pinServer(ctx, repo, i.Options)
	if err != nil {
		return nil, err
	}
	if x != nil && len(x.Faults) > 0 {
		return &Installed{Faults: x.Faults}, nil
	}
	if err := repo.ShareOwn(ctx); err != nil {
		return nil, err
	}
	if err := configureServer(ctx, repo, i.Notify); err != nil {
		return nil, err
	}
	for _, name := range Hooks() {
		if err := store.WriteHook(filepath.Join(folder, name), i.Program, name); err != nil {
			return nil, err
		}
	}
	return installed(ctx, repo)
}

// hooksFolder returns the folder for the hooks: inside the repository, and where git looks for
// them.
func hooksFolder(repo *store.Repo) (string, error) {
	if !repo.Bare() {
		return "", ErrNotBare
	}
	own := ownHooks(repo)
	if used := repo.Hooks(); used != own {
		return "", worded(ErrHooksElsewhere,
			"git looks for hooks in %s, not in the repository (core.hooksPath)", used)
	}
	return own, nil
}

// ownHooks returns the folder for hooks in a repository.
func ownHooks(repo *store.Repo) string { return filepath.Join(repo.CommonDir(), "hooks") }

// configureServer configures git on the server. Git refuses broken objects and deletions, and
// confirms a push only once it is on the disk. Git keeps no reflogs, as these would keep keys that
// were taken away, and hides the server's note of what it judged. The hooks run for every pusher,
// whatever core.hooksPath they use elsewhere.
func configureServer(ctx context.Context, repo *store.Repo, notify string) error {
	set := serverSettings()
	if notify != "" {
		set = append(set, [2]string{NotifyKey, notify})
	}
	for _, kv := range set {
		if err := repo.SetConfig(ctx, kv[0], kv[1]); err != nil {
			return err
		}
	}
	if err := repo.AddConfig(ctx, "transfer.hideRefs", ledger.VerifiedRef); err != nil {
		return err
	}
	if err := repo.KeepObjects(ctx); err != nil {
		return err
	}
	return repo.HeadOnMain(ctx)
}

// serverSettings returns the git settings of every server.
func serverSettings() [][2]string {
	return [][2]string{
		{"receive.fsckObjects", "true"},
		{"transfer.fsckObjects", "true"},
		{"core.logAllRefUpdates", "false"},
		{"core.hooksPath", "hooks"},
		{"receive.denyDeletes", "true"},
		{"receive.autogc", "false"}, // a git at each push that has nothing to do: see KeepObjects
		{"receive.denyNonFastForwards", "true"},
		{"core.bigFileThreshold", "8m"}, // a large file is handed on in pieces
		{store.FsyncKey, store.Fsyncs},
	}
}

func installed(ctx context.Context, repo *store.Repo) (*Installed, error) {
	notify, err := repo.Config(ctx, NotifyKey)
	if err != nil {
		return nil, err
	}
	t, err := ledger.New(repo, ledger.Options{}).ReadTrust()
	return &Installed{Trust: t.String(), Notify: notify}, err
}
