package seal

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// OpenAttachment writes the first size bytes of the plaintext to dst. It reads to the end, so that
// it finds damage anywhere. sum and fileSum are those of [SealAttachment], to be compared with the
// commit and the entry. Nobody may read dst before OpenAttachment has returned nil and the sums
// were compared.
func OpenAttachment(id *Identity, dst io.Writer, src io.Reader, size int64) (
	sum, fileSum string, err error,
) {
	total, err := paddedAttachment(size)
	if err != nil {
		return "", "", err
	}
	o, err := id.begin(src)
	if err != nil {
		return "", "", err
	}
	file := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(file, dst), o.plain, size); err != nil {
		if err == io.EOF || o.plain.err != nil {
			err = fmt.Errorf("%w: the file ends early", ErrDamaged)
		}
		return "", "", o.source.blame(err)
	}
	whole, err := copyHash(file)
	if err != nil {
		return "", "", err
	}
	if err := checkTail(io.TeeReader(o.plain, whole), total-size); err != nil {
		return "", "", o.source.blame(err)
	}
	return hexSum(whole), hexSum(file), nil
}

// checkTail reads n bytes, and wants 32 bytes of salt, then zeros, then the end.
func checkTail(r io.Reader, n int64) error {
	if _, err := io.CopyN(io.Discard, r, saltSize); err != nil {
		return fmt.Errorf("%w: the file ends early", ErrDamaged)
	}
	seen, err := io.Copy(allZero{}, r)
	if err != nil || seen != n-saltSize {
		return fmt.Errorf("%w: the padding is not as long, or not as empty, as it should be",
			ErrDamaged)
	}
	return nil
}

// watched remembers an error of reading. A failing disk is then not reported as damage, nor damage
// as a failing destination.
type watched struct {
	r   io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// blame returns the source's own error if there was one, and err otherwise.
func (w *watched) blame(err error) error {
	if w.err != nil {
		return fmt.Errorf("reading a sealed file: %w", w.err)
	}
	return err
}

type allZero struct{}

func (allZero) Write(p []byte) (int, error) {
	for i, b := range p {
		if b != 0 {
			return i, errors.New("not zero")
		}
	}
	return len(p), nil
}
