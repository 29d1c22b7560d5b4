package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestBulkInterrupted ends a hand-over of many cases with Ctrl-C: what was done
// is done, and the same command goes on where it stopped.
func TestBulkInterrupted(t *testing.T) {
	t.Parallel()
	const cases = 20
	o := newOffice(t)
	profile, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "texts",
		"sibling.md"))
	if err != nil {
		t.Fatal(err)
	}
	for range cases {
		o.record("asha", string(profile), "open")
	}
	args := []string{"handover", "--all", "--from", "asha", "--to", "mina"}
	o.interrupted("asha", fmt.Sprintf("handing over: 4 of %d", cases), args...)
	done := strings.Count(o.git("log", "--format=%s"), "casefile handover")
	if done < 4 || done == cases {
		t.Fatalf("%d cases were handed over", done)
	}
	// asha is no key worker of those any more, and mina, their manager, goes on.
	out := o.as("mina", append([]string{"casefile"}, args...)...)
	if want := fmt.Sprintf("%d cases handed over from asha to mina\n", cases-done); out != want {
		t.Errorf("gone on: %q, want %q", out, want)
	}
	if n := strings.Count(o.git("log", "--format=%s"), "casefile handover"); n != cases {
		t.Errorf("%d handovers of %d cases", n, cases)
	}
	o.as("mina", "casefile", "verify")
}

// interrupted runs a command of many cases, and sends it Ctrl-C once it has told
// that it is so far.
func (o *office) interrupted(who, soFar string, args ...string) {
	t := o.t
	t.Helper()
	cmd := exec.Command("casefile", args...)
	cmd.Dir, cmd.Env = o.dir,
		o.env("XDG_CONFIG_HOME="+filepath.Join(o.dir, "home", who), "GIT_COMMITTER_DATE="+o.now)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := ""
	for lines := bufio.NewScanner(errs); lines.Scan(); {
		said += lines.Text() + "\n"
		if lines.Text() == soFar {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Fatalf("interrupted: %v, want exit code 130\n%s", err, said)
	}
	if !strings.Contains(said, "hint: run the command again, and it goes on where it stopped\n") {
		t.Errorf("said\n%s", said)
	}
}
