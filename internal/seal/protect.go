package seal

import (
	"bytes"
	"fmt"
	"time"

	"filippo.io/age"
	"filippo.io/age/agessh"
)

// ProtectPassphrase returns a binary age file that opens with the passphrase.
// workFactor is the binary logarithm of the scrypt cost, 1 to 20; 0 means age's
// default (18: about a second).
func ProtectPassphrase(id *Identity, passphrase []byte, workFactor int) ([]byte, error) {
	if workFactor < 0 || workFactor > maxWorkFactor {
		return nil, fmt.Errorf("%w: scrypt work factor %d is not in 0 to %d", ErrTooLarge,
			workFactor, maxWorkFactor)
	}
	r, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("%w: it is empty", ErrPassphrase)
	}
	if workFactor > 0 {
		r.SetWorkFactor(workFactor)
	}
	return protect(id, r)
}

// ProtectSSH returns a binary age file that opens with the private half of an
// ssh-ed25519 or ssh-rsa key, given as a line of authorized_keys.
func ProtectSSH(id *Identity, authorizedKey string) ([]byte, error) {
	r, err := agessh.ParseRecipient(authorizedKey)
	if err != nil {
		return nil, fmt.Errorf("%w: age needs an ssh-ed25519 or ssh-rsa public key",
			ErrNotRecipient)
	}
	return protect(id, r)
}

func protect(id *Identity, r age.Recipient) ([]byte, error) {
	secret, err := id.secretFile()
	if err != nil {
		return nil, err
	}
	return encrypt(secret, r)
}

// PlainFile returns an unprotected identity file in the form of age-keygen.
func PlainFile(id *Identity, created time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# created: %s\n", created.UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, "# public key: %s\n%s\n", id.Recipient(), id.Secret())
	return b.Bytes()
}
