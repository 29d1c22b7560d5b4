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

// File is an attached file, all of which was opened and compared with its entry and with the
// commit of both. It is opened anew each time that it is read: nothing lies open on a disk,
// and a large file is never in memory.
type File struct {
	entry  *record.Entry
	key    *seal.Identity
	sealed Sealed
	length int64
	sum    string // of the whole plaintext
	pieces [][sha256.Size]byte
}

// FileID is the ID of the attached file that an attachment entry names.
func FileID(e *record.Entry) record.ID { return record.ID(e.Str("file")) }

// FileID is the ID of the attached file that the text names; "" for a text of another kind.
func (t *Text) FileID() record.ID {
	if t.entry.Kind != record.KindAttachment {
		return ""
	}
	return FileID(t.entry)
}

// File opens the attached file that the text names. ErrNoKey where it may be for another key
// of the case, and a Fault where it is damaged, or differs from what its commit declared, or
// from what its entry says of it.
func (c Case) File(t *Text, sealed Sealed) (*File, error) {
	if t.FileID() == "" {
		return nil, fmt.Errorf("the entry %s names no file", t.entry.ID)
	}
	length, _ := t.entry.Int("length")
	f := &File{entry: t.entry, sealed: sealed, length: int64(length),
		sum: c.Facts.Entries[t.FileID()].SHA256}
	noted := &noting{}
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

// notAsLong tells a file that is whole, and of another length than its entry says, from one
// that is damaged.
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

// ErrFileLost is how whoever opens the files of a case says that the rest is to go on without
// one.
var ErrFileLost = errors.New("lacks its attached file, which is damaged or missing in this copy")

// Length is that of the file, in bytes.
func (f *File) Length() int64 { return f.length }

// WriteTo writes the file, which was compared before its first byte is written. Each piece is
// compared again, so that w gets none of a file that was exchanged meanwhile.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	c := &comparing{w: w, sums: f.pieces}
	err := f.stream(c)
	if err == nil {
		err = c.end()
	}
	return c.bytes, err
}

// MaxWhole is the most bytes of a file that is wanted whole, as for a pack or a copy, which
// are made in memory and checked there before they leave.
const MaxWhole = 64 << 20

// ErrTooLarge says that a file has more than MaxWhole bytes.
var ErrTooLarge = fmt.Errorf("an attached file has more than %d MiB, and this is made in memory",
	MaxWhole>>20)

// Bytes is the whole file, of MaxWhole bytes at most.
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

// Reader reads the file from its beginning. Whoever does not read it to its end closes it.
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
