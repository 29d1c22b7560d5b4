package store

import (
	"context"
	"errors"
	"strings"
)

// SetConfig sets a key of the repository's own configuration.
func (r *Repo) SetConfig(ctx context.Context, key, value string) error {
	return r.configure(ctx, key, value)
}

// configure changes the repository's own configuration. Each change takes git's lock of that file.
func (r *Repo) configure(ctx context.Context, args ...string) error {
	return r.pastLocks(ctx, r.settingLocks, func() error {
		_, err := r.git.run(ctx, nil, append([]string{"config", "--local"}, args...)...)
		return err
	})
}

// Config returns the value of a key as git sees it here (the user's configuration included), or ""
// when it is not set.
func (r *Repo) Config(ctx context.Context, key string) (string, error) {
	out, err := r.git.run(ctx, nil, "config", "--null", "--get", key)
	if failed, ok := errors.AsType[*gitError](err); ok && failed.code == 1 {
		return "", nil // git-config(1): 1 means that the key is not set
	}
	return strings.TrimSuffix(string(out), "\x00"), err
}

// PersonalConfig returns the value of a key without the repository's own configuration. It is for a
// value that is run as a command, such as core.editor. Otherwise anybody who can write to a shared
// repository could run programs as its users.
func (r *Repo) PersonalConfig(ctx context.Context, key string) (string, error) {
	out, err := r.git.run(ctx, nil, "config", "--null", "--show-scope", "--get-all", key)
	if failed, ok := errors.AsType[*gitError](err); ok && failed.code == 1 {
		return "", nil
	}
	value := ""
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "system" || fields[i] == "global" {
			value = fields[i+1]
		}
	}
	return value, err
}

// OwnConfig returns the value of a key in the repository's own configuration, or "".
func (r *Repo) OwnConfig(ctx context.Context, key string) (string, error) {
	out, err := r.git.run(ctx, nil, "config", "--local", "--null", "--get", key)
	if failed, ok := errors.AsType[*gitError](err); ok && failed.code == 1 {
		return "", nil
	}
	return strings.TrimSuffix(string(out), "\x00"), err
}

// PersonalSetting returns the value of a key in the configuration of the person or of the machine.
// It works in every folder, even if no repository can be opened.
func PersonalSetting(ctx context.Context, key string) (string, error) {
	for _, scope := range []string{"--global", "--system"} {
		out, err := program{env: environment(false)}.run(ctx, nil, "config", scope, "--null",
			"--get", key)
		if _, failed := errors.AsType[*gitError](err); err != nil && !failed {
			return "", err
		}
		if value, set := strings.CutSuffix(string(out), "\x00"); err == nil && set {
			return value, nil
		}
	}
	return "", nil
}
