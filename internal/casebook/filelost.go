package casebook

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/store"
)

// mostLooked is a size in bytes. A page reads a file up to it wholly, to see whether it is sound.
// Of a larger file it only checks that it is there, so that nobody waits for hours of film. Saving
// it, exporting it and verify read it wholly.
const mostLooked = 8 << 20

// LoseFiles looks at the attached files of entries that are about to be shown. It notes, in each
// entry and among Lost, a file that this copy has damaged or lacks. The entry itself may be sound.
func (b *Book) LoseFiles(ctx context.Context, id record.ID, list []*cases.Item) error {
	attached := func(it *cases.Item) bool {
		return it.Kind == record.KindAttachment && it.Fault == ""
	}
	if !slices.ContainsFunc(list, attached) {
		return nil
	}
	files, err := b.sealedFiles(ctx, id, true)
	for _, it := range list {
		named := func(f sealedFile) bool { return string(f.id) == it.Str("file") }
		at := slices.IndexFunc(files, named)
		if err != nil || !attached(it) || at < 0 {
			continue
		}
		lost := b.looksSound(ctx, files[at].blob)
		if store.IsDamage(lost) {
			it.FileLost = store.DamageWords(lost)
			b.loseFile(it.Ref())
			continue
		}
		err = lost
	}
	return err
}

// LoseFilesIn does what LoseFiles does, for the rows that a page shows.
func (b *Book) LoseFilesIn(ctx context.Context, id record.ID, rows []cases.Row) error {
	var list []*cases.Item
	for _, r := range rows {
		if r.Item != nil {
			list = append(list, r.Item)
		}
	}
	return b.LoseFiles(ctx, id, list)
}

// looksSound does what undamaged does, for files small enough that a page can wait (mostLooked).
func (b *Book) looksSound(ctx context.Context, blob string) error {
	sizes, err := b.repo.Sizes(ctx, []string{blob})
	if err != nil || sizes[0] > mostLooked {
		return err
	}
	return b.undamaged(ctx, blob)
}

// OpenerPast returns an Opener that notes a damaged file, and returns plain.ErrFileLost for it. The
// caller can go on with the other files.
func (b *Book) OpenerPast(ctx context.Context, id record.ID) func(record.ID) (*plain.File, error) {
	open := b.Opener(ctx, id)
	return func(entry record.ID) (*plain.File, error) {
		file, err := open(entry)
		if store.IsDamage(err) {
			b.loseFile(record.Ref{Case: id, Entry: entry})
			return nil, plain.ErrFileLost
		}
		return file, err
	}
}

func (b *Book) loseFile(entry record.Ref) { b.lose("the file of " + entry.String()) }
