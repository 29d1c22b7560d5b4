package team

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func ashasCard() Card {
	return Card{ID: "asha", Name: "Asha Rao", Email: "asha@agency.example",
		Recipient: recipient("q"), Key: ed25519Line(1)}
}

func armor() string {
	return "-----BEGIN SSH SIGNATURE-----\n" + strings.Repeat("U1NI", 17) +
		"AA\nQUFB\n-----END SSH SIGNATURE-----\n"
}

func TestCard(t *testing.T) {
	want := "casefile card 1\nid: asha\nname: Asha Rao\nemail: asha@agency.example\nrecipient: " +
		recipient("q") + "\nkey: " + ed25519Line(1) + "\n"
	if got := string(ashasCard().Encode()); got != want {
		t.Errorf("got %q", got)
	}
	c, err := ParseCard([]byte(want + armor()))
	if err != nil {
		t.Fatal(err)
	}
	if string(c.Payload) != want || string(c.Signature) != armor() {
		t.Errorf("payload %q, signature %q", c.Payload, c.Signature)
	}
	c.Payload, c.Signature = nil, nil
	if !bytes.Equal(c.Encode(), []byte(want)) {
		t.Errorf("fields %+v", c)
	}
}

func TestCardRefusals(t *testing.T) {
	payload := string(ashasCard().Encode())
	good := payload + armor()
	for name, bad := range map[string]string{
		"empty":          "",
		"unsigned":       payload,
		"signature only": armor(),
		"other version":  strings.Replace(good, "card 1", "card 2", 1),
		"CRLF":           strings.ReplaceAll(good, "\n", "\r\n"),
		"leading line":   "\n" + good,
		"field missing":  strings.Replace(good, "name: Asha Rao\n", "", 1),
		"field twice": strings.Replace(good, "name: Asha Rao\n",
			"name: Asha Rao\nname: Asha Rao\n", 1),
		"fields swapped": strings.Replace(good, "id: asha\nname: Asha Rao\n",
			"name: Asha Rao\nid: asha\n", 1),
		"fields quoted":      strings.Replace(good, "Asha Rao", `"Asha Rao"`, 1),
		"bad id":             strings.Replace(good, "id: asha", "id: Asha", 1),
		"bad name":           strings.Replace(good, "Asha Rao", "Asha <Rao>", 1),
		"bad email":          strings.Replace(good, "asha@", "*@", 1),
		"bad recipient":      strings.Replace(good, "age1pq1", "age1", 1),
		"bad key":            strings.Replace(good, "ssh-ed25519", "ssh-dss", 1),
		"trailing text":      good + "PS\n",
		"no final LF":        strings.TrimSuffix(good, "\n"),
		"two signatures":     good + armor(),
		"empty signature":    payload + armorBegin + armorEnd,
		"blank in signature": payload + armorBegin + "AAAA\n\nAAAA\n" + armorEnd,
		"header in armor":    payload + armorBegin + "Comment: x\nAAAA\n" + armorEnd,
		"long armor line":    payload + armorBegin + strings.Repeat("A", 77) + "\n" + armorEnd,
		"endless":            good + strings.Repeat("A", 64<<10),
	} {
		if c, err := ParseCard([]byte(bad)); !errors.Is(err, ErrCard) || c.ID != "" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

// ParseCard must not hand out slices of the caller's buffer.
func TestCardOwnsItsBytes(t *testing.T) {
	file := append(ashasCard().Encode(), armor()...)
	c, err := ParseCard(file)
	if err != nil {
		t.Fatal(err)
	}
	clear(file)
	if !bytes.Equal(c.Payload, ashasCard().Encode()) || string(c.Signature) != armor() {
		t.Error("the card changed with the buffer")
	}
}

func FuzzParseCard(f *testing.F) {
	f.Add(append(ashasCard().Encode(), armor()...))
	f.Add([]byte("casefile card 1\nid: a\n" + armor()))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := ParseCard(file)
		if err != nil {
			return
		}
		if !bytes.Equal(append(c.Encode(), c.Signature...), file) ||
			!bytes.Equal(c.Payload, c.Encode()) {
			t.Errorf("a second spelling was accepted: %q", file)
		}
	})
}
