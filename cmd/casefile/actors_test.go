package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/pattern"
)

// people of the scripts, after the founder: name, roles, line manager.
var people = []struct{ id, name, roles, manager string }{
	{"mina", "Mina Hall", "manager,lead", "judith"},
	{"asha", "Asha Rao", "caseworker", "mina"},
	{"ben", "Ben Ito", "contributor", "mina"},
}

// founder begins the records of the scripts.
const founder = "judith"

func agency(ts *testscript.TestScript, _ bool, args []string) {
	identity(ts, founder, "Judith Pryce")
	as(ts, false, append([]string{founder, "casefile", "init", ts.Getenv("CASEFILE_DIR"),
		"--no-recovery", "--roles", "senior,records"}, args...))
	for _, p := range people {
		member(ts, false, []string{p.id, p.name, p.roles, p.manager})
	}
}

func member(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: member ID NAME ROLES MANAGER")
	}
	id, card := args[0], ts.MkAbs(args[0]+".card")
	identity(ts, id, args[1])
	as(ts, false, []string{id, "casefile", "identity", "card", "-o", card})
	as(ts, false, []string{"judith", "casefile", "team", "add", card, "--roles", args[2],
		"--line-manager", args[3]})
}

func identity(ts *testscript.TestScript, id, name string) {
	as(ts, false, []string{id, "casefile", "identity", "new", "--id", id, "--name", name, "--email",
		id + "@agency.example", "--no-passphrase"})
}

// as runs a command as an actor, whose own folder is home/ACTOR.
func as(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: as ACTOR COMMAND…")
	}
	args = actor(ts, append([]string{"as"}, args...))
	err := ts.Exec(args[0], args[1:]...)
	if neg && err == nil {
		ts.Fatalf("unexpected success of %s", strings.Join(args, " "))
	}
	if !neg && err != nil {
		ts.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, ts.ReadFile("stderr"))
	}
}

// actor takes `as ACTOR` off a command, and becomes that actor.
func actor(ts *testscript.TestScript, args []string) []string {
	if len(args) > 2 && args[0] == "as" {
		ts.Setenv("XDG_CONFIG_HOME", filepath.Join(ts.Getenv("HOME"), args[1], ".config"))
		return args[2:]
	}
	return args
}

func at(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("GIT_COMMITTER_DATE", args[0])
}

// code runs `code N [as ACTOR] COMMAND…` and wants that exit code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N [as ACTOR] COMMAND…")
	}
	want, args := args[0], actor(ts, args[1:])
	got := 0
	if err := ts.Exec(args[0], args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != want {
		ts.Fatalf("%s: exit code %d, want %s\n%s", strings.Join(args, " "), got, want,
			ts.ReadFile("stderr"))
	}
}

// refuse wants what every refusal keeps to.
func refuse(ts *testscript.TestScript, neg bool, args []string) {
	before := refs(ts)
	code(ts, neg, args)
	if after := refs(ts); after != before {
		ts.Fatalf("a refused command has moved refs:\n%s\nnow:\n%s", before, after)
	}
	said := ts.ReadFile("stderr")
	if n := len(saidLine().FindAllString(said, -1)); n != 1 {
		ts.Fatalf("%d lines begin with casefile:, want 1\n%s", n, said)
	}
	if n := len(hintLine().FindAllString(said, -1)); n > 1 {
		ts.Fatalf("%d lines begin with hint:, want 1 at most\n%s", n, said)
	}
}

var (
	// The Enter that ends a question's line is echoed to the terminal, and not to stderr.
	saidLine = pattern.Of(`(?m)^(?:edit again\? \[Y/n\] )?casefile: .+$`)
	hintLine = pattern.Of(`(?m)^hint: `)
)

// refs lists every ref of the records with its commit; "" without records. The tip judged last is
// left out, since looking alone may move it.
func refs(ts *testscript.TestScript) string {
	dir := ts.MkAbs(ts.Getenv("CASEFILE_DIR"))
	out, err := exec.Command("git", "-C", dir, "for-each-ref", "refs/heads",
		"refs/casefile/keys").Output()
	if err != nil {
		return ""
	}
	return string(out)
}

func grab(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: grab NAME REGEXP")
	}
	re, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	m := re.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("nothing like %s in the last output:\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], m[1])
}

var recordedLine = pattern.Of(`(?m)^(\S+/\S+)  \S+ recorded by \S+$`)

// keep remembers the entry that a command recorded last, as CASE/ENTRY.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: keep NAME [as ACTOR] COMMAND…")
	}
	code(ts, false, append([]string{"0"}, args[1:]...))
	all := recordedLine().FindAllStringSubmatch(ts.ReadFile("stdout"), -1)
	if len(all) == 0 {
		ts.Fatalf("no entry was recorded:\n%s", ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], all[len(all)-1][1])
}

// fill replaces $NAME in files by the script's value of that name.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	for _, file := range args {
		text := os.Expand(ts.ReadFile(file), func(name string) string {
			value := ts.Getenv(name)
			if value == "" {
				ts.Fatalf("%s: nothing is known as $%s", file, name)
			}
			return value
		})
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o600))
	}
}
