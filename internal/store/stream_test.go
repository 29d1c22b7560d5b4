package store

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// A file comes piece by piece as it is, from the repository and from a batch, or for the
// reason why not.
func TestStream(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"a": "text"}, newSigner(t))
	text := strings.Repeat("the words of an entry ", 20000)
	b := r.NewBatch()
	whole, huge := b.Blob([]byte(text)), b.Blob(make([]byte, mostTest+1))
	for name, read := range map[string]Reader{"a batch": b.Reader, "the repository": r.Reader} {
		if name == "the repository" {
			must(t, b.Write(ctx))
		}
		var got strings.Builder
		if n, err := read.Stream(ctx, whole, mostTest, &got); err != nil || got.String() != text ||
			n != int64(len(text)) {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		opened := read.Open(ctx, whole, mostTest)
		if data, err := io.ReadAll(opened); err != nil || string(data) != text ||
			opened.Close() != nil {
			t.Errorf("%s: opened: %d bytes, %v", name, len(data), err)
		}
		left := read.Open(ctx, whole, mostTest) // and nobody reads on
		if _, err := left.Read(make([]byte, 10)); err != nil || left.Close() != nil {
			t.Errorf("%s: left: %v", name, err)
		}
		if _, err := read.Stream(ctx, whole, mostTest, full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk: %v", name, err)
		}
		for id, want := range map[string]error{huge: ErrTooLarge, c.ID: ErrOtherKind,
			strings.Repeat("12", 20): ErrNotFound, "main": ErrNotFound} {
			got.Reset()
			if n, err := read.Stream(ctx, id, mostTest, &got); !errors.Is(err, want) || n > 0 ||
				got.Len() > 0 {
				t.Errorf("%s: %s: %d bytes, %v; want %v", name, id, n, err, want)
			}
			if _, err := io.ReadAll(read.Open(ctx, id, mostTest)); !errors.Is(err, want) {
				t.Errorf("%s: %s opened: %v; want %v", name, id, err, want)
			}
		}
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Stream(over, whole, mostTest, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	if got, err := r.Blob(ctx, whole, mostTest); err != nil || string(got) != text {
		t.Errorf("afterwards: %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write(p []byte) (int, error) { return 0, errFull }

// A reader that got a part of a damaged file hears that the file is damaged.
func TestStreamOfDamagedObjects(t *testing.T) {
	ctx := t.Context()
	long := strings.Repeat("the words of an entry ", 20000)
	for name, damage := range map[string]func([]byte) []byte{
		"other content": func([]byte) []byte { return deflated("blob 5\x00other") },
		"cut":           func(b []byte) []byte { return b[:len(b)*3/4] },
		"flipped":       func(b []byte) []byte { b[len(b)*3/4] ^= 0x20; return b },
		"shorter than it says": func([]byte) []byte {
			return deflated(fmt.Sprintf("blob %d\x00%s", len(long), long[:len(long)-9]))
		},
		"longer than it says": func([]byte) []byte {
			return deflated(fmt.Sprintf("blob %d\x00%s", len(long)-9, long))
		},
	} {
		r := newRepo(t)
		id, err := r.WriteBlob(ctx, int64(len(long)), func(w io.Writer) error {
			_, err := io.WriteString(w, long)
			return err
		})
		must(t, err)
		path := filepath.Join(r.objects, id[:2], id[2:])
		whole, err := os.ReadFile(path)
		must(t, err)
		must(t, os.Remove(path))
		must(t, os.WriteFile(path, damage(whole), 0o444))
		if n, err := r.Stream(ctx, id, mostTest, io.Discard); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
	}
}

// A git that ends in the middle of a file has spoilt one read. A taker never gets the
// beginning of a file twice.
func TestStreamOutlivesItsProcess(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	long := bytes.Repeat([]byte("the words of an entry "), 20000)
	b := r.NewBatch()
	id := b.Blob(long)
	must(t, b.Write(ctx))
	_, err := r.Blob(ctx, id, mostTest)
	must(t, err)
	r.cat.idle[0].kill() // before the first byte: nobody hears of it
	if n, err := r.Stream(ctx, id, mostTest, io.Discard); err != nil || n != int64(len(long)) {
		t.Errorf("killed before: %d bytes, %v", n, err)
	}
	p := r.cat.idle[0]
	var got killing
	got.now = func() { p.kill() }
	n, err := r.Stream(ctx, id, mostTest, &got)
	if !errors.Is(err, errHalf) { // a pipe holds less than a half of it
		t.Errorf("killed in the middle: %d bytes, %v", n, err)
	}
	if !bytes.HasPrefix(long, got.data) {
		t.Error("the taker got something else")
	}
	if n, err := r.Stream(ctx, id, mostTest, io.Discard); err != nil || n != int64(len(long)) {
		t.Errorf("afterwards: %d bytes, %v", n, err)
	}
}

// killing kills the process behind it at the first bytes.
type killing struct {
	data []byte
	now  func()
}

func (k *killing) Write(p []byte) (int, error) {
	if len(k.data) == 0 {
		k.now()
	}
	k.data = append(k.data, p...)
	return len(p), nil
}

// A large file takes no more memory than a small one.
func TestStreamIsBounded(t *testing.T) {
	const size = 64 << 20
	ctx, r := t.Context(), newRepo(t)
	zeros := func(w io.Writer) error {
		some := make([]byte, 1<<16)
		for range size / len(some) {
			if _, err := w.Write(some); err != nil {
				return err
			}
		}
		return nil
	}
	id, packed := looseZeros(t, r, size, zeros)
	if packed > 1<<20 {
		t.Fatalf("the zeros take %d bytes", packed)
	}
	before := allocated()
	if n, err := r.Stream(ctx, id, size, io.Discard); err != nil || n != size {
		t.Errorf("%d bytes, %v", n, err)
	}
	if used := allocated() - before; used > 4<<20 {
		t.Errorf("streaming allocated %d bytes", used)
	}
}

// looseZeros writes a loose object that is small on the disk.
func looseZeros(t *testing.T, r *Repo, size int64, write func(io.Writer) error) (
	id string, packed int,
) {
	t.Helper()
	var out bytes.Buffer
	z, hash := zlib.NewWriter(&out), plumbing.NewHasher(plumbing.BlobObject, size)
	_, err := fmt.Fprintf(z, "blob %d\x00", size)
	must(t, errors.Join(err, write(io.MultiWriter(z, hash)), z.Close()))
	id = hash.Sum().String()
	must(t, os.MkdirAll(filepath.Join(r.objects, id[:2]), 0o755))
	must(t, os.WriteFile(filepath.Join(r.objects, id[:2], id[2:]), out.Bytes(), 0o444))
	return id, out.Len()
}

func allocated() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.TotalAlloc
}
