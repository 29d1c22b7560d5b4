package casebook

import (
	"bytes"
	"context"

	"casefile/internal/record"
)

// FileOf returns the file that an attachment entry names, and the ID that the file has.
type FileOf func(*record.Entry) (id record.ID, data []byte, err error)

// TakeIn records in one case what came from elsewhere. If the opening has entries, it opens the
// case with them (package exchange refuses entries that can't open one). Otherwise the case exists.
//
// All other entries, and attachments with their files, go into one commit. If the subject has died,
// they go into several (Add). Main gets everything or nothing. Done is the result of the last
// commit.
func (b *Book) TakeIn(
	ctx context.Context, o OpenOrder, others []*Prepared, file FileOf,
) (*Done, error) {
	if len(o.Entries) == 0 {
		files, err := b.sealFiles(ctx, o.Case, others, file)
		if err != nil {
			return nil, err
		}
		return b.Add(ctx, o.Case, others, files)
	}
	var done *Done
	err := b.inTransaction(ctx, func(next *Book) (err error) {
		if done, err = next.OpenCase(ctx, o); err != nil || len(others) == 0 {
			return err
		}
		files, err := next.sealFiles(ctx, o.Case, others, file)
		if err == nil {
			done, err = next.addInTurn(ctx, o.Case, others, files)
		}
		return err
	})
	return done, err
}

// sealFiles seals the file of each attachment.
func (b *Book) sealFiles(
	ctx context.Context, id record.ID, entries []*Prepared, file FileOf,
) ([]Attached, error) {
	var files []Attached
	for _, p := range entries {
		if p.Entry.Kind != record.KindAttachment {
			continue
		}
		own, data, err := file(p.Entry)
		if err != nil {
			return nil, err
		}
		sealed, _, err := b.SealFile(ctx, id, bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, err
		}
		sealed.ID = own
		files = append(files, sealed)
	}
	return files, nil
}
