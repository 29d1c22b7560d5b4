package store

import (
	"net"
	"strings"
	"testing"
	"time"
)

// A server that takes a connection and never answers is given up, with git's own reason.
func TestSilentServer(t *testing.T) {
	server, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer server.Close()
	go func() {
		for {
			if _, err := server.Accept(); err != nil {
				return
			}
		}
	}()
	r := newRepo(t)
	r.silence = 1
	began := time.Now()
	err = r.Fetch(t.Context(), "http://"+server.Addr().String()+"/records.git",
		[]string{"refs/heads/main:refs/casefile/incoming/main"})
	if took := time.Since(began); err == nil || took > 20*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
	if err != nil && !strings.Contains(err.Error(), "too slow") {
		t.Errorf("the reason is not told: %v", err)
	}
}
