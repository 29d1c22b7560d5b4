package main

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"casefile/internal/cli"
	"casefile/internal/pattern"
)

// examples holds the examples in the help of all commands. The script examples.txtar is the table
// of who runs each, and when.
type examples struct {
	lock sync.Mutex
	all  []exampleLine
}

// exampleLine is a command line as the help of some command has it.
type exampleLine struct {
	text  string
	form  *regexp.Regexp // that line in a script, with IDs and places of the script's own
	isRun bool
}

// ownPlaces are the words of an example that differ in each agency.
var ownPlaces = pattern.Of(
	`[0-9A-Z]{4}-[0-9A-Z]{4}(/[0-9A-Z]{4}-[0-9A-Z]{4})?|INTRO@TIP|SHA256:…|` +
		`(/media|/srv|~|ssh:/)/\S+`)

func newExamples() *examples {
	e := &examples{}
	e.add(cli.Commands())
	return e
}

func (e *examples) add(cmd *cobra.Command) {
	for line := range strings.Lines(cmd.Example) {
		line = strings.TrimSpace(line)
		isKnown := func(x exampleLine) bool { return x.text == line }
		if !strings.HasPrefix(line, "#") && !slices.ContainsFunc(e.all, isKnown) {
			e.all = append(e.all, exampleLine{text: line, form: exampleForm(line)})
		}
	}
	for _, below := range cmd.Commands() {
		e.add(below)
	}
}

func exampleForm(line string) *regexp.Regexp {
	var form strings.Builder
	form.WriteByte('^')
	end := 0
	for _, m := range ownPlaces().FindAllStringIndex(line, -1) {
		form.WriteString(regexp.QuoteMeta(line[end:m[0]]) + `(\S+)`)
		end = m[1]
	}
	form.WriteString(regexp.QuoteMeta(line[end:]) + "$")
	return regexp.MustCompile(strings.ReplaceAll(form.String(), `"`, ""))
}

// example runs `example CODE ACTOR LINE`: an example in a shell, as it stands in the help, with the
// script's own IDs and places.
func (e *examples) example(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: example CODE ACTOR LINE")
	}
	written := strings.Join(args[2:], " ")
	at := slices.IndexFunc(e.all, func(x exampleLine) bool { return x.text == written })
	if at < 0 { // a command's name is like a case's ID
		at = slices.IndexFunc(e.all, func(x exampleLine) bool {
			return x.form.MatchString(written)
		})
	}
	if at < 0 {
		ts.Fatalf("no help has the example %s", written)
	}
	own, n := e.all[at].form.FindStringSubmatch(written)[1:], 0
	line := ownPlaces().ReplaceAllStringFunc(e.all[at].text, func(string) string {
		n++
		return own[n-1]
	})
	code(ts, false, []string{args[0], "as", args[1], "sh", "-c", line})
	e.lock.Lock()
	defer e.lock.Unlock()
	e.all[at].isRun = true
}

// exampled wants every example to have been run.
func (e *examples) exampled(ts *testscript.TestScript, _ bool, _ []string) {
	var left []string
	for _, x := range e.all {
		if !x.isRun {
			left = append(left, x.text)
		}
	}
	if len(left) > 0 {
		ts.Fatalf("%d of %d examples are not run:\n%s", len(left), len(e.all),
			strings.Join(left, "\n"))
	}
}

// TestCommandsHaveExamples wants one to four examples in the help of each command that can be
// run, each below a line that says what it does.
func TestCommandsHaveExamples(t *testing.T) {
	var look func(*cobra.Command)
	count := 0
	look = func(cmd *cobra.Command) {
		if cmd.Runnable() && !cmd.Hidden && cmd.Name() != "help" {
			count++
			lines := strings.Split(cmd.Example, "\n")
			if n := len(lines); cmd.Example == "" || n%2 != 0 || n > 8 {
				t.Errorf("%s: %d lines of examples, want four pairs at most", cmd.CommandPath(), n)
				return
			}
			for i := 0; i < len(lines); i += 2 {
				if !strings.HasPrefix(lines[i], "  # ") ||
					!strings.HasPrefix(lines[i+1], "  casefile") {
					t.Errorf("%s: not what it does and a command:\n%s\n%s",
						cmd.CommandPath(), lines[i], lines[i+1])
				}
			}
		}
		for _, below := range cmd.Commands() {
			look(below)
		}
	}
	look(cli.Commands())
	if count < 90 {
		t.Errorf("only %d commands were looked at", count)
	}
}
