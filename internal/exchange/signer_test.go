package exchange

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// testKey signs in a test. Everybody who knows it can also verify, which is enough here.
type testKey string

const (
	ashasKey = testKey("ssh-ed25519 AAAAasha")
	bensKey  = testKey("ssh-ed25519 AAAAben")
)

func (k testKey) fingerprint() string {
	return fmt.Sprintf("SHA256:%.8x", sha256.Sum256([]byte(k)))
}

func (k testKey) sign(namespace string, data []byte) ([]byte, error) {
	return k.signed(namespace, data), nil
}

func (k testKey) signed(namespace string, data []byte) []byte {
	return fmt.Appendf(nil, "%s\n%x", k, sha256.Sum256(fmt.Append(nil, k, namespace, data)))
}

var errTestSignature = errors.New("the signature is another")

// verifyTest finds the testKey in a signature, and signs again to compare.
func verifyTest(signature, data []byte, namespace string) (key, fingerprint string, err error) {
	key, _, _ = strings.Cut(string(signature), "\n")
	if !bytes.Equal(testKey(key).signed(namespace, data), signature) {
		return "", "", errTestSignature
	}
	return key, testKey(key).fingerprint(), nil
}

// signedPack returns the pack of aPack, signed again with a key.
func signedPack(t *testing.T, k testKey) *Pack {
	t.Helper()
	files := aPack(t)
	relist(files)
	files[signatureFile] = k.signed(transferNamespace, files[sumsFile])
	p, err := OpenPack(files, kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func signers(text string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(text), nil }
}

func TestVerifySigner(t *testing.T) {
	ashas, errUnread := ashasKey.fingerprint(), errors.New("the file can't be read")
	lost := func() ([]byte, error) { return nil, errUnread }
	for about, c := range map[string]struct {
		told TrustedKey
		want error
		says string
	}{
		"by its fingerprint": {TrustedKey{Fingerprint: ashas}, nil, ""},
		"without the name of the sum": {
			TrustedKey{Fingerprint: strings.TrimPrefix(ashas, "SHA256:")},
			nil, ""},
		"by another fingerprint": {TrustedKey{Fingerprint: bensKey.fingerprint()}, ErrPack,
			"another key than the one you gave, " + ashas},
		"by its key": {TrustedKey{Signers: signers(string(ashasKey) + "\n")}, nil, ""},
		"by another key": {TrustedKey{Signers: signers(string(bensKey) + "\n")}, ErrPack,
			"another key than the one you gave"},
		"by a key for commits": {
			TrustedKey{Signers: signers("asha namespaces=\"git\" " + string(ashasKey))},
			ErrOtherUse, ""},
		"by nobody": {TrustedKey{}, ErrUnvouched,
			ashas + ", said to be that of Asha Rao <asha@agency.example>, Northshire"},
		"by a file that is not there": {TrustedKey{Signers: lost}, errUnread, ""},
		// The fingerprint that was told counts, and the file is not read.
		"by both": {TrustedKey{Fingerprint: ashas, Signers: lost}, nil, ""},
	} {
		fingerprint, err := signedPack(t, ashasKey).VerifySigner(c.told, verifyTest)
		if !errors.Is(err, c.want) || fingerprint != ashas ||
			err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %s, %v", about, fingerprint, err)
		}
	}
}

// signed replaces the signature over the list.
func signed(other func(signature, list []byte) []byte) func(*Pack) {
	return func(p *Pack) { p.Files[signatureFile] = other(bytes.Clone(p.signature()), p.sums()) }
}

func TestNoSignerWithoutASignature(t *testing.T) {
	told := TrustedKey{Fingerprint: ashasKey.fingerprint()}
	for about, change := range map[string]func(*Pack){
		"another list": func(p *Pack) {
			p.Files[sumsFile] = append(bytes.Clone(p.sums()), '\n')
		},
		"another signature": signed(func(s, _ []byte) []byte { return append(s, '0') }),
		"one for a commit": signed(func(_, list []byte) []byte {
			return ashasKey.signed("git", list)
		}),
		"one of other data": signed(func(_, _ []byte) []byte {
			return ashasKey.signed(transferNamespace, nil)
		}),
		"another's, her name": signed(func(_, _ []byte) []byte {
			return []byte(string(ashasKey) + "\nabcd")
		}),
	} {
		p := signedPack(t, ashasKey)
		change(p)
		if got, err := p.VerifySigner(told, verifyTest); got != "" || !errors.Is(err, ErrPack) ||
			!errors.Is(err, errTestSignature) {
			t.Errorf("%s: %q, %v", about, got, err)
		}
	}
}

func TestSignerListed(t *testing.T) {
	const asha = "asha@agency.example "
	const key, other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAsha",
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AABen"
	for about, c := range map[string]struct {
		file   string
		want   bool
		failed bool
	}{
		"nothing":           {"", false, false},
		"a public key":      {key + "\n", true, false},
		"with a comment":    {key + " asha@agency.example\n", true, false},
		"behind others":     {"# the agency's keys\n\n" + other + "\n" + key, true, false},
		"another key":       {other + "\n", false, false},
		"an allowed signer": {"asha@agency.example " + key + "\n", true, false},
		"one for packs":     {asha + "namespaces=\"casefile-transfer\" " + key + "\n", true, false},

		"one for commits alone": {asha + "namespaces=\"git\" " + key + "\n", false, true},
		"one that ended": {asha + "valid-before=\"20260101\" " + key + "\n", false,
			true},
		"an authority, which signs none": {asha + "cert-authority " + key + "\n", false, true},
	} {
		got, err := signerListed([]byte(c.file), key)
		if got != c.want || (err != nil) != c.failed || err != nil && !errors.Is(err, ErrOtherUse) {
			t.Errorf("%s: %v, %v", about, got, err)
		}
	}
}
