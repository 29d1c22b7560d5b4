package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// plainPlace returns the place where git would find a repository from a folder, in the plain cases
// that have only one answer. Otherwise each command would start a git for that question. Git judges
// every repository that differs from one made by Init or by a plain clone, and every one that
// belongs to somebody else. The plain case is a folder of ours, on one disk, without links, with a
// configuration of which each line is known. A test compares the answers with git's.
func plainPlace(dir string) (place, bool) {
	for at := dir; ; at = filepath.Dir(at) {
		home := filepath.Join(at, ".git")
		_, err := os.Lstat(home)
		switch {
		case err == nil:
			return plainTree(dir, at, home)
		case !errors.Is(err, fs.ErrNotExist):
			return place{}, false
		case hasParts(at):
			return plainBare(dir, at)
		case at == filepath.Dir(at):
			return place{}, false
		}
	}
}

// plainTree returns a work tree at a folder, with dir in it.
func plainTree(dir, at, home string) (place, bool) {
	bare, known := plainHome(home)
	if !known || bare || !ownFolders(append(stepsUp(dir, at), home)) {
		return place{}, false
	}
	return place{gitDir: home, common: home, workTree: at, format: "sha1"}, true
}

// plainBare returns a bare repository, named itself.
func plainBare(dir, at string) (place, bool) {
	bare, known := plainHome(at)
	if !known || !bare || at != dir || !ownFolders([]string{at}) {
		return place{}, false
	}
	return place{gitDir: at, common: at, format: "sha1", bare: true}, true
}

// stepsUp returns the folders from dir up to one above it.
func stepsUp(dir, to string) []string {
	steps := []string{dir}
	for dir != to {
		dir = filepath.Dir(dir)
		steps = append(steps, dir)
	}
	return steps
}

// plainHead matches the content of HEAD: a branch, or a commit.
var plainHead = pattern.Of(`^(ref: refs/heads/[A-Za-z0-9._/-]+|[0-9a-f]{40})\n$`)

// plainHome reports whether a git directory is as Init leaves it, and whether it is bare.
func plainHome(home string) (bare, known bool) {
	for _, part := range []string{"objects", "refs"} {
		if info, err := os.Lstat(filepath.Join(home, part)); err != nil || !info.IsDir() {
			return false, false
		}
		if _, err := os.Stat(filepath.Join(home, part, ".")); err != nil { // entered
			return false, false
		}
	}
	if _, err := os.Lstat(filepath.Join(home, "commondir")); !errors.Is(err, fs.ErrNotExist) {
		return false, false
	}
	head, err := ReadAtMost(filepath.Join(home, "HEAD"), 4096)
	if err != nil || !plainHead().Match(head) {
		return false, false
	}
	text, err := ReadAtMost(filepath.Join(home, "config"), mostConfig)
	if err != nil {
		return false, false
	}
	said, known := plainConfig(string(text))
	if !known || said == "" || !plainSparse(home) {
		return false, false
	}
	return said == "true", true
}

// plainSparse reports whether the configuration of the work tree is as git writes it for a sparse
// one, or missing.
func plainSparse(home string) bool {
	text, err := ReadAtMost(filepath.Join(home, "config.worktree"), mostConfig)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	bare, known := plainConfig(string(text))
	return known && bare == ""
}

// A line of a configuration that has one meaning: no quotes, no line that goes on.
var (
	sectionLine = pattern.Of(`^\[([a-zA-Z.-]+)( "[^"\\]*")?\]$`)
	settingLine = pattern.Of(`^[ \t]*([a-zA-Z][a-zA-Z0-9-]*)[ \t]*=[ \t]*([^"\\#;]*)$`)
)

// plainConfig reports whether each line of a configuration is known not to lead elsewhere, and
// returns the value of core.bare, "" for none. Settings in core decide where the parts of a
// repository are. Git accepts no other values for them than those listed here.
func plainConfig(text string) (bare string, known bool) {
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if m := sectionLine().FindStringSubmatch(line); m != nil {
			if section = strings.ToLower(m[1]); !harmlessSection(section, m[2]) {
				return "", false
			}
			continue
		}
		m := settingLine().FindStringSubmatch(line)
		if m == nil || !plainSetting(section, strings.ToLower(m[1]), m[2]) {
			return "", false
		}
		if section == "core" && strings.EqualFold(m[1], "bare") {
			bare = m[2]
		}
	}
	return bare, true
}

// harmlessSection reports whether a section (with this subsection) can't change where a repository
// is, and has no value that git reads at its start. Sections that are checked setting by setting
// count as harmless too.
func harmlessSection(name, sub string) bool {
	switch name {
	case "core", "extensions", "index":
		return sub == ""
	case "remote", "branch", "maintenance", "diff":
		return sub != ""
	}
	return name == "gpg" || (name == "user" || name == "receive") && sub == ""
}

// plainSetting reports whether a setting is one of those that Init and a clone write.
func plainSetting(section, key, value string) bool {
	switch section {
	case "core":
		return slices.Contains(coreSettings()[key], value)
	case "extensions":
		return (key == "preciousobjects" || key == "worktreeconfig") && value == "true"
	case "index":
		return key == "sparse" && (value == "true" || value == "false")
	case "user":
		return key == "name" || key == "email" || key == "signingkey"
	}
	return section != ""
}

// coreSettings returns the values of core that Init and a clone write.
func coreSettings() map[string][]string {
	either := []string{"true", "false"}
	return map[string][]string{
		"repositoryformatversion": {"0"}, "filemode": either, "bare": either,
		"logallrefupdates": either, "ignorecase": either, "precomposeunicode": either,
		"symlinks": either, "autocrlf": {"false"}, "eol": {"lf"}, "safecrlf": {"false"},
		"hookspath": {"hooks"}, "splitindex": {"false"}, "sparsecheckout": either,
		"sparsecheckoutcone": either,
	}
}
