package seal

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
)

func TestInspect(t *testing.T) {
	a, b := newIdentity(t), newIdentity(t)
	one := sealed(t, a, []byte("x"))
	h, err := Inspect(one)
	if err != nil || !slices.Equal(h.Stanzas, []string{"mlkem768x25519"}) || h.Size != 1627 ||
		!h.OneHybrid() {
		t.Errorf("one hybrid stanza: %+v, %v", h, err)
	}
	if h, err := Inspect(one[:1627]); err != nil || !h.OneHybrid() {
		t.Errorf("a header alone is a header: %+v, %v", h, err)
	}
	// 1627 and a second stanza of 18 + 1494 + 1 + 44 bytes.
	h, err = Inspect(sealedToAll(t, a.key.Recipient(), b.key.Recipient()))
	if err != nil || len(h.Stanzas) != 2 || h.Size != 3184 || h.OneHybrid() {
		t.Errorf("two hybrid stanzas: %+v, %v", h, err)
	}
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	h, err = Inspect(sealedToAll(t, x.Recipient()))
	if err != nil || !slices.Equal(h.Stanzas, []string{"X25519"}) || h.OneHybrid() {
		t.Errorf("an X25519 stanza: %+v, %v", h, err)
	}
}

func sealedToAll(t *testing.T, to ...age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestInspectRefuses(t *testing.T) {
	good := sealed(t, newIdentity(t), nil)[:oneHybridSize]
	text := string(good)
	for name, bad := range map[string]string{
		"empty":         "",
		"text":          "Home visit\n",
		"other version": strings.Replace(text, "/v1", "/v2", 1),
		"CRLF":          strings.ReplaceAll(text, "\n", "\r\n"),
		"no MAC":        text[:strings.Index(text, "--- ")],
		"cut MAC":       text[:len(text)-1],
		"no stanza":     "age-encryption.org/v1\n" + text[strings.Index(text, "--- "):],
		"leading LF":    "\n" + text,
		"double space":  strings.Replace(text, "-> ", "->  ", 1),
		"armored":       "-----BEGIN AGE ENCRYPTED FILE-----\n",
		"over 64 KiB": "age-encryption.org/v1\n-> x\n" +
			strings.Repeat(strings.Repeat("A", 64)+"\n", 1100) + "\n" +
			text[strings.Index(text, "--- "):],
		"endless header": "age-encryption.org/v1\n-> " + strings.Repeat("x", 1<<20),
	} {
		if h, err := Inspect([]byte(bad)); !errors.Is(err, ErrHeader) || h.Stanzas != nil {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

// OneHybrid must refuse a stanza of the right name that carries something else.
func TestOneHybridRefusesOddSizes(t *testing.T) {
	mac := strings.Repeat("A", 43)
	h, err := Inspect([]byte("age-encryption.org/v1\n-> mlkem768x25519 hidden-words\n\n--- " + mac +
		"\n"))
	if err != nil || h.OneHybrid() {
		t.Errorf("%+v, %v", h, err)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(sealed(f, newIdentity(f), []byte("x")))
	f.Add([]byte("age-encryption.org/v1\n-> x a b\n\n--- " + strings.Repeat("A", 43) + "\n"))
	f.Add([]byte("age-encryption.org/v1\n-> -> ->\nAAAA\n--- "))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Inspect(data)
		if err != nil {
			return
		}
		if h.Size > len(data) || data[h.Size-1] != '\n' {
			t.Errorf("size %d of %d bytes", h.Size, len(data))
		}
		if n := bytes.Count(data[:h.Size], []byte("\n-> ")); n != len(h.Stanzas) || n == 0 {
			t.Errorf("%d stanzas, %d lines", len(h.Stanzas), n)
		}
		if again, err := Inspect(data[:h.Size]); err != nil ||
			!slices.Equal(again.Stanzas, h.Stanzas) {
			t.Errorf("the header alone differs: %+v, %v", again, err)
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	file := sealed(b, newIdentity(b), make([]byte, 2048))
	for b.Loop() {
		if _, err := Inspect(file); err != nil {
			b.Fatal(err)
		}
	}
}
