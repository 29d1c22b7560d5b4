package main

import (
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// pulled plays NAME.sh on a throw-away copy of the server's records, and has somebody bring
// what comes of it into the clone mine with stock git, past casefile sync: fetched and reset
// to, and once more with an editor's backup on top. It must never pass for an accident of
// the clone's own: every command is refused with one of RULES, doctor --fix too, and no ref
// moves.
//
//	pulled NAME RULES
func pulled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pulled NAME RULES")
	}
	play(ts, args[0])
	ts.Check(os.RemoveAll(ts.MkAbs("again")))
	ts.Check(os.CopyFS(ts.MkAbs("again"), os.DirFS(ts.MkAbs("mine"))))
	git := func(args ...string) {
		as := []string{"-C", "again", "-c", "user.name=Editor", "-c", "user.email=e@agency.example"}
		ts.Check(ts.Exec("git", append(as, args...)...))
	}
	git("fetch", "-q", ts.MkAbs("copy.git"), "main")
	git("reset", "-q", "--hard", "FETCH_HEAD")
	wantFault(ts, args[0], args[1])
	git("commit", "-q", "--no-gpg-sign", "--allow-empty", "-m", "backup")
	git("fetch", "-q", ".", "HEAD") // so that git's note of the first is gone
	wantFault(ts, args[0]+" under a backup", args[1])
}

// wantFault wants every command refused, and no ref moved.
func wantFault(ts *testscript.TestScript, name, rules string) {
	before := allRefs(ts, "again")
	for _, command := range [][]string{{"list"}, {"doctor", "--fix"}, {"sync"}} {
		code := exitCode(ts, "judith", append([]string{"casefile", "-C", "again"}, command...)...)
		said := ts.ReadFile("stderr")
		named := func(rule string) bool { return strings.Contains(said, "["+rule+"]") }
		if code != 21 || !slices.ContainsFunc(strings.Split(rules, ","), named) ||
			strings.Contains(said, "doctor --fix") {
			ts.Fatalf("%s: %v has exit code %d\n%s", name, command, code, said)
		}
	}
	if after := allRefs(ts, "again"); after != before {
		ts.Fatalf("%s: a refused command has moved refs:\n%s\nnow:\n%s", name, before, after)
	}
}
