package plain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"casefile/internal/seal"
	"casefile/internal/verify"
)

// zeros is a file without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// onDisk returns a case with an attached file of zeros, whose sealed file is on the disk.
func onDisk(t *testing.T, size int64) (*sealed, Sealed) {
	t.Helper()
	s := newSealed(textOf("note", ""))
	path := filepath.Join(t.TempDir(), "sealed")
	file := must(os.Create(path))
	sum, fileSum, err := seal.SealAttachment(s.Keys[0].Recipient(), file,
		io.LimitReader(zeros{}, size), size)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	text := textOf("attachment", fmt.Sprintf("file: %s\nname: film.mp4\ntype: video/mp4\n"+
		"length: %d\nsha256: %s\n", string(letter), size, fileSum))
	s.text = must(seal.Seal(s.Keys[0].Recipient(), text))
	s.fact(entry, seal.Commitment(text), false)
	s.fact(letter, sum, true)
	return s, func() io.ReadCloser { return must(os.Open(path)) }
}

// watching measures the live memory from time to time while a file is read.
type watching struct {
	io.ReadCloser
	read, most *uint64
}

func (w watching) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	const often = 8 << 20
	if before := *w.read; (before+uint64(n))/often > before/often {
		*w.most = max(*w.most, live())
	}
	*w.read += uint64(n)
	return n, err
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A large file is compared, written, read and resealed in the memory of a small one. Nobody gets
// all of it at once.
func TestFileIsBounded(t *testing.T) {
	const size = 32<<20 + 5
	s, open := onDisk(t, size)
	var read, most uint64
	sealed := Sealed(func() io.ReadCloser { return watching{open(), &read, &most} })
	text := must(s.Text(entry, s.text))
	for name, do := range map[string]func() error{
		"written": func() error {
			f, err := s.File(text, sealed)
			if err != nil {
				return err
			}
			if n, err := f.WriteTo(io.Discard); err != nil || n != size {
				return fmt.Errorf("%d bytes, %w", n, err)
			}
			f.length = MaxWhole + 1
			if data, err := f.Bytes(); !errors.Is(err, ErrTooLarge) || data != nil {
				return fmt.Errorf("whole: %d bytes, %w", len(data), err)
			}
			return nil
		},
		"sealed again": func() error {
			_, err := Reseal(s.Keys, io.Discard, sealed, must(seal.NewIdentity()).Recipient())
			return err
		},
	} {
		read, most = 0, 0
		before := live()
		if err := do(); err != nil || read < size {
			t.Errorf("%s: %d bytes, %v", name, read, err)
		}
		if most == 0 || most > before+8<<20 {
			t.Errorf("%s: it held %d bytes, and %d before", name, most, before)
		}
	}
}

// A file that is exchanged after the comparison is not handed out. The reader gets at most the
// pieces before the first changed one.
func TestFileExchangedMeanwhile(t *testing.T) {
	content := strings.Repeat("she said NO. ", 3*pieceSize/13)
	other := content[:2*pieceSize] + strings.ToUpper(content[2*pieceSize:])
	s := withFile(content, content)
	honest := s.file
	forged := withKey(s.Keys[0], other)
	file := must(s.File(must(s.Text(entry, s.text)), func() io.ReadCloser {
		return io.NopCloser(bytes.NewReader(s.file))
	}))
	for name, c := range map[string]struct {
		sealed []byte
		most   int
	}{
		"another end":       {forged, 2 * pieceSize},
		"another beginning": {withKey(s.Keys[0], strings.ToUpper(content)), 0},
		"a shorter one":     {withKey(s.Keys[0], content[:pieceSize+7]), pieceSize},
		"damaged": {append(bytes.Clone(honest[:len(honest)-1]), honest[len(honest)-1]^1),
			len(content)},
	} {
		s.file = c.sealed
		var out bytes.Buffer
		n, err := file.WriteTo(&out)
		if err == nil || int(n) != out.Len() || out.Len() > c.most ||
			!strings.HasPrefix(content, out.String()) {
			t.Errorf("%s: %d bytes of %d, %v", name, out.Len(), c.most, err)
		}
		if data, err := file.Bytes(); err == nil || data != nil {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	s.file = honest
	if data, err := file.Bytes(); err != nil || string(data) != content {
		t.Errorf("as it was: %d bytes, %v", len(data), err)
	}
}

// withKey seals a file with this content.
func withKey(key *seal.Identity, content string) []byte {
	var out bytes.Buffer
	_, _, err := seal.SealAttachment(key.Recipient(), &out, strings.NewReader(content),
		int64(len(content)))
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// An error at the end of the sealed source is reported, although age already has all that it needs.
func TestSourceIsHeardToItsEnd(t *testing.T) {
	s := withFile("she said NO", "she said NO")
	text := must(s.Text(entry, s.text))
	broken := errors.New("the disk failed")
	atEnd := func(err error) Sealed {
		return func() io.ReadCloser {
			return io.NopCloser(io.MultiReader(bytes.NewReader(s.file), failingReader{err}))
		}
	}
	for name, c := range map[string]error{"a disk": broken,
		"an object that differs": verify.ErrAbsent} {
		if f, err := s.File(text, atEnd(c)); !errors.Is(err, c) || f != nil {
			t.Errorf("%s: %v, %v", name, f, err)
		}
		if _, err := Sum(s.Keys, atEnd(c)); !errors.Is(err, c) {
			t.Errorf("%s: the sum: %v", name, err)
		}
		if _, err := Reseal(s.Keys, io.Discard, atEnd(c), s.Keys[0].Recipient()); !errors.Is(err,
			c) {
			t.Errorf("%s: sealed again: %v", name, err)
		}
	}
	if f, err := s.File(text, Held(append(s.file, 0))); rule(err) != "entry-text" || f != nil {
		t.Errorf("more than the end: %v, %v", f, err)
	}
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }
