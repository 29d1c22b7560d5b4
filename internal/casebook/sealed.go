package casebook

import (
	"context"
	"io"

	"casefile/internal/plain"
	"casefile/internal/verify"
)

// heldSealed is the most bytes of a sealed file that is read once and held, however often it
// is opened: more than any entry has.
const heldSealed = 1 << 20

// undamaged wants a file to be as its id says. A large one is opened while it is read, and one that
// this copy has damaged looks then like one that nobody can open: nothing rests on that.
func (b *Book) undamaged(ctx context.Context, blob string) error {
	_, err := b.repo.Stream(ctx, blob, verify.MaxSealedFile, io.Discard)
	return err
}

// sealed is a sealed file of the records, and its size. A large one is read from git anew each
// time that it is opened, and what is wrong with it comes then; of any other it comes now.
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
