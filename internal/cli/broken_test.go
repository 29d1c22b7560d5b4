package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/aside"
)

// Where the program itself breaks, the text that it was given is kept, and no word of a value
// that somebody made of a record is printed: functions are named, and what Go says of itself.
func TestBrokenProgramTellsNothing(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home,
		"CASEFILE_DIR": t.TempDir()}
	app, s := testApp(t, env)
	if code := app.Run(t.Context(), strings.Fields("identity new --name Asha --id asha "+
		"--email asha@agency.example --no-passphrase")); code != exitOK {
		t.Fatal(s.err.String())
	}
	for name, breaks := range map[string]struct {
		how   func(times int)
		tells string
	}{
		"a value made of a text": {func(int) { panic("about Quillon Vexley") },
			"a panic with a value of type string; in cli.TestBrokenProgramTellsNothing"},
		"an error made of a text": {func(int) { panic(usage("about %s", "Quillon Vexley")) },
			"a panic with a value of type *cli.hinted; in cli.TestBrokenProgramTellsNothing"},
		"a goroutine": {func(int) { aside.Go(func() { panic("about Quillon Vexley") })() },
			"a panic with a value of type string; in cli.TestBrokenProgramTellsNothing"},
		"the error of a goroutine": {func(int) {
			if err := aside.Err(func() error { panic("about Quillon Vexley") }); err != nil {
				panic(err)
			}
		}, "a panic with a value of type string; in cli.TestBrokenProgramTellsNothing"},
		"an index": {func(times int) { _ = []string{"Quillon"}[times] },
			"runtime error: index out of range [1] with length 1; in " +
				"cli.TestBrokenProgramTellsNothing"},
		"each time": {func(times int) { panic("about Quillon Vexley") },
			"a panic with a value of type string; in cli.TestBrokenProgramTellsNothing"},
	} {
		app, s := testApp(t, env)
		s.in.WriteString("Quillon told of the xylograph.\n")
		times := 0
		app.Getenv = func(variable string) string {
			if variable == "CASEFILE_DIR" {
				if times++; times == 1 || name == "each time" {
					breaks.how(times)
				}
			}
			return env[variable]
		}
		code := app.Run(t.Context(), []string{"note", "K3F9-27QM", "-F", "-"})
		said := s.out.String() + s.err.String()
		wrong, hint := refusalOf(s)
		if code != exitFailed || strings.Contains(said, "Quillon") ||
			!strings.HasPrefix(wrong, "casefile itself is at fault, and ended: "+breaks.tells) {
			t.Errorf("%s: exit code %d\n%s", name, code, said)
		}
		kept, _ := filepath.Glob(filepath.Join(home, "casefile", "draft-*.age"))
		if len(kept) != 1 || !strings.Contains(hint, "casefile draft resume ") {
			t.Errorf("%s: %d drafts, hint: %s", name, len(kept), hint)
		}
		for _, file := range kept {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
}
