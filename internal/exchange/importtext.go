package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// tableText reads the text of a table piece by piece: as UTF-8 without a byte order mark, with
// lines ending in LF. Beyond what was taken, it gives at most as many bytes as a row may have. So
// unclosed quotation marks don't draw a whole file into memory.
type tableText struct {
	src          io.Reader
	left         []byte // read, but not given yet
	cut          []byte // the first bytes of a cut UTF-8 character
	begun, cr    bool
	given, taken int64
	failed       error // the error to return after left
}

// errLongRow says that a row has more than maxRow bytes.
var errLongRow = errors.New("the row is too long")

const byteOrderMark = "\ufeff"

func (t *tableText) Read(p []byte) (int, error) {
	if t.given-t.taken > maxRow {
		return 0, errLongRow
	}
	for len(t.left) == 0 {
		if t.failed != nil {
			return 0, t.failed
		}
		t.fill()
	}
	n := copy(p, t.left)
	t.left, t.given = t.left[n:], t.given+int64(n)
	return n, nil
}

// fill reads one more piece.
func (t *tableText) fill() {
	buffer := make([]byte, 32<<10)
	n := copy(buffer, t.cut)
	more, err := io.ReadAtLeast(t.src, buffer[n:], min(len(byteOrderMark), len(buffer)-n))
	data := buffer[:n+more]
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	t.failed, t.cut = err, nil
	if !t.begun {
		t.begun = true
		if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
			t.failed = fmt.Errorf("%w: it is UTF-16; save it as CSV UTF-8", ErrTable)
			return
		}
		data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	}
	if err == nil {
		whole := wholeLetters(data)
		t.cut = bytes.Clone(data[whole:])
		data = data[:whole]
	}
	if !utf8.Valid(data) {
		t.failed = fmt.Errorf("%w: it is not UTF-8; save it as CSV UTF-8", ErrTable)
		return
	}
	t.left = t.lines(data)
}

// wholeLetters returns the number of bytes before a last, incomplete UTF-8 character.
func wholeLetters(data []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if at := len(data) - n; utf8.RuneStart(data[at]) {
			if !utf8.FullRune(data[at:]) {
				return at
			}
			break
		}
	}
	return len(data)
}

// lines ends each line with LF, in place. The last byte of the piece before may have been a CR.
func (t *tableText) lines(data []byte) []byte {
	out := data[:0]
	for _, b := range data {
		after := t.cr
		t.cr = b == '\r'
		switch {
		case b == '\n' && after:
		case b == '\r':
			out = append(out, '\n')
		default:
			out = append(out, b)
		}
	}
	return out
}
