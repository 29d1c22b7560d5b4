package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A server that is reached by ssh and falls silent is given up, and nothing of the talk runs
// on; one that is slow is heard to its end.
func TestSilentSSH(t *testing.T) {
	server := byScript(t)
	_, _, clones := hub(t, 1)
	r, ids := clones[0], filepath.Join(t.TempDir(), "ids")
	r.LimitSilence(5 * lookAgain)
	stay := fmt.Sprintf("echo $$ >>%s; sleep 600 & echo $! >>%s; wait", ids, ids)
	pieces := ""
	for line := refLines(2) + "0000"; line != ""; {
		n := min(30, len(line))
		pieces += "printf %s '" + line[:n] + "'; sleep 0.6\n"
		line = line[n:]
	}
	for name, try := range map[string]struct {
		lines  string
		silent bool
	}{
		"says nothing":          {stay, true},
		"half a line":           {"printf 004; " + stay, true},
		"a line, and no more":   {"cat <<'E'\n" + refLines(1) + "E\n" + stay, true},
		"does not listen to 15": {"trap '' TERM; " + stay + "; wait", true},
		"a little now and then": {pieces, false},
	} {
		server(try.lines)
		began := time.Now()
		refs, err := r.RemoteRefs(t.Context(), "ssh://server.invalid/records", "refs/*")
		if errors.Is(err, ErrSilent) != try.silent {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); try.silent && took > 30*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if !try.silent && len(refs) != 2 {
			t.Errorf("%s: %d refs", name, len(refs))
		}
	}
	noneRuns(t, ids)
}

// noneRuns has every process gone that a file names.
func noneRuns(t *testing.T, ids string) {
	text, err := os.ReadFile(ids)
	must(t, err)
	all := strings.Fields(string(text))
	if len(all) != 8 {
		t.Errorf("%d processes told of themselves, of 8", len(all))
	}
	for _, word := range all {
		pid, err := strconv.Atoi(word)
		must(t, err)
		end := time.Now().Add(5 * time.Second)
		for running(pid) && time.Now().Before(end) {
			time.Sleep(20 * time.Millisecond)
		}
		if running(pid) {
			t.Errorf("process %d runs on", pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// running reports whether a process does anything still: one that nobody has waited for does not.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// A push that falls silent says that it did; nothing is lost, and the next one sends.
func TestSilentPush(t *testing.T) {
	server := byScript(t)
	bare, first, clones := hub(t, 1)
	r := clones[0]
	r.LimitSilence(5 * lookAgain)
	next := commitFiles(t, r, first, files{"f": "words"}, nil).ID
	p := Push{[]PushUpdate{{Ref: main, New: next}}}
	take := "exec git receive-pack '" + bare.GitDir() + "'"
	server("git receive-pack '" + bare.GitDir() + "' </dev/null 2>/dev/null; exec sleep 600")
	if _, err := r.Push(t.Context(), "ssh://server.invalid/records", p); !errors.Is(err,
		ErrSilent) {
		t.Errorf("silent after its refs: %v", err)
	}
	server(take)
	if _, err := r.Push(t.Context(), "ssh://server.invalid/records", p); err != nil {
		t.Errorf("the next one: %v", err)
	}
	if at, _ := bare.Ref(t.Context(), main); at != next {
		t.Errorf("the server is at %s", at)
	}
}
