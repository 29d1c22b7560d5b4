package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/cli"
	"casefile/internal/store"
	"casefile/internal/testenv"
)

func TestMain(m *testing.M) {
	// Scripts record the same text again and again; recorded-already.txtar says what follows.
	if _, said := os.LookupEnv("CASEFILE_AGAIN"); !said {
		os.Setenv("CASEFILE_AGAIN", "1")
	}
	testscript.Main(testenv.Tests{M: m}, map[string]func(){
		"casefile": runCasefile,
		"typist":   typist,
		"held":     held,
	})
}

// testMachine returns the machine of tests. Passphrases cost nothing there, unless
// CASEFILE_TEST_EFFORT asks for their real cost: a second, some hundred times.
func testMachine() cli.Machine {
	m := cli.Machine{Wall: machineClock, Effort: 8}
	if os.Getenv("CASEFILE_TEST_EFFORT") == "usual" {
		m.Effort = 0
	}
	return m
}

// machineClock returns the clock of a test's machine. A script may set it: CASEFILE_TEST_CLOCK for
// the people, CASEFILE_TEST_SERVER_CLOCK for the hooks of a server. Otherwise a test in the future
// gets a machine of that time.
func machineClock() time.Time {
	now, variables := time.Now(), []string{"CASEFILE_TEST_CLOCK", "GIT_COMMITTER_DATE"}
	if len(os.Args) > 1 && os.Args[1] == "hook" {
		variables = []string{"CASEFILE_TEST_SERVER_CLOCK"}
	}
	for _, v := range variables {
		at, err := store.ParseDate(os.Getenv(v))
		if err == nil && (strings.HasPrefix(v, "CASEFILE") || at.After(now)) {
			return at
		}
	}
	return now
}

// TestScripts plays testdata/script/*.txtar. The texts in testdata/script/texts
// lie in each script's folder. Beside the commands of testscript there are:
//
// ttyin -stdin terminal runs the next command at a terminal, where an editor may open and
// whatever is asked is answered with no.
//
//	agency [FLAG…]          makes the identities of asha (caseworker), mina (line manager, lead),
//	                        judith (senior, records) and ben (contributor), and records with these
//	                        members; flags go to casefile init
//	member ID NAME ROLES MANAGER   makes one more, added by judith
//	as ACTOR COMMAND…       runs a command as one of them
//	at TIME                 dates what follows
//	code N COMMAND…         wants exactly this exit code
//	refuse N COMMAND…       wants this exit code, one line "casefile: …", at most one "hint: …",
//	                        and that no ref of the records has moved
//	grab NAME REGEXP        sets NAME to the first group, found in the last output
//	keep NAME COMMAND…      runs a command, and sets NAME to the entry that it recorded last
//	samepages ACTOR…        wants start page, inbox and due of each to name the same duties, and some
//	survives N as ACTOR COMMAND…   pipes a text to a command with -F -, and once more as a plain pipe
//	                        where it needs a text; wants this exit code, that no ref has moved, and that the text is a draft of the actor's by then, or
//	                        lies sealed in their own folder; it is discarded then
//	typist FILE COMMAND…    runs a command at a terminal, and types what FILE says (typist_linux_test.go)
//	held MIB COMMAND…       runs a command that may hold so much memory (held_linux_test.go)
//	fill FILE…              replaces $NAME in files
//	example CODE ACTOR LINE   runs an example of some command's help (examples_test.go)
//	exampled                wants every example to have been run
func TestScripts(t *testing.T) {
	tools := buildAge(t)
	scripts := filepath.Join("..", "..", "testdata", "script")
	helps := newExamples()
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(env *testscript.Env) error {
			if err := surround(env, tools); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(env.WorkDir, "terminal"), []byte("n\nn\nn\n"),
				0o600); err != nil {
				return err
			}
			texts := os.DirFS(filepath.Join(scripts, "texts"))
			if err := os.CopyFS(filepath.Join(env.WorkDir, "texts"), texts); err != nil {
				return err
			}
			return nothingLeft(env, scripts)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"agency": newAgencies(t).agency, "member": member, "as": as, "at": at, "code": code,
			"refuse": refuse,
			"grab":   grab, "keep": keep, "fill": fill, "server": server, "attack": attack,
			"lawful": lawful, "deceive": deceive, "served": served,
			"unlooked": unlooked, "given": given,
			"handed":  handed,
			"example": helps.example, "exampled": helps.exampled,
			"sametexts": sametexts, "samepages": samepages, "survives": survives,
			"planted": planted, "pulled": pulled,
		},
		Condition:           machineHas,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// machineHas are conditions of scripts: [mounts] where a test may mount a disk of its own.
func machineHas(condition string) (bool, error) {
	if condition != "mounts" {
		return false, fmt.Errorf("no condition %q", condition)
	}
	return exec.Command("unshare", "-m", "true").Run() == nil, nil
}

// surround puts a script into the surroundings of the tests, with home and records
// in its own folder, at a time of its own.
func surround(env *testscript.Env, tools string) error {
	home := filepath.Join(env.WorkDir, "home")
	for _, kv := range slices.Concat(os.Environ(), []string{
		pathAfter(tools), "HOME=" + home,
		"TMPDIR=" + env.Getenv("TMPDIR"), // which testscript has made
		"CASEFILE_DIR=" + filepath.Join(env.WorkDir, "records"),
		"GIT_COMMITTER_DATE=2026-03-06T17:40:12Z",
	}) {
		name, value, _ := strings.Cut(kv, "=")
		env.Setenv(name, value)
	}
	return os.MkdirAll(home, 0o700)
}

// pathAfter is PATH with folders of ours first: the machine may have another age.
func pathAfter(folders ...string) string {
	all := append(slices.Clone(folders), os.Getenv("PATH"))
	return "PATH=" + strings.Join(all, string(os.PathListSeparator))
}

// buildAge returns the folder of the stock age programs of the version in go.mod, and of a plugin.
func buildAge(t *testing.T) string {
	t.Helper()
	dir, err := builtAge()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// builtAge builds them once, in the home folder that goes with this run of the tests.
var builtAge = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp(os.Getenv("HOME"), "age-")
	if err != nil {
		return "", err
	}
	for _, tool := range []string{"cmd/age", "cmd/age-keygen", "extra/age-plugin-pq"} {
		program := filepath.Join(dir, filepath.Base(tool))
		out, err := testenv.Go("build", "-o", program, "filippo.io/age/"+tool).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("building %s: %w\n%s", tool, err, out)
		}
	}
	return dir, nil
})
