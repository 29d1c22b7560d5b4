//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSpareOf(t *testing.T) {
	for free, want := range map[uint64]uint64{0: 0, 10 << 20: 1 << 20, 100 << 30: 256 << 20} {
		if got := spareOf(free); got != want {
			t.Errorf("of %d bytes %d are kept free", free, got)
		}
	}
}

func TestGuardLooks(t *testing.T) {
	disk := func(left uint64, known bool) func() (uint64, bool) {
		return func() (uint64, bool) { return left, known }
	}
	for name, try := range map[string]struct {
		free   func() (uint64, bool)
		memory uint64
		want   error
	}{
		"nothing is fetched":    {nil, 1 << 20, nil},
		"room":                  {disk(1000, true), 1 << 20, nil},
		"just enough room":      {disk(100, true), 1 << 20, nil},
		"no room":               {disk(99, true), 1 << 20, ErrNoRoom},
		"no one knows the room": {disk(0, false), 1 << 20, nil},
		"much memory":           {disk(1000, true), mostTalking, nil},
		"too much memory":       {nil, mostTalking + 1, ErrTooLarge},
	} {
		g := guard{free: try.free, memory: func(int) uint64 { return try.memory }, spare: 100}
		if err := g.look(1); !errors.Is(err, try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLastWords(t *testing.T) {
	var w lastWords
	for i := range 100_000 {
		fmt.Fprintf(&w, "line %d\n", i)
	}
	if got := w.String(); len(got) != mostSaid || !strings.HasSuffix(got, "line 99999\n") {
		t.Errorf("%d bytes are kept, and end in %q", len(got), got[len(got)-20:])
	}
	if cap(w.text) > 4*mostSaid {
		t.Errorf("%d bytes of memory for %d", cap(w.text), mostSaid)
	}
	said := lastLines(w.String())
	if len(said) > mostTold || !strings.HasPrefix(said, "line ") ||
		!strings.HasSuffix(said, "line 99999\n") {
		t.Errorf("told: %q", said)
	}
	if long := strings.Repeat("x", 3000); lastLines(long) != long[:mostTold] ||
		lastLines("short") != "short" {
		t.Error("a line without end, or a short one, is not told as it is")
	}
}

// TestListBounded: a server names more refs than records can have.
func TestListBounded(t *testing.T) {
	server := byScript(t)
	_, _, clones := hub(t, 1)
	server(`cat <<'E'
` + refLines(70_000) + `0000
E
cat >/dev/null`)
	_, err := clones[0].RemoteRefs(t.Context(), "ssh://server.invalid/records",
		"refs/casefile/keys/*")
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("70,000 refs: %v", err)
	}
	server(`cat <<'E'
` + refLines(1024) + `0000
E
cat >/dev/null`)
	refs, err := clones[0].RemoteRefs(t.Context(), "ssh://server.invalid/records",
		"refs/casefile/keys/*")
	if len(refs) != 1024 || err != nil {
		t.Errorf("1,024 refs: %d, %v", len(refs), err)
	}
}

// refLines returns the list of refs that an old upload-pack sends: gitprotocol-pack(5).
func refLines(n int) string {
	var b strings.Builder
	for i := range n {
		line := fmt.Sprintf("%040x refs/casefile/keys/%06d\n", i+1, i)
		fmt.Fprintf(&b, "%04x%s", len(line)+4, line)
	}
	return strings.TrimSuffix(b.String(), "\n") + "\n"
}

// TestFetchLeavesNothing: a server that falls silent in the middle of a pack, and one that
// hangs up there; what had come is taken away again.
func TestFetchLeavesNothing(t *testing.T) {
	server := byScript(t)
	bare, first, clones := hub(t, 1)
	r, many := clones[0], files{}
	for i := range 200 {
		many[fmt.Sprintf("f%d", i)] = noise(20_000)
	}
	must(t, bare.Move(t.Context(),
		[]Move{{main, first, commitFiles(t, bare, first, many, nil).ID}}))
	for name, then := range map[string]string{"silent": "sleep 60", "hangs up": "exit 1"} {
		before := everyFile(t, filepath.Join(r.GitDir(), "objects"))
		server(`exec 2>/dev/null
git upload-pack '` + bare.GitDir() + `' | { dd bs=65536 count=20 2>/dev/null; ` + then + `; }`)
		ctx, cancel := context.WithCancel(t.Context())
		seen := make(chan bool, 1)
		if name == "silent" {
			go func() { seen <- awaitBegun(r); time.Sleep(lookAgain); cancel() }()
		}
		err := r.Fetch(ctx, "ssh://server.invalid/records", ours[:1])
		if err == nil {
			t.Errorf("%s: the fetch succeeded", name)
		}
		if name == "silent" && !<-seen {
			t.Error("no file of a pack was ever begun: this shows nothing")
		}
		if after := everyFile(t, filepath.Join(r.GitDir(), "objects")); after != before {
			t.Errorf("%s: objects were\n%s\nand are\n%s", name, before, after)
		}
		cancel()
	}
}

// awaitBegun waits until a pack is being written.
func awaitBegun(r *Repo) bool {
	for range 400 {
		if len(r.begunPacks()) > 0 {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func noise(n int) string {
	b := make([]byte, n)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(b)
	rand.Shuffle(n, func(i, j int) { b[i], b[j] = b[j], b[i] })
	return string(b)
}

func everyFile(t *testing.T, dir string) string {
	var all []string
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			all = append(all, path)
		}
		return err
	}))
	return strings.Join(all, "\n")
}

// byScript lets lines of sh answer for ssh:// servers, in repositories opened later.
func byScript(t *testing.T) (become func(lines string)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ssh.sh")
	t.Setenv("GIT_SSH", path)
	t.Setenv("GIT_SSH_VARIANT", "simple")
	return func(lines string) {
		must(t, os.WriteFile(path, []byte("#!/bin/sh\n"+lines+"\n"), 0o755))
	}
}

// Git tells of a lock that it could not write it, and not why.
func TestDiskFullWithoutGitsWords(t *testing.T) {
	const lock = "fatal: prepare: cannot update ref 'refs/x': couldn't write " +
		"'/srv/r/.git/refs/x.lock'"
	for _, row := range []struct {
		said string
		left uint64
		full bool
	}{
		{lock, 4096, true},
		{lock, 1 << 30, false},
		{lock + "\nmore", 0, true},
		{"error: failed to write new configuration file /srv/r/config.lock", 0, true},
		{"error: couldn't write 'refs/x.lock'", 0, false}, // nobody knows on which disk
		{"error: couldn't write '", 0, false},
		{"fatal: bad object", 0, false},
	} {
		got := explained(row.said, func(string) (uint64, bool) { return row.left, true })
		if full := errors.Is(&gitError{"update-ref", 128, got}, syscall.ENOSPC); full != row.full {
			t.Errorf("%q with %d bytes free: %q", row.said, row.left, got)
		}
	}
	if got := explained(lock, func(string) (uint64, bool) { return 0, false }); got != lock {
		t.Errorf("where nothing is known of the disk: %q", got)
	}
}

func TestDiskFullInGitsWords(t *testing.T) {
	for said, full := range map[string]bool{
		"fatal: sha1 file 'tmp_idx_9j' write error. Out of diskspace": true,
		"fatal: write error: No space left on device":                 true,
		"fatal: bad object": false,
	} {
		err := fmt.Errorf("purging: %w", &gitError{"pack-objects", 128, said})
		if errors.Is(err, syscall.ENOSPC) != full {
			t.Errorf("%q is taken for something else", said)
		}
	}
}
