package keyring

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// privateRuntime returns a folder as XDG_RUNTIME_DIR should be, with a short path: that of a socket
// has at most 107 bytes.
func privateRuntime(t *testing.T) (dir, socket string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "run")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket, err = agentSocket(func(string) string { return dir }, "0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	return dir, socket
}

// kept is an agent in this process, whose keys are the headers themselves.
type kept struct {
	asked atomic.Int32
	ended chan error
}

func serve(t *testing.T, socket string, within time.Duration) *kept {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &kept{ended: make(chan error, 1)}
	k := &keeper{Name: "0123456789abcdef", Socket: socket, Until: time.Now().Add(within)}
	k.Keys = func(headers [][]byte) ([][]byte, error) {
		s.asked.Add(1)
		keys := make([][]byte, len(headers))
		for i, h := range headers {
			if len(h) > 0 {
				keys[i] = bytes.Clone(h)
			}
		}
		return keys, nil
	}
	ready := make(chan struct{})
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		s.ended <- k.Serve(ctx, func() { close(ready) })
	}()
	select {
	case <-ready:
	case err := <-s.ended:
		t.Fatalf("it did not begin: %v", err)
	}
	t.Cleanup(func() { cancel(); <-gone })
	return s
}

// await wants the agent to end, by itself and soon.
func (s *kept) await(t *testing.T) {
	t.Helper()
	select {
	case err := <-s.ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it did not end")
	}
}

func dial(t *testing.T, socket string) *agent {
	t.Helper()
	a, err := dialAgent(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestAgentGivesKeysInOneGo(t *testing.T) {
	_, socket := privateRuntime(t)
	s := serve(t, socket, time.Minute)
	a := dial(t, socket)
	if a.Name != "0123456789abcdef" || a.PID != os.Getpid() || time.Until(a.Until) > time.Minute {
		t.Errorf("it says %+v", a)
	}
	headers := make([][]byte, 1000)
	for i := range headers {
		headers[i] = bytes.Repeat([]byte{byte(i), byte(i >> 8)}, 813)
	}
	headers[500] = []byte{}
	keys, err := a.FileKeys(headers)
	if err != nil || len(keys) != 1000 || s.asked.Load() != 1 {
		t.Fatalf("%d keys by %d questions, %v", len(keys), s.asked.Load(), err)
	}
	for i, key := range keys {
		if (key == nil) != (i == 500) || !bytes.Equal(key, headers[i]) {
			t.Fatalf("key %d is out of order", i)
		}
	}
	if _, err := a.ask(question{Ask: "secret"}); !errors.Is(err, errAgentGone) {
		t.Errorf("what nobody may ask: %v", err)
	}
}

// Who asks all the time keeps nothing alive, and an open connection ends too.
func TestAgentEndsAtItsTime(t *testing.T) {
	_, socket := privateRuntime(t)
	s := serve(t, socket, 300*time.Millisecond)
	a := dial(t, socket)
	until := a.Until
	for range 5 {
		if _, err := a.FileKeys([][]byte{{1}}); err != nil {
			t.Fatal(err)
		}
	}
	if !a.Until.Equal(until) {
		t.Error("being asked prolonged it")
	}
	s.await(t)
	if _, err := a.FileKeys([][]byte{{1}}); !errors.Is(err, errAgentGone) {
		t.Errorf("after its time: %v", err)
	}
	if _, err := dialAgent(socket); !errors.Is(err, errNoAgent) {
		t.Errorf("a new connection: %v", err)
	}
}

// The clock on the wall may be set back; the time that passed counts then.
func TestTimeLeftByTwoClocks(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		k    keeper
		most time.Duration
	}{
		"both agree":             {keeper{Until: now.Add(time.Minute), began: now}, time.Minute},
		"the wall clock went on": {keeper{Until: now.Add(-time.Second), began: now}, -time.Second},
		"begun longer ago than allowed": {keeper{Until: now.Add(-time.Minute),
			began: now.Add(-2 * time.Minute)}, -time.Minute},
	} {
		if left := c.k.left(); left > c.most || left < c.most-5*time.Second {
			t.Errorf("%s: %s left, want %s", name, left, c.most)
		}
	}
}

func TestAgentEndsWhenAsked(t *testing.T) {
	_, socket := privateRuntime(t)
	s := serve(t, socket, time.Minute)
	other := dial(t, socket)
	if err := dial(t, socket).End(); err != nil {
		t.Fatal(err)
	}
	s.await(t)
	if _, err := other.FileKeys([][]byte{{1}}); !errors.Is(err, errAgentGone) {
		t.Errorf("another connection: %v", err)
	}
	if _, err := os.Lstat(socket); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
}

// The folder goes at the end of the last session; so does the agent.
func TestAgentEndsWithoutItsSocket(t *testing.T) {
	_, socket := privateRuntime(t)
	s := serve(t, socket, time.Minute)
	if err := os.Remove(socket); err != nil {
		t.Fatal(err)
	}
	s.await(t)
}

func TestOneAgentOnly(t *testing.T) {
	_, socket := privateRuntime(t)
	serve(t, socket, time.Minute)
	k := &keeper{Socket: socket, Until: time.Now().Add(time.Minute)}
	if err := k.Serve(t.Context(), func() {
		t.Error("two answer")
	}); !errors.Is(err, errAgentRuns) {
		t.Errorf("a second one: %v", err)
	}
	dial(t, socket)
}

// leave makes the socket of an agent that was killed.
func leave(t *testing.T, socket string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(socket), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	if err := os.Chmod(socket, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestStaleSocket(t *testing.T) {
	_, socket := privateRuntime(t)
	if err := cleanAgent(socket); err != nil {
		t.Errorf("where nothing is: %v", err)
	}
	leave(t, socket)
	if _, err := dialAgent(socket); !errors.Is(err, errNoAgent) {
		t.Errorf("a socket that nobody answers: %v", err)
	}
	if err := cleanAgent(socket); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(socket); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	leave(t, socket)
	serve(t, socket, time.Minute)
	dial(t, socket)
}
