package store

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Signer returns the key that made the commit's one SSH signature over its payload, in
// authorized-key form ("ssh-ed25519 AAAA…"). Whose key it is, and whether it may sign, is for
// others to say.
func (c Commit) Signer(namespace string) (publicKey string, err error) {
	if c.Signatures != 1 {
		return "", fmt.Errorf("%w: commit %s has %d signatures, and one is needed", ErrBadSignature,
			c.ID, c.Signatures)
	}
	return VerifySignature(c.Signature, c.Payload, namespace)
}

// VerifySignature checks an armored SSH signature (PROTOCOL.sshsig of OpenSSH)
// over data and gives the key that made it, in authorized-key form. It takes
// Ed25519, ECDSA, RSA with SHA-2, and hardware keys that were touched, each in its one
// form: see armor.
func VerifySignature(armored, data []byte, namespace string) (publicKey string, err error) {
	sig, err := unarmor(armored)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	if err := acceptable(sig); err != nil {
		return "", fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	if err := sshsig.Verify(bytes.NewReader(data), sig, sig.PublicKey, sig.HashAlgorithm,
		namespace); err != nil {
		return "", fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	return authorized(sig.PublicKey), nil
}

// acceptable judges the kind of key and signature.
func acceptable(sig *sshsig.Signature) error {
	key, format := sig.PublicKey.Type(), sig.Signature.Format
	hardware := key == ssh.KeyAlgoSKED25519 || key == ssh.KeyAlgoSKECDSA256
	if !hardware && len(sig.Signature.Rest) > 0 {
		return errors.New("bytes that mean nothing follow the signature")
	}
	switch key {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		if format == key {
			return nil
		}
	case ssh.KeyAlgoRSA:
		if format == ssh.KeyAlgoRSASHA256 || format == ssh.KeyAlgoRSASHA512 {
			return nil
		}
	case ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		// After the signature come one byte of flags, whose lowest bit is "user present", and a
		// counter: PROTOCOL.u2f of OpenSSH.
		if rest := sig.Signature.Rest; len(rest) != 5 || rest[0]&1 == 0 {
			return errors.New("the hardware key was not touched")
		}
		if format == key {
			return nil
		}
	}
	return fmt.Errorf("signature %q of a key of type %q is not accepted", format, key)
}

// Fingerprint returns the SHA-256 of a public key, as people read it out: SHA256:…
func Fingerprint(publicKey string) (string, error) {
	key, err := parseAuthorized(publicKey)
	if err != nil {
		return "", err
	}
	return ssh.FingerprintSHA256(key), nil
}

// authorized returns the authorized-key form: type and base64, no comment.
func authorized(key ssh.PublicKey) string {
	return key.Type() + " " + base64.StdEncoding.EncodeToString(key.Marshal())
}

// parseAuthorized reads the authorized-key form; a comment may follow.
func parseAuthorized(s string) (ssh.PublicKey, error) {
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(s))
	if err != nil {
		return nil, fmt.Errorf("%w: %q is not a public key: %w", ErrNoKey, s, err)
	}
	return key, nil
}
