package plain

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"casefile/internal/aside"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// File is an attached file that was opened whole, and compared with its entry and with the commit
// of both. Each reading opens it again: no plaintext is on a disk, and a large file is never in
// memory.
type File struct {
	entry  *record.Entry
	key    *seal.Identity
	sealed Sealed
	length int64
	sum    string // of the whole plaintext
	pieces [][sha256.Size]byte
}

// FileID returns the ID of the attached file that an attachment entry names.
func FileID(e *record.Entry) record.ID { return record.ID(e.Str("file")) }

// FileID returns the ID of the attached file that the text names, and "" for a text of another
// kind.
func (t *Text) FileID() record.ID {
	if t.entry.Kind != record.KindAttachment {
		return ""
	}
	return FileID(t.entry)
}

// File opens the attached file that the text names. It returns ErrNoKey if another key of the case
// may open it. It returns a Fault if the file is damaged, or differs from its commit or its entry.
func (c Case) File(t *Text, sealed Sealed) (*File, error) {
	if t.FileID() == "" {
		return nil, fmt.Errorf("the entry %s names no file", t.entry.ID)
	}
	length, _ := t.entry.Int("length")
	f := &File{entry: t.entry, sealed: sealed, length: int64(length),
		sum: c.Facts.Entries[t.FileID()].SHA256}
	noted := &pieceHasher{}
	err := first(c.Keys, func(k *seal.Identity) error {
		f.key = k
		return f.stream(noted)
	})
	if errors.Is(err, seal.ErrDamaged) {
		err = f.notAsLong(err)
	}
	if err != nil {
		return nil, c.unopened(err)
	}
	f.pieces = noted.end()
	return f, nil
}

// stream opens the file to dst, and compares it.
func (f *File) stream(dst io.Writer) error {
	return f.sealed.through(func(r io.Reader) error {
		sum, fileSum, err := seal.OpenAttachment(f.key, dst, r, f.length)
		switch {
		case err != nil:
			return err
		case sum != f.sum:
			return errOther()
		case fileSum != f.entry.Str("sha256"):
			return fault(verify.RuleEntryAttached,
				"the attached file is not the one that its entry describes (its SHA-256 differs)")
		}
		return nil
	})
}

func errOther() error {
	return fault(verify.RuleEntryText,
		"the attached file is not the one that its commit declared (its SHA-256 differs)")
}

// notAsLong tells a whole file of another length than its entry says from a damaged one.
func (f *File) notAsLong(damaged error) error {
	switch sum, err := Sum([]*seal.Identity{f.key}, f.sealed); {
	case err != nil:
		return fault(verify.RuleEntryText, "the attached file: %v", damaged)
	case sum != f.sum:
		return errOther()
	}
	return fault(verify.RuleEntryAttached,
		"the attached file is not the one that its entry describes (its length differs)")
}

// ErrFileLost is the error with which a caller lets the other files of a case go on without this
// one.
var ErrFileLost = errors.New("lacks its attached file, which is damaged or missing in this copy")

// Length returns the file's length in bytes.
func (f *File) Length() int64 { return f.length }

// WriteTo writes the file. The whole file was compared before. WriteTo compares each piece again,
// so w gets none of a file that was exchanged since.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	c := &pieceChecker{w: w, sums: f.pieces}
	err := f.stream(c)
	if err == nil {
		err = c.end()
	}
	return c.bytes, err
}

// MaxWhole is the greatest length in bytes of a file that is read whole: a pack or a copy is made
// in memory, and checked there before it leaves.
const MaxWhole = 64 << 20

// ErrTooLarge says that a file has more than MaxWhole bytes.
var ErrTooLarge = fmt.Errorf("an attached file has more than %d MiB, and this is made in memory",
	MaxWhole>>20)

// Bytes returns the whole file, which may have at most MaxWhole bytes.
func (f *File) Bytes() ([]byte, error) {
	if f.length > MaxWhole {
		return nil, fmt.Errorf("%w: %q", ErrTooLarge, f.entry.Str("name"))
	}
	data := bytes.NewBuffer(make([]byte, 0, f.length))
	if _, err := f.WriteTo(data); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

// Reader reads the file from its beginning. A caller that does not read to the end must close it.
func (f *File) Reader() io.ReadCloser {
	r, w := io.Pipe()
	aside.Go(func() {
		w.CloseWithError(aside.Err(func() error {
			_, err := f.WriteTo(w)
			return err
		}))
	})
	return r
}
