package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/pattern"
)

// What the attack on a person's own files has besides. The attacker can write there, and seal
// to the person, as anybody can:
//
//	planted NAME ACTOR WORDS  plays NAME.sh, which makes $DRAFT, the file of a draft of the actor's.
//	                          The actor's list of drafts shows it and does nothing; draft resume, with
//	                          nobody at a terminal, refuses it with a line that has these words (_ for
//	                          a blank). No ref moves, nothing that it names is run or shown, and no
//	                          sign of control gets to the terminal
func planted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: planted NAME ACTOR WORDS")
	}
	name, who, words := args[0], args[1], strings.ReplaceAll(args[2], "_", " ")
	file := ts.MkAbs(filepath.Join("records/.git/casefile/drafts", who, "7K2M9QXH.age"))
	ts.Check(os.RemoveAll(file))
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o700))
	ts.Setenv("DRAFT", file)
	actor(ts, []string{"as", who, "true"})
	if err := ts.Exec("sh", "-euc", plantedBy+". ./"+name+".sh"); err != nil {
		ts.Fatalf("%s.sh: %v\n%s", name, err, ts.ReadFile("stderr"))
	}
	before := refs(ts)
	list := exitCode(ts, who, "casefile", "draft")
	shown := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	code := exitCode(ts, who, "casefile", "draft", "resume", "7K2M9QXH")
	said := ts.ReadFile("stderr")
	if list != 0 || code == 0 || !strings.Contains(said, words) {
		ts.Fatalf("%s: exit codes %d and %d\n%s", name, list, code, said)
	}
	if after := refs(ts); after != before {
		ts.Fatalf("%s has moved refs:\n%s\nnow:\n%s", name, before, after)
	}
	if bad := controls().FindString(shown + said + ts.ReadFile("stdout")); bad != "" {
		ts.Fatalf("%s: %q gets to the terminal", name, bad)
	}
	if _, err := os.Stat(ts.MkAbs("ran")); err == nil || strings.Contains(shown+said, "A secret") {
		ts.Fatalf("%s: what it names was run, or shown\n%s%s", name, shown, said)
	}
	ts.Check(os.RemoveAll(file))
}

// controls are signs that a terminal obeys, or that turn the words around them.
var controls = pattern.Of("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

// plantedBy seals a draft: plant ACT with the program's own first line, whole LINE with another.
const plantedBy = `
to=$(sed -n 's/^recipient: //p' "$XDG_CONFIG_HOME/casefile/config.yaml")
whole() { printf '%s\nThe text.\n' "$1" | age -r "$to" -o "$DRAFT"; }
plant() { whole "{\"draft\":2,\"act\":$1}"; }
id=$(echo "$CASE" | tr -d -)
`
