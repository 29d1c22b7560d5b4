package store

import (
	"bytes"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// The armor of a signature, as ssh-keygen -Y sign writes it. A signature has exactly one form. With
// a second form, anybody could give the same commit a second id.
const (
	armorBegin = "-----BEGIN SSH SIGNATURE-----\n"
	armorEnd   = "-----END SSH SIGNATURE-----\n"
	armorLine  = 70 // letters
	// mostArmor is the most bytes that are looked at: an RSA key of 16,384 bits makes 6 kB.
	mostArmor = 16 << 10
)

// armor returns the one form of a signature.
func armor(sig *sshsig.Signature) []byte {
	text := base64.StdEncoding.AppendEncode(nil, sig.Marshal())
	out := []byte(armorBegin)
	for len(text) > 0 {
		n := min(armorLine, len(text))
		out, text = append(append(out, text[:n]...), '\n'), text[n:]
	}
	return append(out, armorEnd...)
}

var errArmor = errors.New("the signature is not in the one form that ssh-keygen writes")

// unarmor takes a signature in its one form alone.
func unarmor(armored []byte) (*sshsig.Signature, error) {
	if len(armored) > mostArmor {
		return nil, fmt.Errorf("%w: it has %d bytes", errArmor, len(armored))
	}
	body, begins := bytes.CutPrefix(armored, []byte(armorBegin))
	body, ends := bytes.CutSuffix(body, []byte(armorEnd))
	if !begins || !ends {
		return nil, errArmor
	}
	blob, err := base64.StdEncoding.Strict().DecodeString(string(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errArmor, err)
	}
	sig, err := sshsig.ParseSignature(blob)
	if err != nil {
		return nil, err
	}
	if err := one(sig); err != nil {
		return nil, err
	}
	// The parsed signature is armored again and compared. So a second spelling of any part, a byte
	// without meaning, or a line cut elsewhere is refused here.
	if !bytes.Equal(armor(sig), armored) {
		return nil, errArmor
	}
	return sig, nil
}

// one refuses the higher of two numbers that would both do. Anybody can turn an ECDSA signature (r,
// s) into (r, n-s), which is valid as well. The lower one counts.
func one(sig *sshsig.Signature) error {
	curve := curveOf(sig.PublicKey.Type())
	if curve == nil {
		return nil
	}
	pair, err := readPair(sig.Signature.Blob)
	if err != nil {
		return err
	}
	if pair.S.Cmp(half(curve)) > 0 {
		return errors.New("the signature has the higher of two numbers: sign again")
	}
	return nil
}

// curvePair is an ECDSA signature: RFC 5656, section 3.1.2.
type curvePair struct{ R, S *big.Int }

// readPair takes a pair in its shortest form alone.
func readPair(blob []byte) (curvePair, error) {
	var p curvePair
	if err := ssh.Unmarshal(blob, &p); err != nil {
		return curvePair{}, err
	}
	if p.R.Sign() <= 0 || p.S.Sign() <= 0 || !bytes.Equal(ssh.Marshal(p), blob) {
		return curvePair{},
			errors.New("the two numbers of the signature are not in their shortest form")
	}
	return p, nil
}

// curveOf returns the curve of a kind of key; nil if a signature by such a key has only one form.
func curveOf(kind string) elliptic.Curve {
	switch kind {
	case ssh.KeyAlgoECDSA256, ssh.KeyAlgoSKECDSA256:
		return elliptic.P256()
	case ssh.KeyAlgoECDSA384:
		return elliptic.P384()
	case ssh.KeyAlgoECDSA521:
		return elliptic.P521()
	}
	return nil
}

// half returns the highest number that counts as the lower one.
func half(curve elliptic.Curve) *big.Int { return new(big.Int).Rsh(curve.Params().N, 1) }

// lower brings a signature from any signer into the one form that counts.
func lower(sig *sshsig.Signature) error {
	curve := curveOf(sig.PublicKey.Type())
	if curve == nil {
		return nil
	}
	var p curvePair
	if err := ssh.Unmarshal(sig.Signature.Blob, &p); err != nil {
		return err
	}
	if p.S.Cmp(half(curve)) > 0 {
		p.S = new(big.Int).Sub(curve.Params().N, p.S)
	}
	sig.Signature.Blob = ssh.Marshal(p)
	return nil
}
