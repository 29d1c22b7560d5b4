package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// streams are a test's input, and the program's answers.
type streams struct{ in, out, err bytes.Buffer }

// testNow is when tests take place: Friday 6 March 2026, 17:45 in London.
var testNow = time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)

// testApp returns a program without a terminal, with a clock that stands still and only the given
// variables.
func testApp(t *testing.T, env map[string]string) (*App, *streams) {
	t.Helper()
	s := &streams{}
	app := &App{
		Getenv:  func(name string) string { return env[name] },
		Machine: Machine{Wall: func() time.Time { return testNow }},
	}
	app.In, app.Out, app.Err, app.Width = &s.in, &s.out, &s.err, 80
	return app, s
}

// elsewhere runs one command line in an empty folder, where there are no records.
func elsewhere(t *testing.T, typed string, args ...string) (code int, s *streams) {
	t.Helper()
	app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
	s.in.WriteString(typed)
	return app.Run(t.Context(), args), s
}

// document reads the one JSON document that a command answers with.
func document(t *testing.T, s *streams) map[string]any {
	t.Helper()
	d := json.NewDecoder(&s.out)
	var doc map[string]any
	if err := d.Decode(&doc); err != nil || d.More() {
		t.Fatalf("the answer is not one document: %v", err)
	}
	return doc
}

// refusalOf returns the lines on stderr: what was wrong, and the command that helps.
func refusalOf(s *streams) (wrong, hint string) {
	for line := range strings.Lines(s.err.String()) {
		if text, ok := strings.CutPrefix(line, "casefile: "); ok {
			wrong = strings.TrimSuffix(text, "\n")
		} else if text, ok := strings.CutPrefix(line, "hint: "); ok {
			hint = strings.TrimSuffix(text, "\n")
		}
	}
	return wrong, hint
}
