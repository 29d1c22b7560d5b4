package plain

import (
	"bytes"
	"io"

	"casefile/internal/seal"
)

// Sum opens a sealed file, an entry's or an attached one, with the first of some keys that
// fits, and gives the SHA-256 of all that it holds. seal.ErrNoMatch where no key fits.
func Sum(keys []*seal.Identity, sealed []byte) (sum string, err error) {
	err = first(keys, func(k *seal.Identity) (err error) {
		sum, err = seal.Sum(k, bytes.NewReader(sealed))
		return err
	})
	return sum, err
}

// SealAnew seals what a sealed file holds, as it is, to another recipient, and gives its
// SHA-256. seal.ErrNoMatch where no key fits: then nothing was written to dst.
func SealAnew(keys []*seal.Identity, dst io.Writer, sealed []byte, recipient string) (
	sum string, err error,
) {
	err = first(keys, func(k *seal.Identity) (err error) {
		sum, err = seal.SealAgain(k, dst, bytes.NewReader(sealed), recipient)
		return err
	})
	return sum, err
}
