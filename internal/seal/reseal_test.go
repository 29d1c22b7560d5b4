package seal

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// Reseal keeps the whole plaintext, salt and zeros included: its SHA-256 in the records stays true.
func TestReseal(t *testing.T) {
	old, young := newIdentity(t), newIdentity(t)
	for _, size := range []int{0, 1, 992, 70000, 200000} {
		file := bytes.Repeat([]byte{0xA7}, size)
		first, sum, _ := sealFile(t, old, file)
		if got, err := Sum(old, bytes.NewReader(first)); err != nil || got != sum {
			t.Fatalf("%d bytes: the sum is %s, %v; it was %s", size, got, err, sum)
		}
		var out bytes.Buffer
		got, err := Reseal(old, &out, bytes.NewReader(first), young.Recipient())
		if err != nil || got != sum {
			t.Fatalf("%d bytes: sealed again with the sum %s, %v; it was %s", size, got, err, sum)
		}
		second := out.Bytes()
		if h, err := Inspect(second); err != nil || !h.OneHybrid() ||
			!h.Padded(int64(len(second))) || len(second) != len(first) {
			t.Errorf("%d bytes: sealed again to %d bytes, %+v, %v", size, len(second), h, err)
		}
		var back bytes.Buffer
		again, _, err := OpenAttachment(young, &back, bytes.NewReader(second), int64(size))
		if err != nil || !bytes.Equal(back.Bytes(), file) || again != sum {
			t.Errorf("%d bytes: saved %d with the sum %s, %v", size, back.Len(), again, err)
		}
		if _, err := Sum(old, bytes.NewReader(second)); !errors.Is(err, ErrNoMatch) {
			t.Errorf("%d bytes: the old key opens it: %v", size, err)
		}
	}
}

// What SealFile seals, OpenFile opens.
func TestSealFile(t *testing.T) {
	old, young := newIdentity(t), newIdentity(t)
	text := bytes.Repeat([]byte("parcel "), 30000)
	sealed, err := SealFile(old.Recipient(), text)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenFile(old, sealed); err != nil || !bytes.Equal(got, text) {
		t.Errorf("opened %d bytes, %v", len(got), err)
	}
	if _, err := OpenFile(young, sealed); !errors.Is(err, ErrNoMatch) {
		t.Errorf("another key: %v", err)
	}
}

func TestResealRefuses(t *testing.T) {
	id := newIdentity(t)
	file, _, _ := sealFile(t, id, bytes.Repeat([]byte{0xA7}, 70000))
	for name, recipient := range map[string]string{"nobody": "",
		"half a recipient": id.Recipient()[:100], "a secret": id.Secret()} {
		if sealed, err := SealFile(recipient, []byte("text")); !errors.Is(err, ErrNotRecipient) ||
			sealed != nil {
			t.Errorf("to %s: %d bytes, %v", name, len(sealed), err)
		}
		if _, err := Reseal(id, io.Discard, bytes.NewReader(file), recipient); !errors.Is(err,
			ErrNotRecipient) {
			t.Errorf("again to %s: %v", name, err)
		}
	}
	altered := bytes.Clone(file)
	altered[len(altered)-1] ^= 1
	for name, tt := range map[string]struct {
		key    *Identity
		sealed []byte
		want   error
	}{
		"somebody else's key": {newIdentity(t), file, ErrNoMatch},
		"the last chunk cut":  {id, file[:len(file)-1000], ErrDamaged},
		"one chunk of two":    {id, file[:oneHybridSize+payloadNonce+sealedChunk], ErrDamaged},
		"one bit altered":     {id, altered, ErrDamaged},
		"a header alone":      {id, file[:oneHybridSize], ErrDamaged},
	} {
		if got, err := OpenFile(tt.key, tt.sealed); !errors.Is(err, tt.want) || got != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if sum, err := Sum(tt.key, bytes.NewReader(tt.sealed)); !errors.Is(err, tt.want) ||
			sum != "" {
			t.Errorf("%s: the sum %s, %v", name, sum, err)
		}
		var out bytes.Buffer
		sum, err := Reseal(tt.key, &out, bytes.NewReader(tt.sealed), id.Recipient())
		if !errors.Is(err, tt.want) || sum != "" {
			t.Errorf("%s: sealed again with the sum %s, %v", name, sum, err)
		}
		if tt.want == ErrNoMatch && out.Len() > 0 {
			t.Errorf("%s: %d bytes were written before a key fitted", name, out.Len())
		}
	}
}

// A failing disk is not reported as damage, on either side: where Reseal reads and where it writes.
func TestResealDiskErrors(t *testing.T) {
	id := newIdentity(t)
	file, _, _ := sealFile(t, id, make([]byte, 200000))
	full := errors.New("disk full")
	dying := io.MultiReader(io.LimitReader(bytes.NewReader(file), 100000), iotest.ErrReader(full))
	_, reading := Reseal(id, io.Discard, dying, id.Recipient())
	_, writing := Reseal(id, failingWriter{full}, bytes.NewReader(file), id.Recipient())
	for name, err := range map[string]error{"reading": reading, "writing": writing} {
		if !errors.Is(err, full) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
