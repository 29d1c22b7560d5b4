package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/pattern"
)

// What a refusal says of where a text is.
var (
	keptDraft = pattern.Of(`(?m)^the text is kept, encrypted, as the draft (\S+)$`)
	keptFile  = pattern.Of(
		`(?m)^hint: the text is in (\S+), encrypted; in the records casefile draft resume \S+ takes it up, `)
)

// pipedWords stand in the text that survives.
const pipedWords = "She said that she is not hungry."

const pipedText = "---\nheadline: Said at breakfast\nmethod: pigeon\n---\n\n" + pipedWords + "\n"

func survives(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || args[1] != "as" {
		ts.Fatalf("usage: survives N as ACTOR COMMAND…")
	}
	ts.Setenv("XDG_CONFIG_HOME", filepath.Join(ts.Getenv("HOME"), args[2], ".config"))
	survivesBy(ts, `printf '%s' "$0" | "$@" -F -`, args)
	if needsText(args[3:]) {
		survivesBy(ts, `printf '%s' "$0" | "$@"`, args)
	}
}

// needsText reports whether a command takes a plain pipe for its text: attach needs none, and an
// endorsement needs one only with another verdict.
func needsText(command []string) bool {
	return !slices.Contains(command, "attach") &&
		(!slices.Contains(command, "endorse") || slices.Contains(command, "--verdict"))
}

// survivesBy does it by one way of piping.
func survivesBy(ts *testscript.TestScript, pipe string, args []string) {
	who := args[2]
	refuse(ts, false, append([]string{args[0], "sh", "-c", pipe, pipedText}, args[3:]...))
	said := ts.ReadFile("stderr")
	if m := keptDraft().FindStringSubmatch(said); m != nil {
		ts.Check(ts.Exec("casefile", "draft", "show", m[1]))
		shows(ts, said, strings.Contains(said, "--draft "+m[1]) ||
			strings.Contains(said, "draft show "+m[1]))
		ts.Check(ts.Exec("casefile", "draft", "discard", m[1]))
		return
	}
	m := keptFile().FindStringSubmatch(said)
	if m == nil {
		ts.Fatalf("nobody says where the text is:\n%s", said)
	}
	identity := filepath.Join(ts.Getenv("HOME"), who, ".config", "casefile", "identity.txt")
	ts.Check(ts.Exec("age", "-d", "-i", identity, m[1]))
	shows(ts, said, true)
	ts.Check(ts.Exec("rm", m[1]))
}

// shows wants the text in the last answer, and a refusal that says how to take it up.
func shows(ts *testscript.TestScript, said string, hinted bool) {
	if !strings.Contains(ts.ReadFile("stdout"), pipedWords) {
		ts.Fatalf("the text is not what was kept:\n%s", ts.ReadFile("stdout"))
	}
	if !hinted {
		ts.Fatalf("the refusal does not say how to take the text up again:\n%s", said)
	}
}
