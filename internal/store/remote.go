package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// Remote returns the configured URL of a remote, and "" if there is none. It asks git only if the
// repository's own file mentions remotes: a remote from the user's configuration alone was not
// meant for these records.
func (r *Repo) Remote(ctx context.Context, name string) (url string, err error) {
	if err := checkRemoteName(name); err != nil {
		return "", err
	}
	may, err := r.MayHaveRemote()
	if err != nil || !may {
		return "", err
	}
	all, err := r.settings(ctx)
	return all.url(name), err // where there are several, git fetches from the first
}

// MayHaveRemote says without asking git whether the repository's own file can
// define a remote at all: where it can't, every command is spared a process.
func (r *Repo) MayHaveRemote() (bool, error) {
	text, err := ReadAtMost(filepath.Join(r.common, "config"), mostConfig)
	// Section names are case-insensitive: git-config(1). [includeIf too
	// begins so.
	lower := strings.ToLower(string(text))
	return strings.Contains(lower, "[remote") || strings.Contains(lower, "[include"), err
}

// AddRemote names a remote, and configures what a plain `git fetch` brings from it: main, and the
// shards of keys to the refs where Fetch puts them. An existing remote with that URL gets the same.
// One with another URL is left alone.
func (r *Repo) AddRemote(ctx context.Context, name, url string) error {
	have, err := r.Remote(ctx, name)
	if err != nil {
		return err
	}
	if have != "" && have != url {
		return fmt.Errorf("the remote %s exists, and is %s", name, have)
	}
	if err := checkRemote(url); err != nil {
		return err
	}
	key := "remote." + name + "."
	for _, args := range [][]string{
		{"--replace-all", key + "fetch", "+refs/heads/main:refs/remotes/" + name + "/main"},
		{"--add", key + "fetch", "+refs/casefile/keys/*:refs/casefile/remote/keys/*"},
		{"--replace-all", key + "url", url}, // last: with it the remote is there
	} {
		if err := r.configure(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// checkRemoteName takes what can be a step of a ref name.
func checkRemoteName(name string) error {
	if err := checkRef("refs/remotes/" + name + "/main"); err != nil || name == "" ||
		name[0] == '-' {
		return fmt.Errorf("%q is not the name of a remote", name)
	}
	return nil
}

// checkRemote refuses a name, URL or path that git could take for an option, or
// that cannot be one.
func checkRemote(remote string) error {
	if remote == "" || remote[0] == '-' || strings.ContainsAny(remote, "\x00\n\r") {
		return fmt.Errorf("%q is not a remote", remote)
	}
	return nil
}

// PointRemote has a remote be at another address, as git remote set-url does; where there is
// none of that name yet, it is added.
func (r *Repo) PointRemote(ctx context.Context, name, url string) error {
	have, err := r.Remote(ctx, name)
	if err != nil || have == url {
		return err
	}
	if have == "" {
		return r.AddRemote(ctx, name, url)
	}
	if err := checkRemote(url); err != nil {
		return err
	}
	return r.SetConfig(ctx, "remote."+name+".url", url)
}
