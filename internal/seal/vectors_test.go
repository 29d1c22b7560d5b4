package seal

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	agetest "c2sp.org/CCTV/age"
)

// vector is one file of the C2SP test kit for age: metadata lines, a blank line,
// the age file.
type vector struct {
	meta    map[string]string
	ids     []*Identity // the hybrid ones
	classic bool        // it has an X25519 identity too
	file    []byte
}

func readVector(t *testing.T, name string) vector {
	t.Helper()
	raw, err := fs.ReadFile(agetest.Vectors, name)
	if err != nil {
		t.Fatal(err)
	}
	head, file, _ := bytes.Cut(raw, []byte("\n\n"))
	v := vector{meta: map[string]string{}, file: file}
	for line := range strings.Lines(string(head)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		v.meta[key] = value
		if key != "identity" {
			continue
		}
		if id, err := ParseIdentity(value); err == nil {
			v.ids = append(v.ids, id)
		} else {
			v.classic = true
		}
	}
	if v.meta["compressed"] == "zlib" {
		r, err := zlib.NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if v.file, err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func TestVectors(t *testing.T) {
	entries, err := fs.ReadDir(agetest.Vectors, ".")
	if err != nil || len(entries) < 100 {
		t.Fatalf("%d vectors, %v", len(entries), err)
	}
	stranger := newIdentity(t)
	hybrids := 0
	for _, entry := range entries {
		v := readVector(t, entry.Name())
		if _, armored := v.meta["armored"]; armored {
			checkArmored(t, entry.Name(), v)
			continue
		}
		checkInspect(t, entry.Name(), v)
		if plain, err := Open(stranger, v.file); err == nil || plain != nil {
			t.Errorf("%s: a stranger opened it", entry.Name())
		}
		for _, id := range v.ids {
			hybrids++
			checkOpen(t, entry.Name(), v, id)
		}
	}
	if hybrids < 15 {
		t.Errorf("only %d vectors have a hybrid identity", hybrids)
	}
}

// checkInspect: a header that age can parse is accepted, one whose form is broken
// is refused. Vectors of one stanza type with "header failure" have a good form and
// a bad stanza, which only a key finds.
func checkInspect(t *testing.T, name string, v vector) {
	t.Helper()
	_, err := Inspect(v.file)
	family, _, _ := strings.Cut(name, "_")
	switch {
	case v.meta["expect"] != "header failure":
		if err != nil {
			t.Errorf("%s: Inspect refuses what age parses: %v", name, err)
		}
	case family == "hmac" || family == "header" || family == "stanza" || family == "version" ||
		name == "empty":
		if !errors.Is(err, ErrHeader) {
			t.Errorf("%s: Inspect accepts it: %v", name, err)
		}
	}
}

func checkOpen(t *testing.T, name string, v vector, id *Identity) {
	t.Helper()
	plain, err := Open(id, v.file)
	switch expect := v.meta["expect"]; {
	case v.classic:
		// The vector expects the result for its X25519 identity, which we don't have.
		if expect != "success" && (err == nil || plain != nil) {
			t.Errorf("%s: opened", name)
		}
	case expect == "success":
		sum := sha256.Sum256(plain)
		if err != nil || hex.EncodeToString(sum[:]) != v.meta["payload"] {
			t.Errorf("%s: %v, or another payload", name, err)
		}
	case expect == "no match":
		if !errors.Is(err, ErrNoMatch) || plain != nil {
			t.Errorf("%s: %v", name, err)
		}
	default:
		if !errors.Is(err, ErrDamaged) || plain != nil {
			t.Errorf("%s, expecting %s: %v", name, expect, err)
		}
	}
}

// checkArmored feeds the file to LoadIdentity, whose armor reader it is: no vector
// holds an identity, so each must fail, and broken armor must be called damage.
func checkArmored(t *testing.T, name string, v vector) {
	t.Helper()
	keys := Keys{Passphrase: func(string) ([]byte, error) {
		return []byte(v.meta["passphrase"]), nil
	}}
	id, err := LoadIdentity(v.file, keys)
	if err == nil || id != nil {
		t.Errorf("%s: loaded an identity", name)
	}
	armorSeen := bytes.HasPrefix(bytes.TrimSpace(v.file),
		[]byte("-----BEGIN AGE ENCRYPTED FILE-----"))
	if v.meta["expect"] == "armor failure" && armorSeen && !errors.Is(err, ErrDamaged) {
		t.Errorf("%s: %v", name, err)
	}
}
