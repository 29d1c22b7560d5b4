package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
)

const (
	saltSize      = 32
	maxAttachment = 1 << 40 // bytes; keeps sizes far from overflow, policy sets the real limit
)

// paddedAttachment returns the length of the plaintext for a file of size bytes.
func paddedAttachment(size int64) (int64, error) {
	if size < 0 || size > maxAttachment {
		return 0, fmt.Errorf("%w: a file of %d bytes", ErrTooLarge, size)
	}
	return padme(max(minPadded, size+saltSize)), nil
}

// AttachmentSize returns the length of the sealed file for an attached file of size bytes.
func AttachmentSize(size int64) (int64, error) {
	plain, err := paddedAttachment(size)
	chunks := (plain + sealedChunk - chunkTag - 1) / (sealedChunk - chunkTag)
	return oneHybridSize + payloadNonce + plain + chunks*chunkTag, err
}

// SealAttachment streams src, which must have exactly size bytes, into a sealed file on dst. sum is
// the SHA-256 in hex of the whole plaintext, fileSum that of the file alone. After an error, the
// bytes in dst are worthless.
func SealAttachment(recipient string, dst io.Writer, src io.Reader, size int64) (
	sum, fileSum string, err error,
) {
	total, err := paddedAttachment(size)
	if err != nil {
		return "", "", err
	}
	w, err := encryptTo(recipient, dst)
	if err != nil {
		return "", "", err
	}
	file := sha256.New()
	if err := copyFile(io.MultiWriter(w, file), src, size); err != nil {
		return "", "", err
	}
	whole, err := copyHash(file)
	if err != nil {
		return "", "", err
	}
	tail := io.MultiReader(io.LimitReader(rand.Reader, saltSize),
		io.LimitReader(zeros{}, total-size-saltSize))
	if _, err := io.Copy(io.MultiWriter(w, whole), tail); err != nil {
		return "", "", fmt.Errorf("sealing a file: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", "", fmt.Errorf("sealing a file: %w", err)
	}
	return hexSum(whole), hexSum(file), nil
}

// copyFile copies a file, and fails if it shrank or grew since its length was taken.
func copyFile(dst io.Writer, src io.Reader, size int64) error {
	n, err := io.CopyN(dst, src, size)
	if err == io.EOF {
		return fmt.Errorf("%w: the file has %d bytes, not %d", ErrSize, n, size)
	}
	if err != nil {
		return fmt.Errorf("sealing a file: %w", err)
	}
	if n, _ := io.ReadFull(src, make([]byte, 1)); n > 0 {
		return fmt.Errorf("%w: the file has more than %d bytes", ErrSize, size)
	}
	return nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// copyHash returns a copy of a running hash. So the file is hashed once, and the sum of the whole
// plaintext goes on from there.
func copyHash(from hash.Hash) (hash.Hash, error) {
	cloner, is := from.(hash.Cloner)
	if !is {
		return nil, errors.New("this hash has no copies")
	}
	return cloner.Clone()
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
