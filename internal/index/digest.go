package index

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// digestSize is the length of an HMAC-SHA256 that is kept, in bytes.
const digestSize = 16

// digester computes the digests of rows under one key.
type digester struct {
	key  []byte
	hash hash.Hash
	buf  []byte
}

// of returns the digest of a row of a table. Each column has its length before it, so that no two
// rows are the same bytes.
func (d *digester) of(table string, columns ...any) []byte {
	if d.hash == nil {
		d.hash = hmac.New(sha256.New, d.key)
	}
	d.hash.Reset()
	d.buf = appendColumn(d.buf[:0], table)
	for _, c := range columns {
		d.buf = appendColumn(d.buf, c)
	}
	d.hash.Write(d.buf)
	return d.hash.Sum(nil)[:digestSize]
}

// fits reports whether a row has its stored digest.
func (d *digester) fits(stored []byte, table string, columns ...any) bool {
	return bytes.Equal(stored, d.of(table, columns...))
}

func appendColumn(b []byte, column any) []byte {
	switch c := column.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(b, uint64(c))
	case string:
		return append(binary.AppendUvarint(b, uint64(len(c))), c...)
	case []byte:
		return append(binary.AppendUvarint(b, uint64(len(c))), c...)
	}
	panic("a column of no known kind")
}
