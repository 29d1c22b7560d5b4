package casebook

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// SealFile seals a file of the given size to a case's newest epoch, and gives
// with it the SHA-256 of the file's own bytes.
func (b *Book) SealFile(ctx context.Context, id record.ID, src io.Reader, size int64) (a Attached, fileSum string, err error) {
	if _, limit := b.Policy().Limits(); size > limit {
		return a, "", fmt.Errorf("%w: the file has %d bytes; policy allows %d", seal.ErrTooLarge, size, limit)
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return a, "", err
	}
	recipient, err := b.recipient(ctx, d)
	if err != nil {
		return a, "", err
	}
	var sealed bytes.Buffer
	sum, fileSum, err := seal.SealAttachment(recipient, &sealed, src, size)
	return Attached{ID: record.NewID(), Sealed: sealed.Bytes(), SHA256: sum, Recipient: recipient}, fileSum, err
}

// OpenFile writes an attached file's bytes to dst; e is its attachment entry.
// The bytes are whole and true only when the error is nil.
func (b *Book) OpenFile(ctx context.Context, e *record.Entry, dst io.Writer) error {
	d, err := b.Docket(ctx, e.Case)
	if err != nil {
		return err
	}
	files, err := b.sealedFiles(ctx, e.Case, true)
	if err != nil {
		return err
	}
	length, _ := e.Int("length")
	for _, f := range files {
		if string(f.id) == e.Str("file") {
			return b.openSealed(ctx, d, f.blob, int64(length), dst)
		}
	}
	return fmt.Errorf("%w: the file of %s", ErrNotFound, e.Ref())
}

// Opener opens the attached files of these entries, by the IDs of the entries. A
// file is opened whole before its first byte is handed out: nobody reads a part
// of one that turns out to be another.
func (b *Book) Opener(ctx context.Context, items []cases.Item) func(record.ID) (io.ReadCloser, error) {
	return func(id record.ID) (io.ReadCloser, error) {
		i := slices.IndexFunc(items, func(it cases.Item) bool { return it.Entry != nil && it.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%w: the entry %s", ErrNotFound, id)
		}
		var data bytes.Buffer
		err := b.OpenFile(ctx, items[i].Entry, &data)
		return io.NopCloser(&data), err
	}
}

// openSealedFile opens an attached file as a whole, as it was sealed.
func (b *Book) openSealedFile(ctx context.Context, id record.ID, sealed []byte) ([]byte, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	keys, err := b.caseKeys(ctx, d)
	if err != nil {
		return nil, err
	}
	return openWith(keys, sealed)
}

func (b *Book) openSealed(ctx context.Context, d *record.Docket, blob string, size int64, dst io.Writer) error {
	keys, err := b.caseKeys(ctx, d)
	if err != nil {
		return err
	}
	_, sealed, err := b.repo.Object(ctx, blob)
	if err != nil {
		return err
	}
	err = seal.ErrNoMatch
	for _, k := range keys {
		if err = seal.OpenAttachment(k, dst, bytes.NewReader(sealed), size); err == nil {
			return nil
		}
	}
	return err
}

// copyFile seals the file of an attachment to the key of another case.
func (b *Book) copyFile(ctx context.Context, to record.ID, attachment *record.Entry) (Attached, error) {
	var plain bytes.Buffer
	if err := b.OpenFile(ctx, attachment, &plain); err != nil {
		return Attached{}, err
	}
	sealed, _, err := b.SealFile(ctx, to, &plain, int64(plain.Len()))
	return sealed, err
}
