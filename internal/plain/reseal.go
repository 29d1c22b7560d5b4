package plain

import (
	"io"

	"casefile/internal/seal"
)

// Sum opens a sealed file, an entry's or an attached one, with the first of some keys that
// fits, and gives the SHA-256 of all that it holds. seal.ErrNoMatch where no key fits.
func Sum(keys []*seal.Identity, sealed Sealed) (sum string, err error) {
	err = sealed.withFirst(keys, func(k *seal.Identity, r io.Reader) (err error) {
		sum, err = seal.Sum(k, r)
		return err
	})
	return sum, err
}

// Reseal seals what a sealed file holds, as it is, to another recipient, and gives its
// SHA-256. seal.ErrNoMatch where no key fits: then nothing was written to dst.
func Reseal(keys []*seal.Identity, dst io.Writer, sealed Sealed, recipient string) (
	sum string, err error,
) {
	err = sealed.withFirst(keys, func(k *seal.Identity, r io.Reader) (err error) {
		sum, err = seal.Reseal(k, dst, r, recipient)
		return err
	})
	return sum, err
}
