package bench

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// The object types of gitformat-pack(5).
const (
	commitObject   = 1
	treeObject     = 2
	blobObject     = 3
	offsetDelta    = 6
	packVersion    = 2
	packHeaderSize = 12
)

// oid is an object's SHA-1.
type oid [sha1.Size]byte

func (o oid) String() string { return hex.EncodeToString(o[:]) }

// pack writes one pack file. The first error stays, and finish returns it.
type pack struct {
	file  *os.File
	out   *bufio.Writer
	zip   *zlib.Writer
	at    int64 // offset of the next object
	count uint32
	seen  map[oid]bool
	err   error
}

func newPack(path string) (*pack, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	p := &pack{file: f, out: bufio.NewWriterSize(f, 1<<20), at: packHeaderSize,
		seen: map[oid]bool{}}
	p.zip, err = zlib.NewWriterLevel(p.out, zlib.BestSpeed)
	if err == nil {
		_, err = p.out.Write(make([]byte, packHeaderSize)) // filled in by finish
	}
	return p, err
}

// add writes an object whole, unless it is there already, and gives its id.
func (p *pack) add(kind byte, data []byte) oid {
	id := objectID(kind, data)
	if !p.seen[id] {
		p.seen[id] = true
		p.write(kind, nil, data, len(data))
	}
	return id
}

// addChanged writes an object as its difference from one written before.
func (p *pack) addChanged(kind byte, baseAt int64, base, data []byte) oid {
	id := objectID(kind, data)
	if !p.seen[id] {
		p.seen[id] = true
		d := difference(base, data)
		p.write(offsetDelta, backwards(p.at-baseAt), d, len(d))
	}
	return id
}

func objectID(kind byte, data []byte) oid {
	name := map[byte]string{commitObject: "commit", treeObject: "tree", blobObject: "blob"}[kind]
	return sha1.Sum(append(fmt.Appendf(nil, "%s %d\x00", name, len(data)), data...))
}

// write writes one entry: type and size, the offset of a delta's base, and the
// compressed content.
func (p *pack) write(kind byte, base, data []byte, size int) {
	if p.err != nil {
		return
	}
	p.count++
	counted := &counter{to: p.out}
	_, first := counted.Write(append(typeAndSize(kind, size), base...))
	p.zip.Reset(counted)
	_, second := p.zip.Write(data)
	p.err = errors.Join(first, second, p.zip.Close())
	p.at += counted.n
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}

// typeAndSize has 4 bits of size in the first byte, then 7 in each.
func typeAndSize(kind byte, size int) []byte {
	out := []byte{kind<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		out[len(out)-1] |= 0x80
		out = append(out, byte(size&127))
	}
	return out
}

// backwards returns a distance, most significant 7 bits first, each continued byte standing for one
// more.
func backwards(n int64) []byte {
	out := []byte{byte(n & 127)}
	for n >>= 7; n > 0; n >>= 7 {
		n--
		out = append([]byte{0x80 | byte(n&127)}, out...)
	}
	return out
}

// difference returns a delta that keeps what both begin and end with.
func difference(base, data []byte) []byte {
	most := min(len(base), len(data))
	head := 0
	for head < most && base[head] == data[head] {
		head++
	}
	tail := 0
	for tail < most-head && base[len(base)-1-tail] == data[len(data)-1-tail] {
		tail++
	}
	out := binary.AppendUvarint(nil, uint64(len(base)))
	out = binary.AppendUvarint(out, uint64(len(data)))
	out = appendCopy(out, 0, head)
	for middle := data[head : len(data)-tail]; len(middle) > 0; {
		n := min(len(middle), 127)
		out = append(append(out, byte(n)), middle[:n]...)
		middle = middle[n:]
	}
	return appendCopy(out, len(base)-tail, tail)
}

// appendCopy appends instructions that copy size bytes of the base.
func appendCopy(out []byte, at, size int) []byte {
	for size > 0 {
		n := min(size, 0xffff)
		out = append(out, 0x80|0x0f|0x30, byte(at), byte(at>>8), byte(at>>16), byte(at>>24),
			byte(n), byte(n>>8))
		at, size = at+n, size-n
	}
	return out
}

// finish writes the header with the number of objects and the checksum.
func (p *pack) finish() error {
	if err := errors.Join(p.err, p.out.Flush()); err != nil {
		return errors.Join(err, p.file.Close())
	}
	header := append([]byte("PACK"), make([]byte, 8)...)
	binary.BigEndian.PutUint32(header[4:], packVersion)
	binary.BigEndian.PutUint32(header[8:], p.count)
	_, err := p.file.WriteAt(header, 0)
	sum := sha1.New()
	if err == nil {
		_, err = p.file.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = io.Copy(sum, p.file)
	}
	if err == nil {
		_, err = io.Copy(p.file, bytes.NewReader(sum.Sum(nil)))
	}
	return errors.Join(err, p.file.Close())
}
