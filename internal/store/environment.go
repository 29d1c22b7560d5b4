package store

import (
	"os"
	"slices"
	"strconv"
	"strings"
)

// environment returns the environment of git processes. Of the GIT_ variables it passes only those
// that say how to reach people and networks, or where the user's configuration is. An inherited
// GIT_DIR, GIT_INDEX_FILE or GIT_CONFIG_PARAMETERS would turn a call to a different repository: a
// hook or an editor of another repository may have set it. A pre-receive hook must keep the
// variables that lead to the objects still in quarantine.
func environment(quarantine bool) []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, "GIT_") || harmless(name) || quarantine && quarantined(name) {
			env = append(env, kv)
		}
	}
	// The name goes into reflog lines on this machine; commits carry their own.
	return append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_ATTR_NOSYSTEM=1", "GIT_GRAFT_FILE="+os.DevNull, "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOC_LIMIT="+gitMemory,
		"GIT_COMMITTER_NAME=casefile", "GIT_COMMITTER_EMAIL=casefile@invalid")
}

// configEnvironment gives git settings that stand above those of every file: git(1),
// GIT_CONFIG_COUNT. Unlike those of -c, their keys may have any letter.
func configEnvironment(settings [][2]string) []string {
	env := []string{"GIT_CONFIG_COUNT=" + strconv.Itoa(len(settings))}
	for i, pair := range settings {
		n := strconv.Itoa(i)
		env = append(env, "GIT_CONFIG_KEY_"+n+"="+pair[0], "GIT_CONFIG_VALUE_"+n+"="+pair[1])
	}
	return env
}

func harmless(name string) bool {
	switch name {
	case "GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_TERMINAL_PROMPT",
		"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH",
		"GIT_PROXY_COMMAND", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER", "GIT_CURL_VERBOSE":
		return true
	}
	families := []string{"GIT_TRACE", "GIT_HTTP_", "GIT_SSL_"}
	return slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(name, f) })
}

func quarantined(name string) bool {
	return name == "GIT_OBJECT_DIRECTORY" || name == "GIT_ALTERNATE_OBJECT_DIRECTORIES" ||
		name == "GIT_QUARANTINE_PATH"
}
