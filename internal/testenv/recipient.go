package testenv

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// Recipient returns a post-quantum age recipient, another one for each number: everybody can seal
// to it, and nobody has its key. It needs no randomness, so that what a test writes is the same in
// each run.
func Recipient(number int) string {
	seed := sha256.Sum256(fmt.Appendf(nil, "recipient %d", number))
	// An encapsulation key of ML-KEM-768 is 384 coefficients of 12 bits, three times, and
	// 32 bytes of its matrix; here the coefficients are 0. A point of X25519 follows.
	key := append(make([]byte, 3*384), seed[:]...)
	return RecipientOf(append(key, seed[:]...))
}

// RecipientOf spells 1,216 bytes as a recipient, also where they are no key at all.
func RecipientOf(key []byte) string {
	const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	var fives []byte
	rest, bits := 0, 0
	for _, b := range key {
		rest, bits = rest<<8|int(b), bits+8
		for bits >= 5 {
			bits -= 5
			fives = append(fives, byte(rest>>bits&31))
		}
		rest &= 1<<bits - 1
	}
	if bits > 0 {
		fives = append(fives, byte(rest<<(5-bits)&31))
	}
	var out strings.Builder
	out.WriteString("age1pq1")
	for _, v := range append(fives, checksum(fives)...) {
		out.WriteByte(letters[v])
	}
	return out.String()
}

// checksum is bech32's (BIP 173) behind the human part age1pq.
func checksum(fives []byte) []byte {
	values := []byte{3, 3, 3, 1, 3, 3, 0, 1, 7, 5, 17, 16, 17} // "age1pq": high bits, 0, low bits
	values = append(append(values, fives...), 0, 0, 0, 0, 0, 0)
	sum := 1
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ int(v)
		for i, g := range []int{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			sum ^= (top >> i & 1) * g
		}
	}
	var out []byte
	for i := 5; i >= 0; i-- {
		out = append(out, byte((sum^1)>>(5*i)&31))
	}
	return out
}
