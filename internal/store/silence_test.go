package store

import (
	"cmp"
	"errors"
	"net"
	"slices"
	"testing"
	"time"
)

// A server that takes a connection and never answers is given up.
func TestSilentServer(t *testing.T) {
	server, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer server.Close()
	go func() {
		var held []net.Conn // a connection that nobody holds is closed
		for {
			c, err := server.Accept()
			if err != nil {
				break
			}
			held = append(held, c)
		}
		for _, c := range held {
			c.Close()
		}
	}()
	r := newRepo(t)
	r.LimitSilence(time.Second)
	began := time.Now()
	err = r.Fetch(t.Context(), "http://"+server.Addr().String()+"/records.git",
		[]string{"refs/heads/main:refs/casefile/incoming/main"})
	if took := time.Since(began); err == nil || took > 20*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
	if !errors.Is(err, ErrSilent) {
		t.Errorf("the reason is not told: %v", err)
	}
}

func TestSilenceLooks(t *testing.T) {
	type look struct {
		moved       uint64
		known, asks bool
	}
	same := look{7, true, false}
	for name, try := range map[string]struct {
		looks  []look
		silent bool
	}{
		"nothing for a second": {[]look{same, same, same, same, same, same}, true},
		"a little less":        {[]look{same, same, same, same, same}, false},
		"a byte between": {[]look{same, same, same, same, {8, true, false}, same, same},
			false},
		"a git ended between": {[]look{same, same, same, same, {3, true, false}, same, same},
			false},
		"a person is asked": {[]look{same, same, same, same, {7, true, true}, same, same},
			false},
		"nobody knows": {slices.Repeat([]look{{0, false, false}}, 9), false},
	} {
		at := 0
		s := silence{most: 5 * lookAgain,
			moved: func(int) (uint64, bool) { return try.looks[at].moved, try.looks[at].known },
			asks:  func(int) bool { return try.looks[at].asks }}
		var err error
		for at = range try.looks {
			err = cmp.Or(err, s.look(1))
		}
		if errors.Is(err, ErrSilent) != try.silent {
			t.Errorf("%s: %v", name, err)
		}
	}
}
