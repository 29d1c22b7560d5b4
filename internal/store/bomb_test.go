package store

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// zeros gives so many zero bytes.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// packHeader returns the head of an object in a pack: gitformat-pack(5).
func packHeader(kind byte, size uint64) []byte {
	out := []byte{kind<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		out[len(out)-1] |= 0x80
		out = append(out, byte(size&0x7f))
	}
	return out
}

// A small object that is kept as the difference from a huge one: git makes the huge one
// first, and may not.
func TestDeltaOfABomb(t *testing.T) {
	if testing.Short() {
		t.Skip("compresses 400 MB")
	}
	r := newRepo(t)
	const huge, small = 400 << 20, 1000
	var pack bytes.Buffer
	pack.WriteString("PACK")
	_ = binary.Write(&pack, binary.BigEndian, []uint32{2, 2})
	from := pack.Len()
	pack.Write(packHeader(3, huge))
	z, err := zlib.NewWriterLevel(&pack, zlib.BestSpeed)
	must(t, err)
	_, err = io.CopyN(z, zeros{}, huge)
	must(t, errors.Join(err, z.Close()))
	delta := append(binary.AppendUvarint(nil, huge), binary.AppendUvarint(nil, small)...)
	delta = append(delta, 0x80|0x10|0x20, small&0xff, small>>8) // copy from the beginning
	back := uint64(pack.Len() - from)
	pack.Write(packHeader(6, uint64(len(delta))))
	offset := []byte{byte(back & 0x7f)}
	for back >>= 7; back > 0; back >>= 7 {
		back--
		offset = append([]byte{0x80 | byte(back&0x7f)}, offset...)
	}
	pack.Write(offset)
	z = zlib.NewWriter(&pack)
	_, err = z.Write(delta)
	must(t, errors.Join(err, z.Close()))
	sum := sha1.Sum(pack.Bytes())
	pack.Write(sum[:])
	path := filepath.Join(r.CommonDir(), "objects", "pack", "pack-bomb.pack")
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, pack.Bytes(), 0o600))
	if out, err := exec.Command("git", "index-pack", path).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	id := plumbing.ComputeHash(plumbing.BlobObject, make([]byte, small)).String()
	if sizes, err := r.Sizes(t.Context(), []string{id}); err != nil || sizes[0] != small {
		t.Fatalf("it is not there: %v, %v", sizes, err)
	}
	if data, err := r.Blob(t.Context(), id, mostTest); !errors.Is(err, ErrDamaged) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
