package keyring

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/seal"
)

func TestAgentOrderComesBack(t *testing.T) {
	id := newIdentity(t)
	until := time.Date(2026, 3, 6, 18, 40, 12, 0, time.UTC)
	const socket = "/run/user/1000/casefile/agent-x.sock"
	k, err := readOrder(bytes.NewReader(agentOrder(socket, until, id)))
	if err != nil {
		t.Fatal(err)
	}
	if k.Name != agentName(id.Recipient()) || k.Socket != socket || !k.Until.Equal(until) {
		t.Errorf("%+v", k)
	}
	sealed, err := seal.Seal(id.Recipient(), []byte("a text"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := seal.Inspect(sealed)
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := k.Keys([][]byte{sealed[:h.Size]}); err != nil || len(keys) != 1 ||
		keys[0] == nil {
		t.Errorf("%d keys, %v", len(keys), err)
	}
}

// Whoever begins the agent by hand has nothing to keep; no error repeats a secret.
func TestAgentOrderRefused(t *testing.T) {
	secret := newIdentity(t).Secret()
	for name, c := range map[string]struct {
		order string
		is    error
	}{
		"nothing":         {"", ErrAgentOrder},
		"a line":          {"/run/x.sock\n", ErrAgentOrder},
		"a line too few":  {"/run/x.sock\n" + secret + "\n", ErrAgentOrder},
		"a line too many": {"/run/x.sock\n1772818812\n" + secret + "\nmore\n", ErrAgentOrder},
		"broken off":      {"/run/x.sock\n1772818812\n" + secret[:50], ErrAgentOrder},
		"no time":         {"/run/x.sock\nsoon\n" + secret + "\n", nil},
		"no secret":       {"/run/x.sock\n1772818812\nnothing\n", seal.ErrNotIdentity},
		"a mistyped one": {"/run/x.sock\n1772818812\n" + strings.ToLower(secret) + "\n",
			seal.ErrNotIdentity},
		"a secret cut off": {"/run/x.sock\n1772818812\n" + secret[:60] + "\n", seal.ErrNotIdentity},
	} {
		k, err := readOrder(strings.NewReader(c.order))
		if err == nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v, %v", name, k, err)
		}
		if err != nil && strings.Contains(err.Error(), secret[20:40]) {
			t.Errorf("%s: the secret is told", name)
		}
	}
}

// Each identity has an agent of its own, with a name that fits a socket's path.
func TestAgentName(t *testing.T) {
	one, other := agentName(newIdentity(t).Recipient()), agentName(newIdentity(t).Recipient())
	if one == other || len(one) != 16 || strings.Trim(one, "0123456789abcdef") != "" {
		t.Errorf("%s and %s", one, other)
	}
}
