package keyring

import (
	"fmt"
	"os"
	"strings"

	"casefile/internal/store"
)

// Signer finds the signing key: CASEFILE_SIGNING_KEY, the one named in
// config.yaml, or the one that New made. A .pub file means a key that ssh-agent
// holds.
func (k *Keyring) Signer() (store.Signer, error) {
	if k.sign != nil {
		return k.sign, nil
	}
	file, err := k.signingKey()
	if err != nil {
		return nil, err
	}
	k.sign, err = k.signerFrom(file)
	return k.sign, err
}

func (k *Keyring) signingKey() (string, error) {
	if file := k.o.Getenv("CASEFILE_SIGNING_KEY"); file != "" {
		return file, nil
	}
	c, err := k.Config()
	if err != nil || c.SigningKey != "" {
		return c.SigningKey, err
	}
	file := k.in("signing")
	if _, err := os.Stat(file); err != nil {
		return "", fmt.Errorf("%w: %w", store.ErrNoKey, ErrNoSigningKey)
	}
	return file, nil
}

// signerFrom opens a private key file, or, for a .pub, the agent that holds
// the key. A key that was added to ssh-agent asks for nothing, as with git.
func (k *Keyring) signerFrom(file string) (store.Signer, error) {
	if !strings.HasSuffix(file, ".pub") {
		if held, err := heldByAgent(file + ".pub"); err == nil {
			return held, nil
		}
		return store.FileSigner(file, func(path string) ([]byte, error) {
			return k.ask("Passphrase for " + path + ": ")
		})
	}
	return heldByAgent(file)
}

// heldByAgent returns a key in ssh-agent, which has nothing to do with ours.
func heldByAgent(public string) (store.Signer, error) {
	data, err := readOwn(public)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(string(data))
	if len(words) < 2 {
		return nil, fmt.Errorf("%w: %s holds no public key", store.ErrNoKey, public)
	}
	return store.AgentSigner(words[0] + " " + words[1])
}
