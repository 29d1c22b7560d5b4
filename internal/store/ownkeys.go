package store

import (
	"os"
	"strings"
)

// keyVerdict says how a key in the repository's own configuration is treated.
type keyVerdict struct {
	why     string // what it names, for people; "" where it is harmless to them
	neutral string // stands in its place where the person sets none
	never   bool   // also where the person sets one
	detour  bool   // can't be overridden: see detour
	helper  bool   // has several values, of which an empty one takes back the others
	env     string // an environment variable that stands above it
}

// A key by its first and last part, each in lower case; "*" is any.
var ownKeys = []struct {
	section, name string
	verdict       keyVerdict
}{
	{"filter", "clean", keyVerdict{why: "a filter program"}},
	{"filter", "smudge", keyVerdict{why: "a filter program"}},
	{"filter", "process", keyVerdict{why: "a filter program"}},
	{"filter", "required", keyVerdict{neutral: "false", never: true}},
	{"diff", "external", keyVerdict{why: "a program that compares files"}},
	{"diff", "command", keyVerdict{why: "a program that compares files", neutral: "false"}},
	{"diff", "textconv", keyVerdict{why: "a program that shows files", neutral: "false"}},
	{"merge", "driver", keyVerdict{why: "a program that merges files", neutral: "false"}},
	{"hook", "command", keyVerdict{why: "a hook", neutral: "true", never: true}},
	{"core", "fsmonitor",
		keyVerdict{why: "a program that watches files", neutral: "false", never: true}},
	{"core", "sshcommand", keyVerdict{why: "the program for ssh", neutral: "ssh"}},
	{"core", "gitproxy", keyVerdict{why: "a proxy program", env: "GIT_PROXY_COMMAND="}},
	{"core", "askpass", keyVerdict{why: "a program that asks for passwords"}},
	{"core", "editor", keyVerdict{why: "an editor", neutral: "false"}},
	{"sequence", "editor", keyVerdict{why: "an editor", neutral: "false"}},
	{"core", "pager", keyVerdict{why: "a pager", neutral: "cat"}},
	{"pager", "*", keyVerdict{why: "a pager", neutral: "false"}},
	{"core", "alternaterefscommand", keyVerdict{why: "a program that lists refs", neutral: "true"}},
	{"credential", "helper", keyVerdict{why: "a program that knows passwords", helper: true}},
	{"gpg", "program", keyVerdict{why: "a program for signatures", neutral: "false"}},
	{"gpg", "defaultkeycommand", keyVerdict{why: "a program for signatures", neutral: "false"}},
	{"remote", "uploadpack",
		keyVerdict{why: "a program of the remote", neutral: "git-upload-pack"}},
	{"remote", "receivepack",
		keyVerdict{why: "a program of the remote", neutral: "git-receive-pack"}},
	{"remote", "vcs", keyVerdict{why: "a transport", detour: true}},
	{"remote", "proxy", keyVerdict{why: "a proxy", detour: true}},
	{"remote", "promisor",
		keyVerdict{why: "a remote that is asked for missing objects", neutral: "false",
			never: true}},
	{"remote", "partialclonefilter", keyVerdict{neutral: "blob:none"}},
	{"url", "insteadof", keyVerdict{why: "another address for remotes", detour: true}},
	{"url", "pushinsteadof", keyVerdict{why: "another address for remotes", detour: true}},
	{"uploadpack", "packobjectshook", keyVerdict{why: "a program that packs objects"}},
	{"http", "cookiefile", keyVerdict{why: "a file that git reads and writes"}},
	{"http", "savecookies",
		keyVerdict{why: "a file that git writes", neutral: "false", never: true}},
	{"fetch", "bundleuri", keyVerdict{why: "another place to fetch from"}},
	{"fetch", "uriprotocols", keyVerdict{why: "other places to fetch from"}},
}

// verdictOf says what becomes of a key, and whether it is one to look at.
func verdictOf(key string) (keyVerdict, bool) {
	lower := strings.ToLower(key)
	section, _, _ := strings.Cut(lower, ".")
	name := lower[strings.LastIndexByte(lower, '.')+1:]
	for _, k := range ownKeys {
		if k.section == section && (k.name == name || k.name == "*") {
			return k.verdict, true
		}
	}
	return keyVerdict{}, false
}

// override replaces the repository's value by the person's or the machine's, or by a harmless one.
func (v keyVerdict) override(own *ownConfig, key string, stands [][2]string) {
	switch {
	case v.env != "":
		name, _, _ := strings.Cut(v.env, "=")
		if _, set := os.LookupEnv(name); !set {
			own.env = append(own.env, v.env)
		}
	case v.detour:
	case v.helper:
		own.over = append(own.over, [2]string{"credential.helper", ""})
		for _, pair := range stands {
			if other, is := verdictOf(pair[0]); is && other.helper {
				own.over = append(own.over, pair)
			}
		}
	default:
		own.over = append(own.over, [2]string{key, v.instead(key, stands)})
	}
}

func (v keyVerdict) instead(key string, stands [][2]string) string {
	value := v.neutral
	switch strings.ToLower(key) {
	case "core.sshcommand": // it stands above GIT_SSH, and below GIT_SSH_COMMAND
		if program := os.Getenv("GIT_SSH"); program != "" {
			value = shellQuoted(program)
		}
	case "core.askpass": // it stands above SSH_ASKPASS
		value = os.Getenv("SSH_ASKPASS")
	}
	for _, pair := range stands {
		if strings.EqualFold(pair[0], key) && !v.never {
			value = pair[1]
		}
	}
	return value
}
