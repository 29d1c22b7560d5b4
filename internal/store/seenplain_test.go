//go:build linux || darwin

package store

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestParseSeen(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want map[string]stamp
	}{
		"none": {"", nil},
		"two": {"4b 1 2 3\nff 4 5 6\n",
			map[string]stamp{"4b": {1, 2, 3}, "ff": {4, 5, 6}}},
		"too late":      {"4b 1 2 100\nff 4 5 99\n", map[string]stamp{"ff": {4, 5, 99}}},
		"half a line":   {"4b 1 2 3\nff 4 5 6", map[string]stamp{"4b": {1, 2, 3}}},
		"no numbers":    {"4b one 2 3\nff 4 5 -\n", nil},
		"other columns": {"4b 1 2\nff 4 5 6 7\n", nil},
	} {
		if got := parseSeen([]byte(test.text), 100); !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// A folder that is known is not looked through, and is as soon as anything in it has changed.
func TestSeenPlainKnowsAgain(t *testing.T) {
	r := newRepo(t)
	folder := filepath.Join(r.GitDir(), "objects", "4b")
	must(t, os.MkdirAll(folder, 0o700))
	pipe := filepath.Join(folder, "825d")
	must(t, syscall.Mkfifo(pipe, 0o600))
	at, ok := stampOf(folder)
	if !ok {
		t.Fatal("no stamp")
	}
	look := func(known stamp) string {
		s := &seenPlain{home: r.GitDir(), known: map[string]stamp{"4b": known},
			now: map[string]stamp{}}
		return endless(s.home, func(string) bool { return false }, s)
	}
	if found := look(at); found != "" {
		t.Errorf("as it was: looked through, and found %s", found)
	}
	for name, other := range map[string]stamp{"another number": {at.dev, at.ino + 1, at.changed},
		"another disk": {at.dev + 1, at.ino, at.changed},
		"another time": {at.dev, at.ino, at.changed + 1}} {
		if found := look(other); found != pipe {
			t.Errorf("%s: found %q", name, found)
		}
	}
	a, b := filepath.Join(folder, "a"), filepath.Join(folder, "b")
	for i, change := range []func() error{
		func() error { return os.WriteFile(a, nil, 0o600) },
		func() error { return os.Rename(a, b) },
		func() error { return os.Remove(b) },
		func() error { return os.Chtimes(folder, time.Unix(1, 0), time.Unix(1, 0)) },
	} {
		before, _ := stampOf(folder)
		time.Sleep(20 * time.Millisecond) // longer than a tick of the file system's clock
		must(t, change())
		if found := look(before); found != pipe {
			t.Errorf("change %d: found %q", i, found)
		}
	}
}

// A folder that was seen plain is remembered once it has not changed for long enough. Nothing is
// written into a folder that is no copy of records.
func TestSeenPlainRemembers(t *testing.T) {
	r := newRepo(t)
	for i := range 20 {
		must(t, os.MkdirAll(filepath.Join(r.GitDir(), "objects", "0123456789abcdefghij"[i:i+1]+"0"),
			0o700))
	}
	must(t, os.Symlink("elsewhere", filepath.Join(r.GitDir(), "objects", "00", "link")))
	look := func(later time.Duration) *seenPlain {
		s := newSeenPlain(r.GitDir())
		s.begun = s.begun.Add(later)
		if found := endless(s.home, func(string) bool { return false }, s); found != "" {
			t.Errorf("found %s", found)
		}
		return s
	}
	written := func() string {
		text, err := os.ReadFile(filepath.Join(r.GitDir(), "casefile", "plain"))
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
		return string(text)
	}
	for _, step := range []struct {
		name  string
		later time.Duration
		does  func()
		lines int
	}{
		{"no copy of records", time.Minute, func() {}, 0},
		{"too soon", 0, func() {
			must(t, os.MkdirAll(filepath.Join(r.GitDir(), "casefile"), 0o700))
		}, 0},
		{"in time", time.Minute, func() {}, 19},
	} {
		step.does()
		look(step.later).remember()
		if n := strings.Count(written(), "\n"); n != step.lines {
			t.Errorf("%s: %d lines, want %d", step.name, n, step.lines)
		}
	}
	if strings.HasPrefix(written(), "00 ") {
		t.Error("a folder with a link is remembered")
	}
	if s := look(0); len(s.known) != 0 {
		t.Errorf("%d folders are known that changed a moment before", len(s.known))
	}
	file, _ := stampOf(filepath.Join(r.GitDir(), "casefile", "plain"))
	if known := parseSeen([]byte(written()), file.changed); len(known) != 19 {
		t.Errorf("%d folders read again, want 19: %s", len(known), strconv.Quote(written()))
	}
}
