package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

// takesCase finds the words by which a command says that it takes a case, or what is in one.
var takesCase = pattern.Of(`\b(CASE|ENTRY|REFERRAL|CONCERN|INTAKE|HOLD)\b`)

// byIDAlone are the commands that ask for no name, and why.
var byIDAlone = map[string]string{
	"accept":          "an intake has no name that anybody settled: inbox shows its ID",
	"amend":           "an entry, which has no name",
	"confirm":         "an entry; a case stands for its one referral by its ID",
	"dispose":         "what can't be undone goes by an ID",
	"endorse":         "entries, which have no names",
	"erase":           "what can't be undone goes by an ID",
	"escalation":      "an entry; a case stands for its one referral by its ID",
	"move":            "an entry, which has no name",
	"rekey":           "cases whose key opens nothing: their names can't be read",
	"reply":           "an entry; a case stands for its one referral by its ID",
	"retention proof": "a case that was destroyed, of whose name nothing is left",
	"triage":          "an entry, which has no name",
	"validate":        "without a case it looks at all, and - is a text on stdin",
}

// Each command that takes a case asks for it where a person is, or says here why not.
func TestCommandsAskForTheirCase(t *testing.T) {
	app, _ := testApp(t, nil)
	root := rootCommand(app, []string{"help", "note"})
	seen := map[string]bool{}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		name := strings.TrimPrefix(cmd.CommandPath(), "casefile ")
		_, listed := byIDAlone[name]
		asks := cmd.Annotations[byName] != ""
		if takesCase().MatchString(cmd.Use) && asks == listed {
			t.Errorf("%s: asks %v, listed %v", cmd.Use, asks, listed)
		}
		seen[name] = true
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(root)
	for name := range byIDAlone {
		if !seen[name] {
			t.Errorf("%s is no command", name)
		}
	}
}

func TestAsksForACase(t *testing.T) {
	for line, asked := range map[string]bool{
		"-": true, "show": true, "show -": true, "chronology": true, "plan -": true, "note": true,
		"note -":   true,
		"add note": true, "add - note": true, "add": false, "attach letter.pdf": true,
		"attach - letter.pdf": true,
		"attach":              false, "assign mina": true, "assign": false,
		"handover --to mina":   true,
		"handover - --to mina": true,
		"due -":                true, "sar -": true, "sar open": true, "sar draft -": true,
		"concern -":         true,
		"report chronology": true, "report chronology -": true, "report handover": true,
		"report nosuch": false,
		"report":        false, "report caseload -": false, "report audit - --sample 5": false,
		"readers": true, "readers - grant mina": true, "readers review -": false, "link": true,
		"link - -": true,
		"transfer": true, "transfer pack": true, "export": true, "retain": true, "hold": true,
		"release -":            true,
		"import csv table.csv": true, "retention explain": true, "close": true, "reopen -": true,
		"dispose -": false,
	} {
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
		app.InTTY = true
		s.in.WriteString("\n")
		code := app.Run(t.Context(), strings.Fields(line))
		if got := strings.Contains(s.err.String(), "Which case?"); got != asked || code == 0 {
			t.Errorf("%s: asked %v, %d, %s", line, got, code, s.err.String())
		}
		if named := strings.Contains(s.err.String(), "no case was named"); named != asked ||
			asked && code != exitUsage {
			t.Errorf("%s: %d, %s", line, code, s.err.String())
		}
	}
}

// Behind each flag that takes a case - has it asked for.
func TestAsksForTheCaseOfAFlag(t *testing.T) {
	lines := map[string]string{
		"accept --into": "accept K3F9 --into -", "add --also": "add K3F9 note --also P4W8,-",
		"chronology --with":    "chronology K3F9 --with -",
		"import export --into": "import export x --into -",
		"move --to":            "move K3F9/6DCS --to -", "receive --into": "receive x --into -",
		"search --case": "search --case -", "note --also": "note K3F9 --also -",
	}
	app, _ := testApp(t, nil)
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			name := strings.TrimPrefix(cmd.CommandPath(), "casefile ") + " --" + f.Name
			if _, tried := lines[name]; valueOf(f) == "case" && f.Name != "also" && !tried {
				t.Errorf("%s is not tried", name)
			}
		})
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(rootCommand(app, []string{"help"}))
	for name, line := range lines {
		_, flag, _ := strings.Cut(name, " --")
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
		app.InTTY = true
		s.in.WriteString("\n")
		code := app.Run(t.Context(), strings.Fields(line))
		if !strings.HasPrefix(s.err.String(), "--"+flag+": which case?") || code != exitUsage {
			t.Errorf("%s: %d, %s", line, code, s.err.String())
		}
		app, s = testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
		code = app.Run(t.Context(), strings.Fields(line))
		if !strings.Contains(s.err.String(), "is asked for at a terminal") || code != exitUsage {
			t.Errorf("%s, with nobody to ask: %d, %s", line, code, s.err.String())
		}
	}
}

// Where nobody can be asked, a missing case is the same mistake as ever, and - is refused.
func TestAsksForNoCase(t *testing.T) {
	for _, line := range []string{"-", "due -", "show -", "add - note", "report plan -", "sar -",
		"sar open -"} {
		for name, set := range map[string]func(*App){
			"no terminal": func(*App) {},
			"--no-input":  func(app *App) { app.InTTY = true },
			"--json":      func(app *App) { app.InTTY = true },
		} {
			app, s := testApp(t,
				map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
			set(app)
			args := strings.Fields(line)
			if strings.HasPrefix(name, "--") {
				args = append(args, name)
			}
			code := app.Run(t.Context(), args)
			if code != exitUsage || strings.Contains(s.err.String(), "Which case?") {
				t.Errorf("%s, %s: %d, %s", line, name, code, s.err.String())
			}
		}
	}
}

// Who mistypes a name is asked again, three times in all, and an empty line ends it.
func TestAskedAgain(t *testing.T) {
	for typed, want := range map[string]struct {
		id    string
		asked int
	}{
		"ada\n":             {"K3F9", 1},
		"adda\nada\n":       {"K3F9", 2},
		"adda\nK3F9-27QM\n": {"K3F9-27QM", 2},
		"adda\n\nada\n":     {"", 2},
		"a\nb\nc\nada\n":    {"", 3},
	} {
		app, s := testApp(t, nil)
		app.InTTY = true
		s.in.WriteString(typed)
		id, err := askedCase(app, "Which case?", func(name string) (string, error) {
			if name != "ada" {
				return "", withHint(errNoSuchName, "casefile list shows the cases")
			}
			return "K3F9", nil
		})
		asked := strings.Count(s.err.String(), "Which case?")
		if id != want.id || (err == nil) != (want.id != "") || asked != want.asked {
			t.Errorf("%q: %q, %v, asked %d times\n%s", typed, id, err, asked, s.err.String())
		}
	}
}

func TestCaseArg(t *testing.T) {
	first, second := caseArg{lacks: onlyNonID}, caseArg{at: 1, lacks: never}
	for _, tt := range []struct {
		arg      caseArg
		in, with string
		leftOut  bool
	}{
		{first, "note", "K3F9 note", true},
		{first, "- note", "K3F9 note", true},
		{first, "P4W8 note", "", false},
		{first, "P4W8", "", false},
		{first, "", "", false},
		{second, "plan -", "plan K3F9", true},
		{second, "plan", "", false},
		{second, "- plan", "", false},
	} {
		args := strings.Fields(tt.in)
		got := tt.arg.isLeftOut(nil, args)
		if got != tt.leftOut {
			t.Errorf("%q: %v", tt.in, got)
		}
		if with := strings.Join(tt.arg.with(args, "K3F9"), " "); got && with != tt.with {
			t.Errorf("%q: %q", tt.in, with)
		}
		if strings.Join(args, " ") != tt.in {
			t.Errorf("%q was changed", tt.in)
		}
	}
	if record.LooksLikeID("note") {
		t.Error("a kind that looks like an ID is no word to go by")
	}
}
