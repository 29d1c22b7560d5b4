package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sort"
)

// oid is an object's id as packs have it.
type oid [20]byte

func (o oid) String() string { return hex.EncodeToString(o[:]) }

func oidOf(id string) (o oid) {
	_, _ = hex.Decode(o[:], []byte(id))
	return o
}

// packIndex is an open index of a pack, version 2 (gitformat-pack(5)). It has a table with the
// number of ids up to each first byte, and the ids in order. The index of a million objects has 34
// MB, and a look for a few of them reads some kilobytes.
type packIndex struct {
	file *os.File
	upTo [256]uint32
}

// The offsets of the parts of an index.
const (
	indexMagic = "\xfftOc\x00\x00\x00\x02"
	indexHead  = int64(len(indexMagic)) + 256*4
	indexLine  = 20 + 4 + 4 // an id, its checksum and its place
)

// errOddIndex says that an index is not of that version, or is cut short.
var errOddIndex = errors.New("no index of a pack, or not of version 2")

// openIndex opens one; the caller closes its file.
func openIndex(path string) (*packIndex, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	x := &packIndex{file: f}
	if err := x.readHead(); err != nil {
		f.Close()
		return nil, err
	}
	return x, nil
}

func (x *packIndex) readHead() error {
	head := make([]byte, indexHead)
	if _, err := io.ReadFull(x.file, head); err != nil ||
		!bytes.HasPrefix(head, []byte(indexMagic)) {
		return errOddIndex
	}
	before := uint32(0)
	for i := range x.upTo {
		x.upTo[i] = binary.BigEndian.Uint32(head[len(indexMagic)+4*i:])
		if x.upTo[i] < before {
			return errOddIndex
		}
		before = x.upTo[i]
	}
	info, err := x.file.Stat()
	if err == nil && !x.fits(info.Size()) {
		err = errOddIndex
	}
	return err
}

func (x *packIndex) len() int { return int(x.upTo[255]) }

// fits reports whether an index of so many objects may have that size: behind the lines are two
// checksums, and before those the places beyond 2 GB, which not all objects can have. git asks the
// same before it believes an index.
func (x *packIndex) fits(size int64) bool {
	n := int64(x.len())
	least := indexHead + n*indexLine + 2*int64(len(oid{}))
	return size >= least && size <= least+max(0, n-1)*8
}

// at reads one id.
func (x *packIndex) at(i int) (o oid, err error) {
	_, err = x.file.ReadAt(o[:], indexHead+int64(i)*int64(len(o)))
	return o, err
}

// has reports whether the pack has an object.
func (x *packIndex) has(o oid) (bool, error) {
	from, to := 0, int(x.upTo[o[0]])
	if o[0] > 0 {
		from = int(x.upTo[o[0]-1])
	}
	var fault error
	n := sort.Search(to-from, func(i int) bool {
		there, err := x.at(from + i)
		fault = errors.Join(fault, err)
		return bytes.Compare(there[:], o[:]) >= 0
	})
	if fault != nil || from+n >= to {
		return false, fault
	}
	there, err := x.at(from + n)
	return there == o, err
}

// all reads the ids, in the order in which the pack has the objects: those of one commit lie side
// by side there, and are read together.
func (x *packIndex) all() ([]oid, error) {
	n := x.len()
	names, places := make([]byte, n*len(oid{})), make([]byte, n*4)
	if _, err := x.file.ReadAt(names, indexHead); err != nil {
		return nil, err
	}
	if _, err := x.file.ReadAt(places, indexHead+int64(n)*(20+4)); err != nil {
		return nil, err
	}
	order := make([]uint32, n) // beyond 2 GB a place is the row of another table, in order too
	for i := range order {
		order[i] = uint32(i)
	}
	place := func(i uint32) uint32 { return binary.BigEndian.Uint32(places[4*i:]) }
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(place(a), place(b)) })
	out := make([]oid, n)
	for i, from := range order {
		copy(out[i][:], names[int(from)*len(oid{}):])
	}
	return out, nil
}

// packedIDs lists the objects in an index of a pack; none where there is no index.
func packedIDs(idx string) ([]oid, error) {
	x, err := openIndex(idx)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer x.file.Close()
	return x.all()
}

// manyWanted is the number of objects from which on an index is read whole.
const manyWanted = 1000

// wantedIn lists the wanted objects that an index has.
func wantedIn(idx string, wanted map[string]bool) (out []string, err error) {
	x, err := openIndex(idx)
	if err != nil {
		return nil, err
	}
	defer x.file.Close()
	if len(wanted) > manyWanted {
		all, err := x.all()
		for _, o := range all {
			if id := o.String(); wanted[id] {
				out = append(out, id)
			}
		}
		return out, err
	}
	for id := range wanted {
		there, err := x.has(oidOf(id))
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, id)
		}
	}
	return out, nil
}
