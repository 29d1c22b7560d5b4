package keyring

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"casefile/internal/seal"
)

// TestAgentOpensAThousandInOneGo puts the two halves together, as commands do: real
// headers go over the socket, and what comes back opens the files.
func TestAgentOpensAThousandInOneGo(t *testing.T) {
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	agent := keeping(t, func(headers [][]byte) ([][]byte, error) {
		asked.Add(1)
		return id.FileKeys(headers)
	})
	const many = 1000
	stranger, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	headers := make([][]byte, many)
	for i := range headers {
		to := id
		if i%10 == 9 {
			to = stranger
		}
		sealed, err := seal.Seal(to.Recipient(), []byte("a text"))
		if err != nil {
			t.Fatal(err)
		}
		h, err := seal.Inspect(sealed)
		if err != nil {
			t.Fatal(err)
		}
		headers[i] = sealed[:h.Size]
	}
	began := time.Now()
	keys, err := agent.FileKeys(headers)
	if err != nil || len(keys) != many || asked.Load() != 1 {
		t.Fatalf("%d keys by %d questions, %v", len(keys), asked.Load(), err)
	}
	t.Logf("%d keys in one go: %s", many, time.Since(began))
	for i, key := range keys {
		if (key != nil) != (i%10 != 9) {
			t.Errorf("header %d: a key of %d bytes", i, len(key))
		}
	}
	began = time.Now()
	for _, h := range headers[:100] {
		if _, err := agent.FileKeys([][]byte{h}); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("100 keys one by one: %s", time.Since(began))
}

// keeping begins an agent in this process, and gives a connection to it.
func keeping(t *testing.T, keys func([][]byte) ([][]byte, error)) *agent {
	t.Helper()
	dir, err := os.MkdirTemp("", "run") // a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	gone, ready := make(chan error, 1), make(chan struct{})
	socket := filepath.Join(dir, "casefile", "agent-test.sock")
	k := &keeper{Name: "test", Socket: socket, Until: time.Now().Add(time.Minute), Keys: keys}
	go func() { gone <- k.Serve(ctx, func() { close(ready) }) }()
	t.Cleanup(func() { cancel(); <-gone; os.RemoveAll(dir) })
	select {
	case <-ready:
	case err := <-gone:
		gone <- nil
		t.Fatal(err)
	}
	agent, err := dialAgent(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { agent.Close() })
	return agent
}
