package team

import (
	"bytes"
	"slices"
	"strings"
)

// recipientHead begins every hybrid age recipient. Bech32 calls "age1pq" its human-readable part.
const recipientHead = "age1pq1"

// recipientLength is the length of every hybrid age recipient: its head, 1,216 bytes in bech32, and
// a checksum.
const recipientLength = 1959

// checksumLength is the length of a bech32 checksum, in letters of five bits.
const checksumLength = 6

// CheckRecipient returns why a text is no post-quantum age recipient, spelled as age does. A member
// with a mistyped recipient could open nothing, and a case with one would take entries that nobody
// can ever read. It accepts what age accepts (BIP 173, FIPS 203 section 7.2), except the X25519
// points to which age seals nothing.
func CheckRecipient(recipient string) error {
	letters, headed := strings.CutPrefix(recipient, recipientHead)
	values, known := bech32Values(letters)
	if !headed || len(recipient) != recipientLength || !known {
		return invalid("the recipient is not a post-quantum age recipient (age1pq1…)")
	}
	if bech32Checksum(values) != 1 {
		return invalid("the recipient is mistyped: its checksum differs")
	}
	key, padded := bech32Bytes(values[:len(values)-checksumLength])
	if !padded || !sealsTo(key) {
		return invalid("the recipient is not a key to which age could seal")
	}
	return nil
}

// bech32Values returns the five bits of each letter. It returns false if a letter is not one of BIP
// 173.
func bech32Values(letters string) ([]byte, bool) {
	values := make([]byte, len(letters))
	for i := range len(letters) {
		v := strings.IndexByte("qpzry9x8gf2tvdw0s3jn54khce6mua7l", letters[i])
		if v < 0 {
			return nil, false
		}
		values[i] = byte(v)
	}
	return values, true
}

// bech32Checksum returns BIP 173's polymod over the human-readable part and the letters after it.
// It is 1 for a correct text.
func bech32Checksum(values []byte) uint32 {
	var feeds [32]uint32 // what to add for the five bits that are shifted out
	for top := range feeds {
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				feeds[top] ^= g
			}
		}
	}
	sum := uint32(1)
	human := []byte{3, 3, 3, 1, 3, 3, 0, 1, 7, 5, 17, 16, 17} // "age1pq": high bits, 0, low bits
	for _, list := range [][]byte{human, values} {
		for _, v := range list {
			sum = sum&0x1ffffff<<5 ^ uint32(v) ^ feeds[sum>>25]
		}
	}
	return sum
}

// bech32Bytes joins values of five bits to bytes. It returns false if five or more bits are left
// over, or any that is not zero, as another text would then give the same bytes.
func bech32Bytes(values []byte) ([]byte, bool) {
	var out bytes.Buffer
	rest, bits := uint32(0), 0
	for _, v := range values {
		rest, bits = rest<<5|uint32(v), bits+5
		if bits >= 8 {
			bits -= 8
			out.WriteByte(byte(rest >> bits))
			rest &= 1<<bits - 1
		}
	}
	return out.Bytes(), bits < 5 && rest == 0
}

// Lengths of the two halves of a key, and the modulus of the first one's coefficients
// (FIPS 203).
const (
	encapsulationKey = 1184 // bytes: 768 coefficients of 12 bits, and 32 bytes
	curvePoint       = 32
	modulus          = 3329
)

// sealsTo reports whether a file can be sealed to a key: an encapsulation key of ML-KEM-768, whose
// coefficients are below the modulus, then a point of X25519. A point of low order gives the same
// secret to everybody. age refuses such a point only when it seals.
func sealsTo(key []byte) bool {
	if len(key) != encapsulationKey+curvePoint {
		return false
	}
	for i := 0; i < encapsulationKey-32; i += 3 {
		a, b, c := int(key[i]), int(key[i+1]), int(key[i+2])
		if a|b&15<<8 >= modulus || b>>4|c<<4 >= modulus {
			return false
		}
	}
	return !lowOrder(key[encapsulationKey:])
}

// lowOrder reports whether a point of X25519 is one of the few that give everybody the secret 0
// (RFC 7748, section 7). The top bit of the last byte does not count.
func lowOrder(point []byte) bool {
	rest := strings.Repeat("\xff", curvePoint-2) + "\x7f"
	few := []string{
		strings.Repeat("\x00", curvePoint),
		"\x01" + strings.Repeat("\x00", curvePoint-1),
		"\xe0\xeb\x7a\x7c\x3b\x41\xb8\xae\x16\x56\xe3\xfa\xf1\x9f\xc4\x6a" +
			"\xda\x09\x8d\xeb\x9c\x32\xb1\xfd\x86\x62\x05\x16\x5f\x49\xb8\x00",
		"\x5f\x9c\x95\xbc\xa3\x50\x8c\x24\xb1\xd0\xb1\x55\x9c\x83\xef\x5b" +
			"\x04\x44\x5c\xc4\x58\x1c\x8e\x86\xd8\x22\x4e\xdd\xd0\x9f\x11\x57",
		"\xec" + rest, "\xed" + rest, "\xee" + rest, // -1, and 0 and 1 above the prime
	}
	last := curvePoint - 1
	plain := string(point[:last]) + string([]byte{point[last] & 0x7f})
	return slices.Contains(few, plain)
}
