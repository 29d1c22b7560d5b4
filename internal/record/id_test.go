package record

import (
	"errors"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"
)

func TestNewID(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 2)
	seen := map[ID]bool{}
	for range 2000 {
		id := NewID()
		if !id.Valid() || seen[id] {
			t.Fatalf("%q", string(id))
		}
		seen[id] = true
		for _, typed := range []string{string(id), strings.ToLower(id.String()), id.String()} {
			if got, err := ParseID(typed); err != nil || got != id {
				t.Errorf("%q: %v, %v", typed, got, err)
			}
		}
	}
	if n := NewNonce(); len(n) != 26 || !onlySymbols(n) || n == NewNonce() {
		t.Errorf("nonce %q", n)
	}
}

func TestValid(t *testing.T) {
	for id, want := range map[ID]bool{
		"7K2M9QXH": true, "K3F927QM": true, "2G000000": true,
		"": false, "7K2M": false, "7K2M9QXHA": false, "7k2m9qxh": false, "7K2M-QXH": false,
		"12345678": false, // a YAML number
		"10E10000": false, // so is this
		"ABCDEFGH": false, // a word
		"AB2C9QXH": false, // no letter of GHJKMNPQRSTVWYZ in the first four
		"GK1M9QXH": false, // 1 does not count as a digit
		"7K2I9QXH": false, "7K2M9QXU": false,
	} {
		if id.Valid() != want {
			t.Errorf("%q: %v", string(id), !want)
		}
	}
}

func TestParsePrefix(t *testing.T) {
	for typed, want := range map[string]string{
		"7K2M": "7K2M", "7k2m": "7K2M", " 7K2M-9 ": "7K2M9", "7k2m9qxh": "7K2M9QXH",
		"K3F9-27QM": "K3F927QM",
		"koF9":      "K0F9", "kIl9": "K119",
	} {
		if got, err := ParsePrefix(typed); err != nil || got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "7K2", "7K2M9QXH5", "list", "open", "hold", "note", "close",
		"1234", "7U2M", "7K2M/9QXH", "7K 2M", "ÄK3F"} {
		if got, err := ParsePrefix(typed); !errors.Is(err, ErrID) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if _, err := ParseID("7K2M"); !errors.Is(err, ErrID) {
		t.Errorf("a prefix is no ID: %v", err)
	}
}

// TestKindsAreNoIDs: what a person types is one or the other.
func TestKindsAreNoIDs(t *testing.T) {
	for _, name := range builtin(t).Names() {
		if LooksLikeID(name) {
			t.Errorf("%s looks like an ID", name)
		}
	}
	for _, s := range []string{"K3F9", "k3f9/7k2m", "K3F9-27QM"} {
		if !LooksLikeID(s) {
			t.Errorf("%s does not look like an ID", s)
		}
	}
}

func TestShort(t *testing.T) {
	others := []ID{"7K2M9QXH", "7K2M9QXJ", "7K2MAAAA", "Z9Z90000"}
	for id, want := range map[ID]string{"Z9Z90000": "Z9Z9", "7K2MAAAA": "7K2MA",
		"7K2M9QXH": "7K2M-9QXH", "B8Q10000": "B8Q1"} {
		if got := Short(id, others); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestParseRef(t *testing.T) {
	for s, want := range map[string]Ref{"7K2M9QXH": {"K3F927QM", "7K2M9QXH"},
		"p4w8-6t2h/7k2m9qxh": {"P4W86T2H", "7K2M9QXH"}} {
		if got, err := ParseRef(s, "K3F927QM"); err != nil || got != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "/", "7K2M", "K3F9/7K2M9QXH", "7K2M9QXH/", "/7K2M9QXH",
		"K3F927QM/7K2M9QXH/7K2M9QXH"} {
		if got, err := ParseRef(s, "K3F927QM"); !errors.Is(err, ErrID) {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
}

func TestFileNames(t *testing.T) {
	at := time.Date(2026, 3, 6, 18, 40, 12, 500, time.FixedZone("", 3600))
	name := FileName(at, "7K2M9QXH", false)
	if name != "20260306T174012Z-7K2M9QXH.md.age" {
		t.Errorf("got %s", name)
	}
	recorded, id, attachment, ok := ParseFileName(name)
	if !ok || attachment || id != "7K2M9QXH" || !recorded.Equal(at.Truncate(time.Second)) {
		t.Errorf("got %v %v %v %v", recorded, id, attachment, ok)
	}
	if _, _, attachment, ok := ParseFileName("20260306T174512Z-9QXH7K2M.att.age"); !ok ||
		!attachment {
		t.Error("an attachment is not known as one")
	}
	for _, bad := range []string{"", "epoch-1.pub", "20260306T174012Z-7K2M9QXH.md",
		"20260306T174012Z-7K2M9QXH.txt.age", "20260231T174012Z-7K2M9QXH.md.age",
		"20260306T174012Z-00000000.md.age", "20260306T174012Z-7K2M9QXH.md.age ",
		"x20260306T174012Z-7K2M9QXH.md.age", "20260306T250000Z-7K2M9QXH.md.age"} {
		if _, _, _, ok := ParseFileName(bad); ok {
			t.Errorf("%q is taken for an entry", bad)
		}
	}
}
