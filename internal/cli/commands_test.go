package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/store"
	"casefile/internal/term"
	"casefile/internal/verify"
)

// Commands that need no records answer anywhere.
func TestCommandsWithoutRecords(t *testing.T) {
	for _, tt := range []struct {
		line string
		code int
		out  string // somewhere in the answer
	}{
		{"version", 0, "record format 1, rules 4\n"},
		{"kinds", 0, "\nconcern "},
		{"kinds contact", 0, "Recorded by: casefile add CASE contact"},
		{"kinds closure", 0, "Recorded by: casefile close"},
		{"kinds disposal", 0, "Recorded by: casefile dispose"},
		{"kinds erasure", 0, "Recorded by: casefile erase"},
		{"kinds contact --template", 0, "---\n"},
		{"rules opinion-in-facts", 0, "opinion-in-facts  "},
		{"rules " + verify.RuleRewound, 0, "FORMAT.md"},
		{"completion bash", 0, "casefile"},
		{"completion zsh", 0, "casefile"},
		{"completion fish", 0, "casefile"},
		{"completion powershell", 0, "casefile"},
		{"manual", 0, "\nwhen-something-is-lost "},
		{"manual caseworker", 0, "# For caseworkers: "},
		{"--json manual", 0, `"topic": "caseworker"`},
		{"--json manual server", 0, `"markdown": "# For the keeper of the server`},
		{"help exit-codes", 0, " 130  interrupted"},
		{"retention --help", 0, "explain"},
	} {
		code, s := elsewhere(t, "", strings.Fields(tt.line)...)
		if code != tt.code || !strings.Contains(s.out.String(), tt.out) || s.err.Len() > 0 {
			t.Errorf("%s: %d\n%s%s", tt.line, code, s.out.String(), s.err.String())
		}
	}
}

// A shell offers the pages of the manual, each with its title.
func TestTopicsAreOffered(t *testing.T) {
	_, s := elsewhere(t, "", "__complete", "manual", "ma")
	if want := "manager\tFor managers: the inbox, endorsing, closing, readers\n:4\n"; s.out.String() != want {
		t.Errorf("%q, not %q", s.out.String(), want)
	}
	if _, s := elsewhere(t, "", "__complete", "manual", "manager", ""); s.out.String() != ":4\n" {
		t.Errorf("a second page is offered: %q", s.out.String())
	}
}

// Every refusal is one line with the reason, and one with the command that helps.
func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		line, wrong, hint string
		code              int
	}{
		{"list --nonsense", "unknown flag: --nonsense", "casefile list --help", exitUsage},
		{"due --within soon", `--within: "soon" is not a number of days or weeks`,
			"--within 7d, or 2w", exitUsage},
		{"due K3F9 --all", "due takes a case, --worker MEMBER or --all: one of them",
			"casefile due --help", exitUsage},
		{"show", "casefile show takes CASE or ENTRY", "casefile show --help", exitUsage},
		{"version now", "casefile version takes no argument", "casefile version --help", exitUsage},
		{"shwo", `there is no command "shwo", and it is not a case ID`,
			"did you mean casefile show?",
			exitUsage},
		{"contcat", `there is no command "contcat", and it is not a case ID`,
			"did you mean casefile contact?", exitUsage},
		{"retention chekc", `casefile retention has no command "chekc"`,
			"casefile retention --help", exitUsage},
		{"completion tcsh",
			`there are completions for bash, zsh, fish and powershell, not for "tcsh"`,
			"casefile completion --help", exitUsage},
		{"kinds nosuch", `there is no kind "nosuch"`, "casefile kinds lists them", exitNotFound},
		{"manual nosuch", `the manual has no page "nosuch"`, "casefile manual lists them",
			exitNotFound},
		{"rules nosuch", `there is no rule "nosuch"`, "casefile rules lists them", exitNotFound},
		{"report nosuch K3F9", `there is no report "nosuch"; there are chronology, `,
			"casefile report --help", exitUsage},
		{"report audit", "report audit draws a sample: --sample 5", "casefile report --help",
			exitUsage},
		{"plan K3F9 --format docx",
			`there is no format "docx"; there are text, md, html, json and csv`,
			"casefile plan --help", exitUsage},
		{"handover K3F9", "--to MEMBER says who takes over", "casefile handover --help", exitUsage},
		{"readers K3F9 give asha", `readers knows grant and revoke, not "give"`,
			"casefile readers --help", exitUsage},
		{"--as-at 2026-03-01 open", "--as-at is for looking back; casefile open is about now",
			"look back with casefile chronology, ", exitUsage},
	} {
		code, s := elsewhere(t, "", strings.Fields(tt.line)...)
		wrong, hint := refusalOf(s)
		if code != tt.code || !strings.HasPrefix(wrong, tt.wrong) ||
			!strings.HasPrefix(hint, tt.hint) {
			t.Errorf("%s: %d, %q, hint %q", tt.line, code, wrong, hint)
		}
		if s.out.Len() > 0 {
			t.Errorf("%s: a refusal stands on stdout: %s", tt.line, s.out.String())
		}
	}
}

// With --json a refusal is a document as well, and people still read the line.
func TestErrorDocument(t *testing.T) {
	code, s := elsewhere(t, "", "list", "--json")
	wrong, hint := refusalOf(s)
	doc := document(t, s)
	want := map[string]any{
		"schema": "casefile/error/1",
		"error":  wrong,
		"hint":   hint,
		"exit":   float64(exitNoRecords),
	}
	if code != exitNoRecords || !maps.Equal(doc, want) ||
		!strings.HasPrefix(wrong, "there are no records in ") {
		t.Errorf("%d: %v, want %v", code, doc, want)
	}
}

// A document that was answered already is the only one, whatever the exit code.
func TestFindingsAreOneDocument(t *testing.T) {
	code, s := elsewhere(t, "---\nkind: note\n---\n", "validate", "-", "--json")
	doc := document(t, s)
	if code != exitFindings || doc["schema"] != "casefile/validate/1" ||
		doc["errors"].(float64) == 0 {
		t.Errorf("%d: %v", code, doc)
	}
	if wrong, hint := refusalOf(s); !strings.HasPrefix(wrong, "there are findings: ") ||
		hint != "casefile rules explains each rule" {
		t.Errorf("%q, hint %q", wrong, hint)
	}
}

func TestAnswersAsJSON(t *testing.T) {
	for line, schema := range map[string]string{
		"version": "casefile/version/1", "kinds": "casefile/kinds/1",
		"kinds contact": "casefile/kind/1", "rules": "casefile/rules/1",
	} {
		code, s := elsewhere(t, "", append(strings.Fields(line), "--json")...)
		if doc := document(t, s); code != 0 || doc["schema"] != schema {
			t.Errorf("%s: %d, %v", line, code, doc["schema"])
		}
	}
	_, s := elsewhere(t, "", "kinds", "contact", "--schema")
	if !json.Valid(s.out.Bytes()) {
		t.Errorf("the schema of a kind: %.80s", s.out.String())
	}
}

// A policy that is no policy names file and line; one that is needs no records.
func TestPolicyCheckOfAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "draft.yaml")
	if err := os.WriteFile(file, []byte("format: 1\nversion: many\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, s := elsewhere(t, "", "policy", "check", file)
	if code != exitFindings || !strings.Contains(s.out.String(), file+":") {
		t.Errorf("%d\n%s", code, s.out.String())
	}
}

// The codes are the design's, and are never renumbered.
func TestExitCodes(t *testing.T) {
	var got []int
	for _, c := range exitCodes {
		got = append(got, c.code)
	}
	if want := []int{0, 1, 2, 10, 11, 12, 13, 20, 21, 22, 23, 24, 25, 130}; !slices.Equal(got,
		want) {
		t.Errorf("the table has %v, want %v", got, want)
	}
	for _, o := range outcomes {
		if !slices.Contains(got, o.code) {
			t.Errorf("%v ends with %d, which help does not explain", o.is, o.code)
		}
	}
}

// The first of the table that an error is gives code and hint; a hint of its own goes
// before that of the table.
func TestConclude(t *testing.T) {
	for _, tt := range []struct {
		err         error
		code        int
		wrong, hint string
	}{
		{nil, exitOK, "", ""},
		{errors.New("the disk is full"), exitFailed, "the disk is full", ""},
		{fmt.Errorf("adding to K3F9-27QM: %w", casebook.ErrDenied), exitDenied,
			"adding to K3F9-27QM: ", "casefile team shows the roles; casefile CASE shows a " +
				"case's key worker"},
		{denied("a contributor opens no case"), exitDenied, "a contributor opens no case",
			"casefile team shows the roles; casefile CASE shows a case's key worker"},
		{withHint(notFound("no member %q", "zoe"), "casefile team lists the members"), exitNotFound,
			`no member "zoe"`, "casefile team lists the members"},
		{fmt.Errorf("%w: 2 errors", errFindings), exitFindings, "there are findings: 2 errors", ""},
		{store.ErrRaced, exitLocked, "", "try again in a moment"},
		{&store.LockedError{Path: "/r/HEAD.lock", Why: "process 7 (git) has it open"}, exitLocked,
			"a lock is in the way: /r/HEAD.lock: process 7 (git) has it open",
			"wait until that process ends"},
		{term.ErrInterrupted, exitInterrupted, "", ""},
		{&fs.PathError{Op: "open", Path: "note.md", Err: fs.ErrNotExist}, exitFailed,
			"there is no file note.md", ""},
		{errors.New("two\nlines \x1b[31mred"), exitFailed, "two lines ", ""},
		{errDue, exitDue, "", ""}, // it was told on stdout
	} {
		app, s := testApp(t, nil)
		code := conclude(app, tt.err)
		wrong, hint := refusalOf(s)
		if code != tt.code || !strings.HasPrefix(wrong, tt.wrong) ||
			!strings.HasPrefix(hint, tt.hint) {
			t.Errorf("%v: %d, %q, hint %q", tt.err, code, wrong, hint)
		}
		if strings.ContainsAny(s.err.String(), "\x1b\r") {
			t.Errorf("%v steers the terminal", tt.err)
		}
	}
}

// What fails once an act is on main says so, unless its words tell how far the act had come.
func TestConcludeRecorded(t *testing.T) {
	disk := errors.New("the disk is full")
	for _, tt := range []struct {
		err      error
		recorded bool
		wrong    string
	}{
		{disk, false, "the disk is full"},
		{disk, true, "it is recorded, and then: the disk is full"},
		{term.ErrInterrupted, true, "it is recorded, and then: "},
		{&fs.PathError{Op: "open", Path: "note.md", Err: fs.ErrNotExist}, true,
			"it is recorded, and then: there is no file note.md"},
		{&casebook.HaltError{Halt: casebook.Outrun, Err: disk}, true, ": the disk is full"},
		{&casebook.StoppedError{Done: 3, Err: disk}, true, "3 cases done, then: "},
		{fmt.Errorf("%w2 cases not granted", errSilent{errPartly}), true, "2 cases not granted"},
	} {
		app, s := testApp(t, nil)
		app.recorded = tt.recorded
		code := conclude(app, tt.err)
		want, _ := outcomeOf(tt.err)
		if wrong, _ := refusalOf(s); code != want || !strings.HasPrefix(wrong, tt.wrong) {
			t.Errorf("%v, recorded %v: %d, %q", tt.err, tt.recorded, code, wrong)
		}
	}
}

// A command runs at GIT_COMMITTER_DATE, as git does, and else by the machine's clock.
func TestNow(t *testing.T) {
	for _, tt := range []struct {
		variable string
		want     time.Time
	}{
		{"", testNow},
		{"2026-03-01T09:00:00+00:00", time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)},
		{"@1772355600 +0100", time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)},
		{"yesterday", time.Time{}},
	} {
		app, _ := testApp(t, map[string]string{"GIT_COMMITTER_DATE": tt.variable})
		got, err := app.Now()
		if refused := errors.Is(err, errUsage); !got.Equal(tt.want) || refused != tt.want.IsZero() {
			t.Errorf("%q: %v, %v; want %v", tt.variable, got, err, tt.want)
		}
	}
}

// An answer and a note never steer the terminal, and --json keeps stderr for refusals.
func TestSayAndPrint(t *testing.T) {
	app, s := testApp(t, nil)
	app.say("note: %s", "\x1b[2J")
	app.print("%s", "Tobi\x07")
	if strings.ContainsAny(s.err.String()+s.out.String(), "\x1b\x07") {
		t.Errorf("%q, %q", s.err.String(), s.out.String())
	}
	app, s = testApp(t, nil)
	app.global.json = true
	app.say("note: not for a machine")
	if s.err.Len() > 0 {
		t.Errorf("with --json it says %q", s.err.String())
	}
}
