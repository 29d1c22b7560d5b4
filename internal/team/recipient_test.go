package team

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"filippo.io/age"

	"casefile/internal/testenv"
)

// mistyped returns a recipient with another letter at an index.
func mistyped(recipient string, at int) string {
	other := "q"
	if recipient[at] == 'q' {
		other = "p"
	}
	return recipient[:at] + other + recipient[at+1:]
}

// keyWith returns a recipient from the changed bytes of a good key.
func keyWith(change func(key []byte)) string {
	key := append(bytes.Repeat([]byte{0}, 1184), bytes.Repeat([]byte{9}, 32)...)
	change(key)
	return testenv.RecipientOf(key)
}

// lowOrderPoints returns the points of X25519 (RFC 7748, section 7) that give everybody the secret
// 0.
func lowOrderPoints() map[string]string {
	return map[string]string{
		"the point 0":            strings.Repeat("00", 32),
		"the point 1":            "01" + strings.Repeat("00", 31),
		"of order 8":             "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"also of order 8":        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"of order 4":             "ec" + strings.Repeat("ff", 30) + "7f",
		"p as 0":                 "ed" + strings.Repeat("ff", 30) + "7f",
		"p + 1 as 1":             "ee" + strings.Repeat("ff", 30) + "7f",
		"1 with its top bit set": "01" + strings.Repeat("00", 30) + "80",
	}
}

// The roster accepts the recipients that age accepts and can seal to.
func TestCheckRecipientAsAgeDoes(t *testing.T) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	good := identity.Recipient().String()
	texts := map[string]string{
		"made by age":            good,
		"of the fixtures":        testenv.Recipient(1),
		"nothing":                "",
		"the head alone":         "age1pq1",
		"an LF behind it":        good + "\n",
		"an LF in its place":     good[:1958] + "\n",
		"one letter too few":     good[:1958],
		"one letter too many":    good + "q",
		"a letter left out":      good[:700] + good[701:],
		"two letters swapped":    good[:700] + swapped(good[700:]) + good[len(good):],
		"the first one mistyped": mistyped(good, 7),
		"the last one mistyped":  mistyped(good, 1958),
		"one that is none":       good[:100] + "b" + good[101:],
		"no ASCII":               good[:100] + "é" + good[102:],
		"no UTF-8":               good[:100] + "\xff" + good[101:],
		"capital letters":        strings.ToUpper(good),
		"a capital letter":       good[:1958] + strings.ToUpper(good[1958:]),
		"an X25519 recipient":    "age1" + strings.Repeat("q", 58),
		"its head before ours":   "age1" + good[7:],
		"letters of one sort":    "age1pq1" + strings.Repeat("q", 1952),
		"a secret key":           identity.String(),
		"a coefficient of 3329":  keyWith(func(k []byte) { k[0], k[1] = 0x01, 0x0d }),
		"a coefficient of 3328":  keyWith(func(k []byte) { k[0], k[1] = 0x00, 0x0d }),
		"coefficients of 4095": keyWith(func(k []byte) {
			copy(k, bytes.Repeat([]byte{255}, 1152))
		}),
		"a byte too few":  testenv.RecipientOf(make([]byte, 1215)),
		"a byte too many": testenv.RecipientOf(make([]byte, 1217)),
	}
	for name, point := range lowOrderPoints() {
		raw, err := hex.DecodeString(point)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = keyWith(func(k []byte) { copy(k[1184:], raw) })
	}
	for name, text := range texts {
		err := CheckRecipient(text)
		if want := ageSealsTo(text); (err == nil) != want ||
			err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: age takes it: %t, and here %v", name, want, err)
		}
	}
	for at := 7; at < len(good); at++ {
		if CheckRecipient(mistyped(good, at)) == nil {
			t.Errorf("mistyped at %d: taken", at)
		}
	}
}

// swapped exchanges the first two letters that differ.
func swapped(text string) string {
	for i := 1; i < len(text); i++ {
		if text[i] != text[i-1] {
			return text[:i-1] + text[i:i+1] + text[i-1:i] + text[i+1:]
		}
	}
	return text
}

// ageSealsTo reports whether age seals a file to a recipient, and spells it in the same way.
func ageSealsTo(text string) bool {
	r, err := age.ParseHybridRecipient(text)
	if err != nil || r.String() != text {
		return false
	}
	_, err = age.Encrypt(&bytes.Buffer{}, r)
	return err == nil
}

// Left-over bits that are not zero would be a second text of one key. A matching checksum does not
// make such a text right.
func TestCheckRecipientPadding(t *testing.T) {
	values, _ := bech32Values(testenv.Recipient(1)[len(recipientHead):])
	data := values[:len(values)-checksumLength]
	if _, padded := bech32Bytes(data); !padded {
		t.Fatal("a good one is refused")
	}
	data[len(data)-1] |= 1
	if _, padded := bech32Bytes(data); padded {
		t.Error("a bit left over is taken")
	}
	if _, padded := bech32Bytes(append(data, 0)); padded {
		t.Error("a whole letter left over is taken")
	}
}

func BenchmarkCheckRecipient(b *testing.B) {
	r := testenv.Recipient(1)
	for b.Loop() {
		if CheckRecipient(r) != nil {
			b.Fatal("refused")
		}
	}
}
