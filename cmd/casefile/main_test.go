package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"casefile": func() { os.Exit(cli.Main(os.Args[1:])) },
	})
}

// TestScripts plays testdata/script/*.txtar. Beside the commands of testscript
// there are:
//
//	agency                  makes the identities of asha (caseworker), mina (line manager, lead),
//	                        judith (senior, records) and ben (contributor), and records with these members
//	as ACTOR COMMAND…       runs a command as one of them
//	at TIME                 dates what follows
//	code N COMMAND…         wants exactly this exit code
//	grab NAME REGEXP        sets NAME to the first group, found in the last output
func TestScripts(t *testing.T) {
	tools := buildAge(t)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			for key, value := range map[string]string{
				"HOME": filepath.Join(env.WorkDir, "home"), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
				"PATH": os.Getenv("PATH") + string(os.PathListSeparator) + tools, "TZ": "UTC", "EDITOR": "false",
				"GIT_COMMITTER_DATE": "2026-03-06T17:40:12Z", "CASEFILE_DIR": filepath.Join(env.WorkDir, "records"),
			} {
				env.Setenv(key, value)
			}
			return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"agency": agency, "as": as, "at": at, "code": code, "grab": grab,
		},
		RequireUniqueNames: true,
	})
}

// buildAge builds the stock age programs of the version in go.mod.
func buildAge(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, tool := range []string{"age", "age-keygen"} {
		out, err := exec.Command("go", "build", "-o", filepath.Join(dir, tool), "filippo.io/age/cmd/"+tool).CombinedOutput()
		if err != nil {
			t.Fatalf("building %s: %v\n%s", tool, err, out)
		}
	}
	return dir
}

// people of the scripts: name, roles, line manager.
var people = []struct{ id, name, roles, manager string }{
	{"judith", "Judith Pryce", "senior,records", ""},
	{"mina", "Mina Hall", "manager,lead", "judith"},
	{"asha", "Asha Rao", "caseworker", "mina"},
	{"ben", "Ben Ito", "contributor", "mina"},
}

func agency(ts *testscript.TestScript, _ bool, args []string) {
	for _, p := range people {
		as(ts, false, []string{p.id, "casefile", "identity", "new", "--name", p.name, "--email", p.id + "@agency.example", "--no-passphrase"})
	}
	as(ts, false, append([]string{"judith", "casefile", "init", ts.Getenv("CASEFILE_DIR"), "--no-recovery", "--roles", "senior,records"}, args...))
	for _, p := range people[1:] {
		card := ts.MkAbs(p.id + ".card")
		as(ts, false, []string{p.id, "casefile", "identity", "card", "-o", card})
		as(ts, false, []string{"judith", "casefile", "team", "add", card, "--roles", p.roles, "--line-manager", p.manager})
	}
}

// as runs a command as an actor, whose own folder is home/ACTOR.
func as(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: as ACTOR COMMAND…")
	}
	home := filepath.Join(ts.Getenv("HOME"), args[0])
	ts.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	run(ts, neg, args[1:])
}

// run runs a command through testscript, so that stdout and stderr can be
// looked at afterwards.
func run(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[0], args[1:]...)
	if neg && err == nil {
		ts.Fatalf("unexpected success of %s", strings.Join(args, " "))
	}
	if !neg && err != nil {
		ts.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, ts.ReadFile("stderr"))
	}
}

func at(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("GIT_COMMITTER_DATE", args[0])
}

// code runs `code N [as ACTOR] COMMAND…` and wants that exit code.
func code(ts *testscript.TestScript, _ bool, args []string) {
	want, args := args[0], args[1:]
	if args[0] == "as" {
		ts.Setenv("XDG_CONFIG_HOME", filepath.Join(ts.Getenv("HOME"), args[1], ".config"))
		args = args[2:]
	}
	got := "0"
	if err := ts.Exec(args[0], args[1:]...); err != nil {
		exit, ok := err.(*exec.ExitError)
		ts.Check(errUnless(ok, err))
		got = fmt.Sprint(exit.ExitCode())
	}
	if got != want {
		ts.Fatalf("%s: exit code %s, want %s\n%s", strings.Join(args, " "), got, want, ts.ReadFile("stderr"))
	}
}

func errUnless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

func grab(ts *testscript.TestScript, _ bool, args []string) {
	m := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("nothing like %s in the last output:\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], m[1])
}
