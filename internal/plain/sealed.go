package plain

import (
	"bytes"
	"fmt"
	"io"

	"casefile/internal/seal"
)

// Sealed reads a sealed file from its beginning at each call: an attached file may be larger than
// memory. A file that can't be read gives an error instead of io.EOF.
type Sealed func() io.ReadCloser

// Held returns a sealed file in memory, which must not change afterwards.
func Held(data []byte) Sealed {
	return func() io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }
}

// through reads the file once, to its end, so that the source's last error is noticed.
func (s Sealed) through(do func(io.Reader) error) error {
	r := s()
	defer r.Close()
	if err := do(r); err != nil {
		return err
	}
	switch n, err := io.Copy(io.Discard, r); {
	case err != nil:
		return fmt.Errorf("reading a sealed file: %w", err)
	case n > 0:
		return fmt.Errorf("%w: %d bytes follow its end", seal.ErrDamaged, n)
	}
	return nil
}

// withFirst reads the file with the first of the keys that opens it.
func (s Sealed) withFirst(keys []*seal.Identity, do func(*seal.Identity, io.Reader) error) error {
	return first(keys, func(k *seal.Identity) error {
		return s.through(func(r io.Reader) error { return do(k, r) })
	})
}
