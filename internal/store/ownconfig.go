package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A records repository may have come on a memory stick. Then its own configuration (.git/config,
// config.worktree and their includes) is somebody else's, and may name no program that runs here.
// Its settings of programs, and of the real address of a remote, are overridden for every git that
// we start. The configuration of the person and of the machine stands.

// Unused is a setting of the repository's own configuration that was not used.
type Unused struct{ Key, Why string }

// Unused lists the settings that were not used, in order of their keys.
func (r *Repo) Unused() []Unused { return r.git.own.unused }

// ownConfig is the result of reading the repository's own configuration.
type ownConfig struct {
	unused []Unused
	over   [][2]string // keys and values that stand above it, in order
	env    []string
	detour bool // what it says of remotes can't be overridden: see detour
}

// telling are words of which one is in every key that is overridden, or in what leads to
// more files. Where none is, as in most repositories, nothing need be asked. Names of
// sections and keys have no escapes, and no difference of case: git-config(1).
var telling = []string{
	"include", "filter", "command", "proxy", "helper", "askpass", "editor", "pager", "program",
	"insteadof", "uploadpack", "receivepack", "vcs", "hook", "fsmonitor", "driver", "external",
	"textconv", "promisor", "partialclone", "cookie", "bundleuri", "uriprotocols",
}

// ownTextconv is the setting that Init itself writes.
const ownTextconv = "textconv = casefile textconv"

// mayTell reports whether a file of configuration could hold anything to override.
func mayTell(text string) bool {
	text = strings.ToLower(strings.ReplaceAll(text, ownTextconv, ""))
	text = strings.ReplaceAll(text, "cachetextconv", "")
	text = strings.ReplaceAll(text, "hookspath = hooks\n", "") // of a server; our gits run none
	return slices.ContainsFunc(telling, func(word string) bool {
		return strings.Contains(text, word)
	})
}

// readOwnConfig looks through the repository's own configuration.
func readOwnConfig(ctx context.Context, git program, common string) (ownConfig, error) {
	own := ownConfig{detour: legacyRemotes(common)}
	files := []string{filepath.Join(common, "config"), filepath.Join(git.gitDir, "config.worktree")}
	tells := false
	for _, file := range files {
		text, err := ReadAtMost(file, mostConfig)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return own, err
		}
		tells = tells || mayTell(string(text))
	}
	if !tells {
		return own, nil
	}
	all, err := settings(ctx, git, files)
	if err != nil {
		return own, err
	}
	own.judge(all)
	return own, nil
}

// mostConfig is the most bytes of a file of configuration that is read.
const mostConfig = 1 << 20

// legacyRemotes reports whether there may be a remote in git's oldest form, which no key of the
// configuration overrides: gitrepository-layout(5).
func legacyRemotes(common string) bool {
	for _, dir := range []string{"remotes", "branches"} {
		if list, _ := os.ReadDir(filepath.Join(common, dir)); len(list) > 0 {
			return true
		}
	}
	return false
}

// scopes are the settings in the order in which git reads them: those that stand, and the
// repository's own, conditional includes of any condition among them.
type scopes struct{ stands, own [][2]string }

// settings asks git for all of them.
func settings(ctx context.Context, git program, files []string) (scopes, error) {
	out, err := git.run(ctx, nil, "config", "--null", "--list", "--show-scope")
	if err != nil {
		return scopes{}, err
	}
	var all scopes
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		switch pair := cutSetting(fields[i+1]); fields[i] {
		case "system", "global":
			all.stands = append(all.stands, pair)
		case "local", "worktree":
			all.own = append(all.own, pair)
		}
	}
	for _, file := range files {
		all.own = append(all.own, included(ctx, git, file, 0)...)
	}
	return all, nil
}

func cutSetting(s string) [2]string {
	key, value, given := strings.Cut(s, "\n")
	if !given { // a key alone is a yes
		value = "true"
	}
	return [2]string{key, value}
}

// mostIncludes is the greatest depth of includes: git's own bound.
const mostIncludes = 10

// included returns the settings of all files that a file includes, whatever the condition: it may
// not hold now, and hold when the next git looks. What can't be read, git can't read either.
func included(ctx context.Context, git program, file string, depth int) [][2]string {
	if depth > mostIncludes {
		return nil
	}
	out, err := git.run(ctx, nil, "config", "--file", file, "--no-includes", "--null", "--list")
	if err != nil {
		return nil
	}
	var all [][2]string
	for field := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		pair := cutSetting(field)
		if depth > 0 {
			all = append(all, pair)
		}
		if k := strings.ToLower(pair[0]); strings.HasPrefix(k, "include") &&
			strings.HasSuffix(k, ".path") {
			all = append(all, included(ctx, git, includePath(file, pair[1]), depth+1)...)
		}
	}
	return all
}

// includePath returns a path as git-config(1) understands one in a file.
func includePath(file, path string) string {
	if rest, home := strings.CutPrefix(path, "~/"); home {
		if dir, err := os.UserHomeDir(); err == nil {
			return filepath.Join(dir, rest)
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// judge decides on each setting of the repository's own.
func (own *ownConfig) judge(all scopes) {
	seen := map[string]bool{}
	for _, pair := range all.own {
		key := pair[0]
		v, dangerous := verdictOf(key)
		if !dangerous || seen[key] || isOwnTextconv(pair) {
			continue
		}
		seen[key] = true
		if v.why != "" {
			own.unused = append(own.unused, Unused{key, v.why})
		}
		own.detour = own.detour || v.detour
		v.override(own, key, all.stands)
	}
	slices.SortFunc(own.unused, func(a, b Unused) int { return strings.Compare(a.Key, b.Key) })
}

func isOwnTextconv(pair [2]string) bool {
	return pair == [2]string{"diff.casefile.textconv", "casefile textconv"}
}

// environment gives git the settings that stand above the repository's own.
func (own ownConfig) environment(more ...[2]string) []string {
	return append(slices.Clone(own.env),
		configEnvironment(append(slices.Clone(own.over), more...))...)
}
