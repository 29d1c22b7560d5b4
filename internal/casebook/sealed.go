package casebook

import (
	"context"
	"io"

	"casefile/internal/plain"
	"casefile/internal/verify"
)

// heldSealed is the greatest size in bytes of a sealed file that is read once and held in memory.
// No entry is longer.
const heldSealed = 1 << 20

// undamaged returns an error if a file is not what its ID says. A large file is opened while it is
// read. If this copy has damaged it, it then looks like a file that no key opens, and only
// undamaged tells the two apart.
func (b *Book) undamaged(ctx context.Context, blob string) error {
	_, err := b.repo.Stream(ctx, blob, verify.MaxSealedFile, io.Discard)
	return err
}

// sealed returns a sealed file of the records, and its size. A large file is read from git each
// time that it is opened, and a read error comes then. For other files it comes now.
func (b *Book) sealed(ctx context.Context, blob string) (plain.Sealed, int64, error) {
	sizes, err := b.repo.Sizes(ctx, []string{blob})
	if err != nil {
		return nil, 0, err
	}
	if size := sizes[0]; size > heldSealed {
		open := func() io.ReadCloser { return b.repo.Open(ctx, blob, verify.MaxSealedFile) }
		return open, size, nil
	}
	data, err := b.repo.Blob(ctx, blob, heldSealed)
	return plain.Held(data), int64(len(data)), err
}
