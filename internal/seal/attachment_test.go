package seal

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func sealFile(t *testing.T, id *Identity, file []byte) (sealedFile []byte, sum, fileSum string) {
	t.Helper()
	var out bytes.Buffer
	sum, fileSum, err := SealAttachment(id.Recipient(), &out, bytes.NewReader(file),
		int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), sum, fileSum
}

func TestAttachment(t *testing.T) {
	id := newIdentity(t)
	for _, c := range []struct{ size, padded int }{
		{0, 1024}, {992, 1024}, {993, 1088}, {65504, 65536}, {200000, 200704}, // 49 × 4,096
	} {
		file := bytes.Repeat([]byte{0xA7}, c.size)
		sealedFile, sum, fileSum := sealFile(t, id, file)
		plain, err := decrypt(sealedFile, id.key)
		if err != nil || len(plain) != c.padded || Commitment(plain) != sum ||
			Commitment(file) != fileSum {
			t.Errorf("%d bytes: plaintext %d, %v, or other sums", c.size, len(plain), err)
			continue
		}
		if salt := plain[c.size : c.size+32]; bytes.Equal(salt, make([]byte, 32)) {
			t.Errorf("%d bytes: no salt", c.size)
		}
		if tail := plain[c.size+32:]; !bytes.Equal(tail, make([]byte, len(tail))) {
			t.Errorf("%d bytes: the padding is not zero", c.size)
		}
		var back bytes.Buffer
		sum2, fileSum2, err := OpenAttachment(id, &back, bytes.NewReader(sealedFile), int64(c.size))
		if err != nil || !bytes.Equal(back.Bytes(), file) || sum2 != sum || fileSum2 != fileSum {
			t.Errorf("%d bytes: opened %d, %v", c.size, back.Len(), err)
		}
	}
}

func TestAttachmentIsSalted(t *testing.T) {
	id := newIdentity(t)
	_, sum, fileSum := sealFile(t, id, []byte("the same letter"))
	_, sum2, fileSum2 := sealFile(t, id, []byte("the same letter"))
	if sum == sum2 || fileSum != fileSum2 {
		t.Errorf("sums %s %s, file sums %s %s", sum, sum2, fileSum, fileSum2)
	}
}

func TestAttachmentOfAnotherLength(t *testing.T) {
	to := newIdentity(t).Recipient()
	for name, c := range map[string]struct {
		size int64
		want error
	}{
		"shrank": {9, ErrSize}, "grew": {7, ErrSize}, "negative": {-1, ErrTooLarge},
		"absurd": {1 << 62, ErrTooLarge},
	} {
		if _, _, err := SealAttachment(to, io.Discard, strings.NewReader("8 bytes."),
			c.size); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAttachmentDamage(t *testing.T) {
	id := newIdentity(t)
	good, _, _ := sealFile(t, id, bytes.Repeat([]byte("x"), 100))
	open := func(id *Identity, file []byte, size int64) error {
		_, _, err := OpenAttachment(id, io.Discard, bytes.NewReader(file), size)
		return err
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if err := open(id, bad, 100); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNoMatch) {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
	}
	for name, err := range map[string]error{
		"cut":         open(id, good[:len(good)-1], 100),
		"empty":       open(id, nil, 100),
		"appended":    open(id, append(bytes.Clone(good), 0), 100),
		"longer":      open(id, good, 2000),
		"beyond salt": open(id, good, 1000),
		"shorter":     open(id, good, 50), // the file's own bytes stand where zeros should
	} {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := open(newIdentity(t), good, 100); !errors.Is(err, ErrNoMatch) {
		t.Errorf("wrong key: %v", err)
	}
	if err := open(id, good, -1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("negative length: %v", err)
	}
}

// The last chunk of a file of several chunks is damaged. The first ones are written, and the error
// says that they don't count.
func TestAttachmentDamageInTheLastChunk(t *testing.T) {
	id := newIdentity(t)
	file, _, _ := sealFile(t, id, make([]byte, 200000))
	file[len(file)-1] ^= 1
	if _, _, err := OpenAttachment(id, io.Discard, bytes.NewReader(file), 200000); !errors.Is(err,
		ErrDamaged) {
		t.Errorf("%v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestAttachmentDiskErrorsAreNotDamage(t *testing.T) {
	id := newIdentity(t)
	file, _, _ := sealFile(t, id, make([]byte, 200000))
	full := errors.New("disk full")
	dying := func(after int64) io.Reader {
		return io.MultiReader(io.LimitReader(bytes.NewReader(file), after), iotest.ErrReader(full))
	}
	open := func(dst io.Writer, src io.Reader) error {
		_, _, err := OpenAttachment(id, dst, src, 200000)
		return err
	}
	for name, err := range map[string]error{
		"writing":             open(failingWriter{full}, bytes.NewReader(file)),
		"reading the header":  open(io.Discard, dying(100)),
		"reading the payload": open(io.Discard, dying(100000)),
		"reading the padding": open(io.Discard, dying(int64(len(file)-1))),
	} {
		if !errors.Is(err, full) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := SealAttachment(id.Recipient(), failingWriter{full}, strings.NewReader("x"), 1)
	if !errors.Is(err, full) {
		t.Errorf("sealing to a full disk: %v", err)
	}
}
