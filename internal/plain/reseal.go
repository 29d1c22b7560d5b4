package plain

import (
	"io"

	"casefile/internal/seal"
)

// Sum opens a sealed entry or attached file with the first of the keys that fits, and returns the
// SHA-256 of the whole plaintext. It returns seal.ErrNoMatch if no key fits.
func Sum(keys []*seal.Identity, sealed Sealed) (sum string, err error) {
	err = sealed.withFirst(keys, func(k *seal.Identity, r io.Reader) (err error) {
		sum, err = seal.Sum(k, r)
		return err
	})
	return sum, err
}

// Reseal seals the unchanged plaintext of a sealed file to another recipient, and returns the
// plaintext's SHA-256. It returns seal.ErrNoMatch if no key fits: then nothing was written to dst.
func Reseal(keys []*seal.Identity, dst io.Writer, sealed Sealed, recipient string) (
	sum string, err error,
) {
	err = sealed.withFirst(keys, func(k *seal.Identity, r io.Reader) (err error) {
		sum, err = seal.Reseal(k, dst, r, recipient)
		return err
	})
	return sum, err
}
