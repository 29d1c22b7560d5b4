package plain

import (
	"crypto/sha256"
	"errors"
	"io"
)

// A file is opened once to be compared, and again to be handed out. Between the two, somebody may
// exchange the file on the disk. So the first reading notes the SHA-256 of each piece, and the
// second hands out no piece with another SHA-256. The notes of a gibibyte take 32 KiB.

const pieceSize = 1 << 20 // bytes; the last piece may be shorter

// errChanged says that a file changed after it was compared.
var errChanged = errors.New("the attached file was exchanged while it was read")

// pieceHasher notes the SHA-256 of each piece that is written to it.
type pieceHasher struct {
	sums [][sha256.Size]byte
	buf  []byte
}

func (n *pieceHasher) Write(p []byte) (int, error) {
	return eachPiece(&n.buf, p, func(piece []byte) error {
		n.sums = append(n.sums, sha256.Sum256(piece))
		return nil
	})
}

// end notes the last piece.
func (n *pieceHasher) end() [][sha256.Size]byte {
	if len(n.buf) > 0 {
		n.sums = append(n.sums, sha256.Sum256(n.buf))
	}
	n.buf = nil
	return n.sums
}

// pieceChecker hands on each piece whose SHA-256 was noted.
type pieceChecker struct {
	w     io.Writer
	sums  [][sha256.Size]byte // of the pieces to come
	buf   []byte
	bytes int64 // that were handed on
}

func (c *pieceChecker) Write(p []byte) (int, error) { return eachPiece(&c.buf, p, c.piece) }

func (c *pieceChecker) piece(piece []byte) error {
	if len(c.sums) == 0 || sha256.Sum256(piece) != c.sums[0] {
		return errChanged
	}
	c.sums = c.sums[1:]
	n, err := c.w.Write(piece)
	c.bytes += int64(n)
	return err
}

// end hands the last piece on.
func (c *pieceChecker) end() error {
	if len(c.buf) > 0 {
		if err := c.piece(c.buf); err != nil {
			return err
		}
	}
	if len(c.sums) > 0 {
		return errChanged
	}
	return nil
}

// eachPiece gathers p in buf, and calls do with each full piece.
func eachPiece(buf *[]byte, p []byte, do func([]byte) error) (n int, err error) {
	for len(p) > 0 {
		some := min(len(p), pieceSize-len(*buf))
		*buf, p = append(*buf, p[:some]...), p[some:]
		if len(*buf) == pieceSize {
			if err := do(*buf); err != nil {
				return n, err
			}
			*buf = (*buf)[:0]
		}
		n += some
	}
	return n, nil
}
