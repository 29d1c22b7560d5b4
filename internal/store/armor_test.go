package store

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// The same signature in another form would be the same act under another id.
func TestOneArmor(t *testing.T) {
	data := []byte("payload\n")
	s := newSigner(t)
	good, err := s.Sign("git", data)
	must(t, err)
	lines := strings.SplitAfter(string(good), "\n")
	begin, end := lines[0], lines[len(lines)-2]
	body := strings.Join(lines[1:len(lines)-2], "")
	letters := strings.ReplaceAll(body, "\n", "")
	blob, err := base64.StdEncoding.DecodeString(letters)
	must(t, err)
	written := func(blob []byte) string {
		var b strings.Builder
		for rest := base64.StdEncoding.EncodeToString(blob); rest != ""; {
			n := min(70, len(rest))
			b.WriteString(rest[:n] + "\n")
			rest = rest[n:]
		}
		return begin + b.String() + end
	}
	if written(blob) != string(good) {
		t.Fatalf("the armor is not of lines of 70 letters:\n%s", good)
	}
	reserved := bytes.Replace(blob, []byte("\x00\x00\x00\x03git\x00\x00\x00\x00"),
		[]byte("\x00\x00\x00\x03git\x00\x00\x00\x04note"), 1)
	for name, sig := range map[string]string{
		"headers":             begin + "Note: a name that nobody should read\n\n" + body + end,
		"blanks at line ends": strings.ReplaceAll(string(good), "\n", " \t\n"),
		"a blank line ahead":  begin + "\n" + body + end,
		"a blank line within": begin + lines[1] + "\n" + strings.Join(lines[2:len(lines)-2], "") +
			end,
		"a checksum":          begin + body + "=abcd\n" + end,
		"lines of one letter": begin + strings.Join(strings.Split(letters, ""), "\n") + "\n" + end,
		"lines of 64 letters": string(
			pem.EncodeToMemory(&pem.Block{Type: "SSH SIGNATURE", Bytes: blob})),
		"one line":             begin + letters + "\n" + end,
		"CRLF":                 strings.ReplaceAll(string(good), "\n", "\r\n"),
		"no line feed":         strings.TrimSuffix(string(good), "\n"),
		"two line feeds":       string(good) + "\n",
		"no padding":           strings.ReplaceAll(string(good), "=", ""),
		"a byte at its end":    written(append(bytes.Clone(blob), 0)),
		"something reserved":   written(reserved),
		"a letter of no bytes": begin + strings.TrimSuffix(body, "\n") + "A\n" + end,
		"a blob of zeros":      written(make([]byte, len(blob))),
		"something very long":  begin + strings.Repeat("A", 1<<20) + "\n" + end,
	} {
		if sig == string(good) {
			t.Errorf("%s: is the good one", name)
		}
		if key, err := VerifySignature([]byte(sig), data, "git"); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %q, %v", name, key, err)
		}
	}
}

// Beside the armor, each part of the signature within it has one form.
func TestOneSignature(t *testing.T) {
	data := []byte("payload\n")
	for name, key := range keys(t) {
		signer, err := ssh.NewSignerFromKey(key)
		must(t, err)
		made := func() *sshsig.Signature {
			sig, err := sshsig.Sign(bytes.NewReader(data), signer, sshsig.HashSHA512, "git")
			must(t, err)
			must(t, lower(sig))
			return sig
		}
		more := made()
		more.Signature.Rest = []byte{1, 0, 0, 0, 0}
		longer := made()
		longer.Signature.Blob = append(longer.Signature.Blob, 0)
		for what, sig := range map[string]*sshsig.Signature{"more": more, "longer": longer} {
			if _, err := VerifySignature(armor(sig), data, "git"); !errors.Is(err,
				ErrBadSignature) {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
	}
}

// Of an ECDSA signature there are two, and the lower one counts. ssh-keygen, an agent and
// a hardware key give either.
func TestLowerOfTwo(t *testing.T) {
	data := []byte("payload\n")
	signer, err := ssh.NewSignerFromKey(keys(t)["ecdsa"])
	must(t, err)
	curve := curveOf(ssh.KeyAlgoECDSA256)
	for range 8 { // each is the higher one half of the time
		raw, err := sshsig.Sign(bytes.NewReader(data), signer, sshsig.HashSHA512, "git")
		must(t, err)
		must(t, lower(raw))
		if _, err := VerifySignature(armor(raw), data, "git"); err != nil {
			t.Errorf("the lower one: %v", err)
		}
		var p curvePair
		must(t, ssh.Unmarshal(raw.Signature.Blob, &p))
		p.S = new(big.Int).Sub(curve.Params().N, p.S)
		raw.Signature.Blob = ssh.Marshal(p)
		if err := sshsig.Verify(bytes.NewReader(data), raw, raw.PublicKey, raw.HashAlgorithm,
			"git"); err != nil {
			t.Fatalf("the higher one does not hold: %v", err)
		}
		if _, err := VerifySignature(armor(raw), data, "git"); !errors.Is(err, ErrBadSignature) {
			t.Errorf("the higher one: %v", err)
		}
	}
	if _, err := readPair(ssh.Marshal(curvePair{big.NewInt(1), big.NewInt(0)})); err == nil {
		t.Error("zero is a number of a signature")
	}
}

// For keys whose signatures hold nothing random, armor writes the same bytes as ssh-keygen.
func TestArmorAsSSHKeygen(t *testing.T) {
	for _, name := range []string{"ed25519", "rsa"} {
		key := keys(t)[name]
		block, err := ssh.MarshalPrivateKey(deref(key), "")
		must(t, err)
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
		data := make([]byte, 100)
		_, _ = rand.Read(data)
		cmd := exec.Command("ssh-keygen", "-q", "-Y", "sign", "-f", path, "-n", "git")
		cmd.Stdin = bytes.NewReader(data)
		want, err := cmd.Output()
		must(t, err)
		s, err := FileSigner(path, nil)
		must(t, err)
		got, err := s.Sign("git", data)
		must(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s:\n%s\nssh-keygen:\n%s", name, got, want)
		}
	}
}
