package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// agencies are the agencies that agency has made in this run of the tests. Most scripts begin with
// the same one, which takes a dozen commands: it is made once, and copied.
type agencies struct {
	dir  string
	mu   sync.Mutex
	like map[string]*madeAgency
}

// madeAgency is the result of one call of agency.
type madeAgency struct {
	mu   sync.Mutex
	dir  string
	done bool
}

func newAgencies(t *testing.T) *agencies {
	return &agencies{dir: t.TempDir(), like: map[string]*madeAgency{}}
}

// agency is the command of scripts. A script gets an agency of its own if it has made something
// before, or keeps its records elsewhere.
func (a *agencies) agency(ts *testscript.TestScript, neg bool, args []string) {
	actor(ts, []string{"as", founder, "casefile"})
	if !fresh(ts) {
		agency(ts, neg, args)
		return
	}
	made := a.made(surroundingsOf(ts) + strings.Join(args, "\x00"))
	made.mu.Lock()
	defer made.mu.Unlock()
	if made.done {
		ts.Check(ts.Exec("cp", "-a", made.dir+"/.", ts.MkAbs(".")))
		return
	}
	agency(ts, neg, args)
	ts.Check(os.MkdirAll(made.dir, 0o700))
	parts := []string{"home", "records"}
	for _, p := range people {
		parts = append(parts, p.id+".card")
	}
	ts.Check(ts.Exec("cp", slices.Concat([]string{"-a"}, parts, []string{made.dir})...))
	made.done = true
}

// made returns the agency of a key, or the one that is about to be made.
func (a *agencies) made(key string) *madeAgency {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.like[key] == nil {
		folder := filepath.Join(a.dir, string(rune('a'+len(a.like))))
		a.like[key] = &madeAgency{dir: folder}
	}
	return a.like[key]
}

// fresh reports whether a script has neither people nor records so far.
func fresh(ts *testscript.TestScript) bool {
	if ts.Getenv("CASEFILE_DIR") != ts.MkAbs("records") {
		return false
	}
	homes, err := os.ReadDir(ts.Getenv("HOME"))
	ts.Check(err)
	_, err = os.Lstat(ts.MkAbs("records"))
	return len(homes) == 0 && os.IsNotExist(err)
}

// surroundingsOf returns all variables of a script, whatever folder it plays in.
func surroundingsOf(ts *testscript.TestScript) string {
	ts.Check(ts.Exec("env"))
	all := strings.ReplaceAll(ts.ReadFile("stdout"), ts.Getenv("WORK"), "$WORK")
	lines := strings.Split(all, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
