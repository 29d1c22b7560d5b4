package seal

import (
	"bytes"
	"errors"
	"testing"
)

// withAgent returns an identity, an agent identity with the same key, and the count of requests to
// it.
func withAgent(t *testing.T) (near, away *Identity, asked *int) {
	t.Helper()
	near, asked = newIdentity(t), new(int)
	away, err := AgentIdentity(near.Recipient(), func(headers [][]byte) ([][]byte, error) {
		*asked += len(headers)
		for _, h := range headers {
			if len(h) != oneHybridSize {
				t.Errorf("%d bytes were sent, a header has %d", len(h), oneHybridSize)
			}
		}
		return near.FileKeys(headers)
	})
	if err != nil {
		t.Fatal(err)
	}
	return near, away, asked
}

// An agent identity opens all files that the identity itself opens. It shows the agent only
// headers.
func TestAgentIdentityOpens(t *testing.T) {
	near, away, asked := withAgent(t)
	entry, err := Seal(away.Recipient(), []byte("a text"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := Open(away, entry); err != nil || string(text) != "a text" {
		t.Errorf("Open gives %q, %v", text, err)
	}
	caseKey := newIdentity(t)
	wrapped, err := Wrap(caseKey, near.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if key, err := Unwrap(away, wrapped); err != nil || key.Secret() != caseKey.Secret() {
		t.Errorf("Unwrap gives another key, %v", err)
	}
	file := bytes.Repeat([]byte{7}, 200000)
	sealed, _, _ := sealFile(t, near, file)
	var back bytes.Buffer
	if _, _, err := OpenAttachment(away, &back, bytes.NewReader(sealed),
		int64(len(file))); err != nil || !bytes.Equal(back.Bytes(), file) {
		t.Errorf("OpenAttachment gives %d bytes, %v", back.Len(), err)
	}
	if *asked != 3 {
		t.Errorf("%d keys were asked for, want 3", *asked)
	}
}

func TestAgentIdentityRefuses(t *testing.T) {
	near, away, _ := withAgent(t)
	other, err := Seal(newIdentity(t).Recipient(), []byte("not for you"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(away, other); !errors.Is(err, ErrNoMatch) {
		t.Errorf("somebody else's: %v", err)
	}
	mine, err := Seal(near.Recipient(), []byte("a text"))
	if err != nil {
		t.Fatal(err)
	}
	mine[len(mine)-1] ^= 1
	if _, err := Open(away, mine); !errors.Is(err, ErrDamaged) {
		t.Errorf("an altered payload: %v", err)
	}
	if _, err := Open(away, mine[:100]); !errors.Is(err, ErrDamaged) {
		t.Errorf("half a header: %v", err)
	}
	if away.Secret() != "" {
		t.Error("a far identity has a secret")
	}
	for name, f := range map[string]func() ([]byte, error){
		"wrapped": func() ([]byte, error) { return Wrap(away, near.Recipient()) },
		"under a passphrase": func() ([]byte, error) {
			return ProtectPassphrase(away, []byte("p"), 1)
		},
	} {
		if got, err := f(); !errors.Is(err, ErrNotIdentity) || got != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if _, err := AgentIdentity("age1pq1", nil); !errors.Is(err, ErrNotRecipient) {
		t.Errorf("no recipient: %v", err)
	}
	gone := errors.New("the agent has gone")
	lost, err := AgentIdentity(near.Recipient(), func([][]byte) ([][]byte, error) {
		return nil, gone
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(lost, mine); !errors.Is(err, gone) {
		t.Errorf("an agent that went: %v", err)
	}
}

// An altered header has no key: the process with the identity checks the header's MAC.
func TestFileKeysOfForeignHeaders(t *testing.T) {
	id := newIdentity(t)
	sealed, err := Seal(id.Recipient(), []byte("a text"))
	if err != nil {
		t.Fatal(err)
	}
	good := sealed[:oneHybridSize]
	altered := bytes.Clone(good)
	altered[oneHybridSize-2] ^= 1
	stranger, err := Seal(newIdentity(t).Recipient(), []byte("a text"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := id.FileKeys([][]byte{altered, good, nil, []byte("text"), stranger[:oneHybridSize],
		bytes.Repeat([]byte("a"), MaxHeader+1)})
	if err != nil || len(keys) != 6 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	for i, key := range keys {
		if (len(key) == 16) != (i == 1) {
			t.Errorf("header %d has a key of %d bytes", i, len(key))
		}
	}
}
