package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each git process costs a short command a fifth of its time. What needs no records starts
// none, and version looks whether it is in records by itself. Elsewhere, outside any records,
// one git says whether it is new enough.
func TestGitProcessesOfACommand(t *testing.T) {
	for line, want := range map[string]int{
		"help": 0, "help exit-codes": 0, "help note": 0, "note --help": 0, "completion bash": 0,
		"version": 0, "kinds contact": 1, "list": 1, "wander": 1,
	} {
		log := countGit(t)
		elsewhere(t, "", strings.Fields(line)...)
		asked, _ := os.ReadFile(log)
		if got := strings.Count(string(asked), "\n"); got != want {
			t.Errorf("%s: %d, not %d\n%s", line, got, want, asked)
		}
	}
}

// countGit puts a program before git on PATH that writes down each start, and names the file.
func countGit(t *testing.T) (log string) {
	t.Helper()
	dir := t.TempDir()
	log = filepath.Join(dir, "log")
	script := fmt.Sprintf("#!/bin/sh\necho \"$*\" >> '%s'\necho git version 2.50.0\n", log)
	if err := os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return log
}
