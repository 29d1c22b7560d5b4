package team

import (
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/ssh"

	"casefile/internal/pattern"
)

// gitCrud has the characters that git strips from both ends of a name or email before it writes a
// commit (ident.c), besides control characters.
const gitCrud = ` .,:;<>"\'`

// checkName accepts only a name that git writes unchanged and that needs no escape.
func checkName(name string) error {
	switch {
	case name == "" || utf8.RuneCountInString(name) > 100:
		return invalid("a name has 1 to 100 characters")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsPrint(r)
	}):
		return invalid("the name has control characters or unusual spaces")
	case strings.ContainsAny(name, `<>",\`):
		return invalid(`a name has none of < > " , \`)
	case strings.Trim(name, gitCrud) != name:
		return invalid("git would strip the punctuation or space at the ends of the name")
	}
	return nil
}

var plainEmail = pattern.Of(`^[A-Za-z0-9_][A-Za-z0-9_+=&~%/'.-]*@[A-Za-z0-9.-]+$`)

// checkEmail accepts only characters without a meaning to ssh, git or YAML. In allowed_signers the
// email is a list of patterns, where a star, a comma or a space would let other keys in
// (ssh-keygen(1), ALLOWED SIGNERS; PATTERNS).
func checkEmail(email string) error {
	if len(email) > 254 || !plainEmail().MatchString(email) ||
		strings.Trim(email, gitCrud) != email {
		return invalid("the email is not a plain address such as asha@agency.example")
	}
	return nil
}

// checkKey wants "type base64" of a key that may sign commits.
func checkKey(key string) error {
	kind, encoded, found := strings.Cut(key, " ")
	if !found {
		return invalid("a signing key is its type and base64, and no comment")
	}
	wire, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || base64.StdEncoding.EncodeToString(wire) != encoded {
		return invalid("the signing key's base64 is broken")
	}
	public, err := ssh.ParsePublicKey(wire)
	if err != nil || public.Type() != kind || string(public.Marshal()) != string(wire) {
		return invalid("the signing key is broken or not of type %.40q", kind)
	}
	return checkKeyType(public)
}

// minRSA is the shortest RSA key in bits that NIST SP 800-57 allows beyond 2030.
const minRSA = 3072

func checkKeyType(public ssh.PublicKey) error {
	switch public.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return nil
	case ssh.KeyAlgoRSA:
		crypto, _ := public.(ssh.CryptoPublicKey)
		if key, ok := crypto.CryptoPublicKey().(*rsa.PublicKey); ok && key.N.BitLen() >= minRSA {
			return nil
		}
		return invalid("an RSA signing key has at least %d bits", minRSA)
	}
	return invalid("keys of type %s may not sign", public.Type())
}
