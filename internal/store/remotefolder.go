package store

import (
	"context"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// This file says where the URL of a remote leads, as git has it: git-fetch(1), GIT URLS. Git
// takes a relative path from the top of the work tree, or from a bare repository, wherever the
// command is given.

// RemoteFolder returns the folder that a remote is, where it is one. Nothing says that it is there.
func (r *Repo) RemoteFolder(ctx context.Context, name string) (path string, local bool, err error) {
	if url, err := r.Remote(ctx, name); err != nil || url == "" {
		return "", false, err
	}
	return r.localRemote(ctx, name, false)
}

// RemoteAddress returns the URL of a remote in a form that means the same in every folder of this
// machine; "" where there is none.
func (r *Repo) RemoteAddress(ctx context.Context, name string) (string, error) {
	url, err := r.Remote(ctx, name)
	if err != nil || url == "" {
		return "", err
	}
	return AddressFrom(url, r.git.dir()), nil
}

// AddressFrom returns the URL of a remote in such a form, where git runs in the folder top.
func AddressFrom(address, top string) string {
	if path, local := localPath(address); local && path == address && isRelative(path) {
		return joined(top, path)
	}
	return address
}

// FolderAt returns the folder to which git, run in the folder top, goes for an address. local is
// false where the address is none of a folder.
func FolderAt(address, top string) (path string, local bool) {
	if path, local = localPath(address); !local {
		return "", false
	}
	switch {
	case strings.HasPrefix(path, "~"):
		path = ofHome(path)
	case isRelative(path):
		path = joined(top, path)
	}
	return withSuffix(path), true
}

func isRelative(path string) bool {
	return !filepath.IsAbs(path) &&
		path[:min(1, len(path))] != "~"
}

// joined follows links before it goes up from them, as the system does for git.
func joined(top, path string) string {
	if real, err := filepath.EvalSymlinks(top + "/" + path); err == nil {
		return real
	}
	return filepath.Join(top, path)
}

// localPath returns the path that an address names, where it names one.
func localPath(address string) (path string, local bool) {
	if path, is := strings.CutPrefix(address, "file://"); is {
		return fileURLPath(path), true
	}
	colon, slash := strings.IndexByte(address, ':'), strings.IndexByte(address, '/')
	if colon >= 0 && (slash < 0 || colon < slash) && !filepath.IsAbs(address) {
		return "", false // a scheme, or host:path
	}
	return address, true
}

// fileURLPath returns the path behind file://. Git leaves out the name of a machine, and decodes
// what is written with %.
func fileURLPath(rest string) string {
	if plain, err := url.PathUnescape(rest); err == nil {
		rest = plain
	}
	_, path, _ := strings.Cut(rest, "/")
	return "/" + path
}

// ofHome expands a path that begins with ~ or ~NAME, as the git at the other end does.
func ofHome(path string) string {
	name, rest, _ := strings.Cut(path[1:], "/")
	if name == "" {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	} else if who, err := user.Lookup(name); err == nil {
		return filepath.Join(who.HomeDir, rest)
	}
	return path
}

// withSuffix adds the .git that people leave out, where the folder is there only with it. A
// work tree is named by its top.
func withSuffix(path string) string {
	path = strings.TrimRight(path, "/")
	for _, try := range []string{path, path + ".git"} {
		if isGitFolder(try+"/.git") || isGitFolder(try) {
			return strings.TrimSuffix(try, "/.git")
		}
	}
	return path
}

func isGitFolder(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return err == nil && filepath.Base(path) == ".git" // a file that names the git directory
	}
	_, err = os.Stat(path + "/HEAD")
	return err == nil
}

// LiesIn reports whether a folder is this repository, and not merely one below it.
func (r *Repo) LiesIn(folder string) bool {
	want, err := os.Stat(folder)
	if err != nil {
		return false
	}
	have, err := os.Stat(r.git.dir())
	return err == nil && os.SameFile(want, have)
}
