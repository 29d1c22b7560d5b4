package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"casefile/internal/cases"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// SealFile seals a file of the given size to a case's newest epoch, and gives with it the
// SHA-256 of the file's own bytes. It goes into the repository at once, sealed, as it may be
// larger than memory; until a commit has it, it is nobody's.
func (b *Book) SealFile(ctx context.Context, id record.ID, src io.Reader, size int64) (
	a Attached, fileSum string, err error,
) {
	if err := b.MayHold(size); err != nil {
		return a, "", err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return a, "", err
	}
	recipient, err := b.recipient(ctx, d)
	if err != nil {
		return a, "", err
	}
	a = Attached{ID: record.NewID(), Recipient: recipient}
	sealedSize, err := seal.AttachmentSize(size)
	if err != nil {
		return a, "", err
	}
	a.Blob, err = b.repo.WriteBlob(ctx, sealedSize, func(w io.Writer) (err error) {
		a.SHA256, fileSum, err = seal.SealAttachment(recipient, w, src, size)
		return err
	})
	return a, fileSum, err
}

// SealSame seals a file whose SHA-256 an entry has already, from its beginning; ErrState where
// the file was changed since.
func (b *Book) SealSame(ctx context.Context, id record.ID, src io.ReadSeeker, size int64,
	sum string) (Attached, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return Attached{}, err
	}
	sealed, now, err := b.SealFile(ctx, id, src, size)
	if err == nil && now != sum {
		err = fmt.Errorf("%w: the file was changed while its entry was written", ErrState)
	}
	return sealed, err
}

// LargeFile is a size in bytes. Packs and copies are made in memory, and refuse a larger file with
// ErrLargeFile.
const LargeFile = plain.MaxWhole

// ErrLargeFile is a file that is larger.
var ErrLargeFile = plain.ErrTooLarge

// MayHold refuses a file of a size that policy does not allow.
func (b *Book) MayHold(size int64) error {
	if _, limit := b.Policy().Limits(); size > limit {
		return fmt.Errorf("%w: the file has %d bytes; policy allows %d", seal.ErrTooLarge, size,
			limit)
	}
	return nil
}

// OpenFile opens the file of an attachment entry, and compares it with the entry and with the
// commit of both. It returns an EntryFault where the entry or the file is not what history says. It
// returns ErrNoKey where I lack the key of either, and ErrNotFound where there is none.
func (b *Book) OpenFile(ctx context.Context, ref record.Ref) (*plain.File, error) {
	return b.Opener(ctx, ref.Case)(ref.Entry)
}

// Opener opens the attached files of a case, by the IDs of their entries, as OpenFile does.
// The entries themselves are opened once, with the first file.
func (b *Book) Opener(ctx context.Context, id record.ID) func(record.ID) (*plain.File, error) {
	files := sync.OnceValues(func() (*attachedFiles, error) { return b.attachedFiles(ctx, id) })
	return func(entry record.ID) (*plain.File, error) {
		f, err := files()
		if err != nil {
			return nil, err
		}
		return f.open(ctx, entry)
	}
}

// attachedFiles are the attached files of a case, with the entries that name them.
type attachedFiles struct {
	book *Book
	door opener
	all  opened
	list []sealedFile
}

func (b *Book) attachedFiles(ctx context.Context, id record.ID) (*attachedFiles, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	door, all, err := b.opened(ctx, d, nil)
	if err != nil {
		return nil, err
	}
	list, err := b.sealedFiles(ctx, id, true)
	return &attachedFiles{b, door, all, list}, err
}

// open opens the file of one entry.
func (f *attachedFiles) open(ctx context.Context, entry record.ID) (*plain.File, error) {
	ref := record.Ref{Case: f.door.ID, Entry: entry}
	i := slices.IndexFunc(f.all.items, func(it cases.Item) bool { return it.ID == entry })
	if i < 0 {
		return nil, fmt.Errorf("%w: the entry %s", ErrNotFound, ref)
	}
	if it := f.all.items[i]; it.Fault != "" {
		return nil, notOpened(ref, it.Rule, it.Fault)
	}
	file, err := f.of(ctx, f.all.texts[i])
	var fault *plain.Fault
	switch {
	case errors.As(err, &fault):
		return nil, notOpened(ref, fault.Rule, fault.Means)
	case errors.Is(err, plain.ErrNoKey):
		return nil, notOpened(ref, "", err.Error())
	}
	return file, err
}

// of opens the file that a text names.
func (f *attachedFiles) of(ctx context.Context, t *plain.Text) (*plain.File, error) {
	i := slices.IndexFunc(f.list, func(s sealedFile) bool { return s.id == t.FileID() })
	if i < 0 {
		return nil, fmt.Errorf("%w: the file of %s", ErrNotFound, t.Entry().Ref())
	}
	sealed, _, err := f.book.sealed(ctx, f.list[i].blob)
	if err == nil {
		file, err := f.door.File(t, sealed)
		if _, faulty := errors.AsType[*plain.Fault](err); faulty {
			err = cmp.Or(f.book.undamaged(ctx, f.list[i].blob), err)
		}
		return file, lostFile(t, err)
	}
	return nil, lostFile(t, err)
}

// lostFile adds the entry to an error that says that this copy has lost its file. It returns other
// errors as they are.
func lostFile(t *plain.Text, err error) error {
	if err == nil || !store.IsDamage(err) {
		return err
	}
	return fmt.Errorf("%w: the attached file of %s is %s", store.ErrDamaged, t.Entry().Ref(),
		store.DamageWords(err))
}

// faults opens each attached file in turn, if its entry is as history says, and returns the faults.
// It says nothing of a file that is sealed to a key that I lack.
func (f *attachedFiles) faults(ctx context.Context) ([]verify.Fault, error) {
	var out []verify.Fault
	texts := f.texts()
	for _, t := range texts {
		if t.FileID() == "" {
			continue
		}
		var fault *plain.Fault
		switch _, err := f.of(ctx, t); {
		case errors.As(err, &fault):
			out = append(out, f.fault(t.FileID(), fault))
		case errors.Is(err, ErrNotFound), errors.Is(err, plain.ErrNoKey):
		case err != nil && store.IsDamage(err): // named without a key
		case err != nil:
			return out, err
		}
	}
	for _, id := range f.door.Unnamed(texts) {
		out = append(out, f.fault(id, plain.UnnamedFault()))
	}
	return out, nil
}

// texts returns the texts that are as history says, and that no other text contradicts.
func (f *attachedFiles) texts() []*plain.Text {
	var out []*plain.Text
	for i, t := range f.all.texts {
		if t != nil && f.all.items[i].Fault == "" {
			out = append(out, t)
		}
	}
	return out
}

func (f *attachedFiles) fault(file record.ID, why *plain.Fault) verify.Fault {
	fact := f.door.Facts.Entries[file]
	return verify.Fault{Commit: fact.Commit, When: fact.Committed,
		Signer: cmp.Or(fact.Signer, fact.Author),
		Path:   record.CaseFolder(f.door.ID) + "/" + fact.File, Rule: why.Rule, Means: why.Means}
}

// notOpened says why a sealed file is not handed out: for want of a key, or since it breaks a
// rule.
func notOpened(ref record.Ref, rule, why string) error {
	if rule == "" {
		return fmt.Errorf("%w: %s is %s", ErrNoKey, ref, why)
	}
	if rule == verify.RuleDamaged {
		return fmt.Errorf("%w: %s is %s", store.ErrDamaged, ref, why)
	}
	return &EntryFault{Ref: ref, Fault: why}
}

// Refused says why an entry of a folded case has no text: ErrNoKey for want of a key, an EntryFault
// where it breaks a rule. It is nil where the entry has a text, or is not in the case.
func Refused(c *cases.Case, ref record.Ref) error {
	for _, it := range c.Faults {
		if it.Entry != nil && it.ID == ref.Entry {
			return notOpened(ref, it.Rule, it.Fault)
		}
	}
	return nil
}

// copyFile seals the file of an attachment to the key of another case.
func (b *Book) copyFile(ctx context.Context, to record.ID, from record.Ref) (Attached, error) {
	file, err := b.OpenFile(ctx, from)
	if err != nil {
		return Attached{}, err
	}
	r := file.Reader()
	defer r.Close()
	sealed, _, err := b.SealFile(ctx, to, r, file.Length())
	return sealed, err
}
