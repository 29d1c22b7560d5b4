package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"casefile": func() { os.Exit(cli.Main(os.Args[1:])) },
	})
}

// TestScripts plays testdata/script/*.txtar. The texts in testdata/script/texts
// lie in each script's folder. Beside the commands of testscript there are:
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
//	fill FILE…              replaces $NAME in files
func TestScripts(t *testing.T) {
	tools := buildAge(t)
	scripts := filepath.Join("..", "..", "testdata", "script")
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(env *testscript.Env) error {
			for key, value := range map[string]string{
				"HOME": filepath.Join(env.WorkDir, "home"), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
				"PATH": os.Getenv("PATH") + string(os.PathListSeparator) + tools, "TZ": "UTC", "EDITOR": "false",
				"GIT_COMMITTER_DATE": "2026-03-06T17:40:12Z", "CASEFILE_DIR": filepath.Join(env.WorkDir, "records"),
			} {
				env.Setenv(key, value)
			}
			if err := os.CopyFS(filepath.Join(env.WorkDir, "texts"), os.DirFS(filepath.Join(scripts, "texts"))); err != nil {
				return err
			}
			return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"agency": agency, "member": member, "as": as, "at": at, "code": code, "refuse": refuse,
			"grab": grab, "keep": keep, "fill": fill, "server": server, "attack": attack, "lawful": lawful, "deceive": deceive, "served": served,
			"sametexts": sametexts, "samepages": samepages,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// buildAge builds the stock age programs of the version in go.mod, and a plugin.
func buildAge(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, tool := range []string{"cmd/age", "cmd/age-keygen", "extra/age-plugin-pq"} {
		out, err := exec.Command("go", "build", "-o", filepath.Join(dir, filepath.Base(tool)), "filippo.io/age/"+tool).CombinedOutput()
		if err != nil {
			t.Fatalf("building %s: %v\n%s", tool, err, out)
		}
	}
	return dir
}
