package plain

import (
	"bytes"
	"fmt"
	"io"

	"casefile/internal/seal"
)

// Sealed reads a sealed file from its beginning, as often as it is called: an attached one
// may be larger than memory. What can't be read comes as an error in the place of its end.
type Sealed func() io.ReadCloser

// Held is a sealed file that is in memory, which must not change afterwards.
func Held(data []byte) Sealed {
	return func() io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }
}

// through reads the file once, to its end: the last that its source says of it is heard.
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

// withFirst reads the file with the first of some keys that it is for.
func (s Sealed) withFirst(keys []*seal.Identity, do func(*seal.Identity, io.Reader) error) error {
	return first(keys, func(k *seal.Identity) error {
		return s.through(func(r io.Reader) error { return do(k, r) })
	})
}
