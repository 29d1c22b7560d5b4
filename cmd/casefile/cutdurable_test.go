package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// undurable returns the files of a watched command that got their names before their content was on
// the disk, and stayed so. After a loss of power they may be there and empty. It looks at objects,
// refs, and the files with intended places of refs.
func (tr *tracer) undurable() []string {
	tr.t.Helper()
	synced, open := map[string]bool{}, map[string]string{}
	for line := range strings.SplitSeq(tr.traced(), "\n") {
		m := tracedCall().FindStringSubmatch(line)
		if m == nil || strings.Contains(m[3], " = -1 ") {
			continue
		}
		_, path, _ := strings.Cut(m[3], "<")
		path, _, _ = strings.Cut(path, ">") // absolute, as the kernel has it
		switch kindOf(m[2]) {
		case "write":
			delete(synced, path)
		case "fsync":
			synced[path] = true
			delete(open, path)
		case "rename", "link":
			from, to := filepath.Clean(firstFile(m[3])), filepath.Clean(lastFile(m[3]))
			if synced[to] = isSynced(synced, from); lastingFile().MatchString(to) && !synced[to] {
				open[to] = m[2] + " " + lastingFile().ReplaceAllString(to, "$1")
			}
		}
	}
	return slices.Compact(slices.Sorted(maps.Values(open)))
}

// lastingFile matches a file that must be whole after a loss of power. Files in quarantine move on
// from there.
var lastingFile = pattern.Of(`(?:.*/)?(objects/(?:[0-9a-f]{2}|pack)/|refs/(?:heads/main|` +
	`casefile/(?:keys/|remote/\w+|verified))|packed-refs$|casefile/(?:intent$|owed/|due/)).*`)

// isSynced reports whether a file that a call names was synced. Git on a server names some files
// relative to its folder.
func isSynced(synced map[string]bool, name string) bool {
	if filepath.IsAbs(name) {
		return synced[name]
	}
	end := "/" + name
	for path := range synced {
		if synced[path] && strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

// firstFile returns the first file that a call names: what a rename moves.
func firstFile(args string) string {
	if m := namedFile().FindStringSubmatch(args); m != nil {
		return m[1]
	}
	return ""
}
