package casebook

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/store"
)

// LoseFiles reads the attached files of entries of a case that are about to be shown, and notes
// in each entry, and among Lost, which this copy has damaged or not at all. An entry can be
// sound beside such a file.
func (b *Book) LoseFiles(ctx context.Context, id record.ID, list []*cases.Item) error {
	attached := func(it *cases.Item) bool { return it.Kind == record.KindAttachment && it.Fault == "" }
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
		lost := b.undamaged(ctx, files[at].blob)
		if store.IsDamage(lost) {
			it.FileLost = store.DamageWords(lost)
			b.loseFile(it.Ref())
			continue
		}
		err = lost
	}
	return err
}

// OpenerPast is Opener for what passes by a file that this copy has damaged, which is noted
// (plain.ErrFileLost): the others are handed out.
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
