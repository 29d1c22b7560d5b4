package store

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/testenv"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// proofGroup is one key of a file of Wycheproof, with its valid and invalid signatures.
type proofGroup struct {
	PublicKey struct{ Pk, Uncompressed string }
	Tests     []proofCase
}

type proofCase struct {
	TcID             int `json:"tcId"`
	Msg, Sig, Result string
}

// proofKinds returns the files that are read, and the kind of key of each. Its hash is the one that
// SSH has with the kind.
func proofKinds() map[string]struct{ kind, curve string } {
	return map[string]struct{ kind, curve string }{
		"ed25519_test":                      {ssh.KeyAlgoED25519, ""},
		"ecdsa_secp256r1_sha256_test":       {ssh.KeyAlgoECDSA256, "nistp256"},
		"ecdsa_secp256r1_sha256_p1363_test": {ssh.KeyAlgoECDSA256, "nistp256"},
		"ecdsa_secp384r1_sha384_test":       {ssh.KeyAlgoECDSA384, "nistp384"},
		"ecdsa_secp384r1_sha384_p1363_test": {ssh.KeyAlgoECDSA384, "nistp384"},
		"ecdsa_secp521r1_sha512_test":       {ssh.KeyAlgoECDSA521, "nistp521"},
		"ecdsa_secp521r1_sha512_p1363_test": {ssh.KeyAlgoECDSA521, "nistp521"},
	}
}

// TestWycheproof runs our checks on the signatures of Wycheproof. A signature that is not valid
// there is never taken here. Of the valid ones with the higher of two numbers, the lower one is
// taken.
func TestWycheproof(t *testing.T) {
	dir := filepath.Join(testenv.ModuleDir(t, "github.com/c2sp/wycheproof"), "testvectors_v1")
	for name, k := range proofKinds() {
		data, err := os.ReadFile(filepath.Join(dir, name+".json"))
		must(t, err)
		var file struct {
			NumberOfTests int
			TestGroups    []proofGroup
		}
		must(t, json.Unmarshal(data, &file))
		seen, good := 0, 0
		for _, g := range file.TestGroups {
			key := g.key(t, k.kind, k.curve)
			for _, c := range g.Tests {
				seen++
				if c.check(t, name, key) {
					good++
				}
			}
		}
		if seen != file.NumberOfTests || good < 50 || seen-good < 50 {
			t.Errorf("%s: %d of %d seen, %d of them good", name, seen, file.NumberOfTests, good)
		}
	}
}

// key returns the public key of a group, as SSH writes it.
func (g proofGroup) key(t *testing.T, kind, curve string) ssh.PublicKey {
	t.Helper()
	wire := ssh.Marshal(struct{ Kind, Curve, Point string }{kind, curve,
		string(unhex(t, g.PublicKey.Uncompressed))})
	if curve == "" {
		wire = ssh.Marshal(struct{ Kind, Point string }{kind, string(unhex(t, g.PublicKey.Pk))})
	}
	key, err := ssh.ParsePublicKey(wire)
	must(t, err)
	return key
}

// check reports whether a signature was taken.
func (c proofCase) check(t *testing.T, file string, key ssh.PublicKey) bool {
	t.Helper()
	message, blob := unhex(t, c.Msg), unhex(t, c.Sig)
	if curveOf(key.Type()) != nil {
		blob = sshPair(blob, strings.HasSuffix(file, "p1363_test"), key)
	}
	sig := &sshsig.Signature{PublicKey: key,
		Signature: &ssh.Signature{Format: key.Type(), Blob: blob}}
	taken := blob != nil && takes(sig, message)
	if c.Result == "valid" && !taken && blob != nil {
		must(t, lower(sig)) // it has the higher number, or is not taken below either
		taken = takes(sig, message)
	}
	if taken != (c.Result == "valid") {
		t.Errorf("%s, %d is %s, and taken is %t", file, c.TcID, c.Result, taken)
	}
	return taken
}

// takes reports whether a signature passes the checks of VerifySignature, without those of SSH's
// wrapping.
func takes(sig *sshsig.Signature, message []byte) bool {
	return acceptable(sig) == nil && one(sig) == nil &&
		sig.PublicKey.Verify(message, sig.Signature) == nil
}

// sshPair writes a pair as SSH does; nil where what is given is no pair.
func sshPair(blob []byte, plain bool, key ssh.PublicKey) []byte {
	var p curvePair
	size := (curveOf(key.Type()).Params().BitSize + 7) / 8
	if !plain {
		// Unmarshal passes over what more there is in a sequence.
		if _, err := asn1.Unmarshal(blob, &p); err != nil {
			return nil
		}
		if again, err := asn1.Marshal(p); err != nil || !bytes.Equal(again, blob) {
			return nil
		}
	} else if len(blob) == 2*size {
		p.R, p.S = new(big.Int).SetBytes(blob[:size]), new(big.Int).SetBytes(blob[size:])
	} else {
		return nil
	}
	return ssh.Marshal(p)
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	must(t, err)
	return data
}
