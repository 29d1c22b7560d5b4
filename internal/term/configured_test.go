package term

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A configured command runs in its folder with what it is told on stdin; how it fails, and
// that it took too long, can be told apart.
func TestConfigured(t *testing.T) {
	for _, tt := range []struct {
		name, line, kept string
		within           time.Duration
		code             int // of the exit; 0 for none
		late             bool
	}{
		{"it reads all", "cat > kept", "a line\n", time.Minute, 0, false},
		{"it reads nothing", "echo done > kept", "done\n", time.Minute, 0, false},
		{"a pipe", "head -c 1 | tr a b > kept", "b", time.Minute, 0, false},
		{"it fails", "cat > kept; exit 3", "a line\n", time.Minute, 3, false},
		{"it takes too long", "exec sleep 60", "", 50 * time.Millisecond, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			err := Configured{Line: tt.line, Dir: dir, Within: tt.within}.Run(t.Context(),
				strings.NewReader("a line\n"))
			exit, failed := errors.AsType[*exec.ExitError](err)
			if late := errors.Is(err, context.DeadlineExceeded); late != tt.late {
				t.Errorf("late is %v: %v", late, err)
			}
			if !tt.late && (failed != (tt.code > 0) || failed && exit.ExitCode() != tt.code) {
				t.Errorf("ended with %v", err)
			}
			if kept, _ := os.ReadFile(filepath.Join(dir, "kept")); string(kept) != tt.kept {
				t.Errorf("it kept %q", kept)
			}
		})
	}
}

// Whoever gives up stops the command too.
func TestConfiguredIsGivenUp(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := Configured{Line: "sleep 60", Dir: t.TempDir(), Within: time.Minute}.Run(ctx, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}
