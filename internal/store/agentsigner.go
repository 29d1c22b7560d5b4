package store

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// agentSigner signs through ssh-agent. It connects again for each signature, so a restart of the
// agent does no harm.
type agentSigner struct{ public ssh.PublicKey }

// AgentSigner signs with a key that ssh-agent (SSH_AUTH_SOCK) holds. It returns ErrNoKey if there
// is no agent, or if the agent lacks the key.
func AgentSigner(publicKey string) (Signer, error) {
	public, err := parseAuthorized(publicKey)
	if err != nil {
		return nil, err
	}
	s := agentSigner{public}
	if err := s.with(func(ssh.Signer) error { return nil }); err != nil {
		return nil, err
	}
	return s, nil
}

func (s agentSigner) PublicKey() string { return authorized(s.public) }

func (s agentSigner) Sign(namespace string, data []byte) (armored []byte, err error) {
	err = s.with(func(key ssh.Signer) error {
		armored, err = sign(key, namespace, data)
		return err
	})
	return armored, err
}

// with finds the key in the agent and uses it.
func (s agentSigner) with(use func(ssh.Signer) error) (err error) {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return fmt.Errorf("%w: SSH_AUTH_SOCK is not set, so there is no ssh-agent", ErrNoKey)
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return fmt.Errorf("%w: ssh-agent: %w", ErrNoKey, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	keys, err := agent.NewClient(conn).Signers()
	if err != nil {
		return fmt.Errorf("%w: ssh-agent: %w", ErrNoKey, err)
	}
	for _, key := range keys {
		if bytes.Equal(key.PublicKey().Marshal(), s.public.Marshal()) {
			return use(key)
		}
	}
	return fmt.Errorf("%w: ssh-agent does not hold %s", ErrNoKey, authorized(s.public))
}
