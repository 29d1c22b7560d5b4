package ledger

import (
	"encoding/hex"

	"casefile/internal/store"
)

// wasRead holds the commits and files that were read in this run and match their ids; nil for none.
// With it, an examination from scratch reads each of them once. An entry takes about 40 bytes.
type wasRead map[[20]byte]struct{}

func objectID(id string) (o [20]byte) {
	_, _ = hex.Decode(o[:], []byte(id))
	return o
}

func (r wasRead) add(id string) {
	if r != nil && len(r) < mostRead {
		r[objectID(id)] = struct{}{}
	}
}

// mostRead bounds the memory. Further objects are read again.
const mostRead = 2 << 20

func (r wasRead) has(id string) bool {
	_, ok := r[objectID(id)]
	return ok
}

// unread returns the files of a keys ref that were not read.
func (r wasRead) unread(files []store.Edit) (out []store.Edit) {
	for _, f := range files {
		if !r.has(f.ID) {
			out = append(out, f)
		}
	}
	return out
}
