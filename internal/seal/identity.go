package seal

import (
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Identity is the hybrid age key of a member or of one epoch of a case. A member's key may be in
// another process (see [AgentIdentity]). Such an identity opens the same files, and has no secret
// here.
type Identity struct {
	key   *age.HybridIdentity // nil of an agent identity
	agent *agentKey
}

// NewIdentity draws a key from the system's randomness.
func NewIdentity() (*Identity, error) {
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making an identity: %w", err)
	}
	return &Identity{key: key}, nil
}

// ParseIdentity reads one AGE-SECRET-KEY-PQ-1 line in canonical spelling, without
// LF. Its errors never repeat the text, which may be a secret of another kind.
func ParseIdentity(secret string) (*Identity, error) {
	if !strings.HasPrefix(secret, "AGE-SECRET-KEY-PQ-1") {
		return nil, fmt.Errorf("%w: the line does not begin with AGE-SECRET-KEY-PQ-1",
			ErrNotIdentity)
	}
	key, err := age.ParseHybridIdentity(secret)
	if err != nil || key.String() != secret {
		return nil, fmt.Errorf("%w: the secret key is mistyped or cut short", ErrNotIdentity)
	}
	return &Identity{key: key}, nil
}

// Recipient returns the public half, age1pq1….
func (id *Identity) Recipient() string {
	if id.agent != nil {
		return id.agent.recipient
	}
	return id.key.Recipient().String()
}

// Secret returns the AGE-SECRET-KEY-PQ-1… line without LF, and "" for an agent identity.
func (id *Identity) Secret() string {
	if id.agent != nil {
		return ""
	}
	return id.key.String()
}

// secretFile returns the shortest identity file.
func (id *Identity) secretFile() ([]byte, error) {
	if id.agent != nil {
		return nil, fmt.Errorf("%w: another process holds it", ErrNotIdentity)
	}
	return []byte(id.Secret() + "\n"), nil
}

// Format prints a fixed text for every verb, so that no log, error or debug print
// can show a secret. It has a value receiver to cover copies too.
func (Identity) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Identity(…)") }

// CheckRecipient accepts a hybrid recipient in canonical spelling.
func CheckRecipient(s string) error {
	_, err := parseRecipient(s)
	return err
}

// parseRecipient parses a hybrid recipient. It drops age's own error text, which repeats the input:
// 1,959 characters, or a secret key if somebody mixes the two up.
func parseRecipient(s string) (*age.HybridRecipient, error) {
	if !strings.HasPrefix(s, "age1pq1") {
		return nil, fmt.Errorf("%w: it does not begin with age1pq1", ErrNotRecipient)
	}
	r, err := age.ParseHybridRecipient(s)
	if err != nil || r.String() != s {
		return nil, fmt.Errorf("%w: the age1pq1 text is mistyped or cut short", ErrNotRecipient)
	}
	return r, nil
}
