package seal

import (
	"bytes"
	"errors"
	"testing"
)

// A file that is sealed to another key is the same, salt and zeros included, so
// that its SHA-256 in the records stays true.
func TestSealFileAgain(t *testing.T) {
	old, young := newIdentity(t), newIdentity(t)
	for _, size := range []int{0, 1, 992, 70000, 200000} {
		file := bytes.Repeat([]byte{0xA7}, size)
		first, sum, _ := sealFile(t, old, file)
		whole, err := OpenFile(old, first)
		if err != nil || Commitment(whole) != sum || len(whole) != Padme(max(1024, size+32)) {
			t.Fatalf("%d bytes: opened %d, %v", size, len(whole), err)
		}
		second, err := SealFile(young.Recipient(), whole)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := Inspect(second); err != nil || !h.OneHybrid() || !h.Padded(int64(len(second))) || len(second) != len(first) {
			t.Errorf("%d bytes: sealed again to %d bytes, %+v, %v", size, len(second), h, err)
		}
		if again, err := OpenFile(young, second); err != nil || Commitment(again) != sum {
			t.Errorf("%d bytes: its SHA-256 is another one, %v", size, err)
		}
		var back bytes.Buffer
		if err := OpenAttachment(young, &back, bytes.NewReader(second), int64(size)); err != nil || !bytes.Equal(back.Bytes(), file) {
			t.Errorf("%d bytes: saved %d, %v", size, back.Len(), err)
		}
		if _, err := OpenFile(old, second); !errors.Is(err, ErrNoMatch) {
			t.Errorf("%d bytes: the old key opens it: %v", size, err)
		}
	}
}

func TestSealFileAgainRefuses(t *testing.T) {
	id := newIdentity(t)
	file, _, _ := sealFile(t, id, bytes.Repeat([]byte{0xA7}, 70000))
	for name, recipient := range map[string]string{"nobody": "", "half a recipient": id.Recipient()[:100], "a secret": id.Secret()} {
		if sealed, err := SealFile(recipient, []byte("text")); !errors.Is(err, ErrNotRecipient) || sealed != nil {
			t.Errorf("to %s: %d bytes, %v", name, len(sealed), err)
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
	}
}
