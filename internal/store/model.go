package store

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// model is a batch as go-git's object package wants to see storage: reads find
// pending objects first, writes stay pending.
type model struct {
	ctx   context.Context // go-git's interface has no place for it
	batch *Batch
}

var _ storer.EncodedObjectStorer = model{}

func (m model) NewEncodedObject() plumbing.EncodedObject { return new(plumbing.MemoryObject) }

func (m model) SetEncodedObject(o plumbing.EncodedObject) (plumbing.Hash, error) {
	r, err := o.Reader()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return plumbing.ZeroHash, err
	}
	return plumbing.NewHash(m.batch.put(o.Type(), data)), nil
}

// mostModelled bounds a file that go-git asks for: it decodes trees and commits for us.
const mostModelled = 8 << 20

// asks are the kinds and sizes of objects that go-git may read.
var asks = []ask{aCommit, aTree, {kind: "blob", most: mostModelled}}

func (m model) EncodedObject(t plumbing.ObjectType, h plumbing.Hash) (
	plumbing.EncodedObject, error,
) {
	kinds, err := m.batch.Kinds(m.ctx, []string{h.String()})
	if err != nil {
		return nil, err
	}
	for _, want := range asks {
		if kinds[0] != want.kind || t != plumbing.AnyObject && t.String() != want.kind {
			continue
		}
		data, err := m.batch.one(m.ctx, want, h.String())
		if err != nil {
			return nil, err
		}
		found, err := plumbing.ParseObjectType(want.kind)
		return memory(found, data), err
	}
	return nil, fmt.Errorf("%w: %s is not there as a %s", plumbing.ErrObjectNotFound, h, t)
}

func memory(t plumbing.ObjectType, data []byte) *plumbing.MemoryObject {
	o := new(plumbing.MemoryObject)
	o.SetType(t)
	_, _ = o.Write(data) // into memory: cannot fail
	return o
}

// IterEncodedObjects goes through the pending objects alone: nobody may walk a
// whole repository by accident.
func (m model) IterEncodedObjects(t plumbing.ObjectType) (storer.EncodedObjectIter, error) {
	var list []plumbing.EncodedObject
	for _, id := range m.batch.order {
		if o := m.batch.pending[id]; t == plumbing.AnyObject || t == o.kind {
			list = append(list, memory(o.kind, o.data))
		}
	}
	return storer.NewEncodedObjectSliceIter(list), nil
}

func (m model) HasEncodedObject(h plumbing.Hash) error {
	_, err := m.EncodedObject(plumbing.AnyObject, h)
	return err
}

func (m model) EncodedObjectSize(h plumbing.Hash) (int64, error) {
	o, err := m.EncodedObject(plumbing.AnyObject, h)
	if err != nil {
		return 0, err
	}
	return o.Size(), nil
}

func (m model) AddAlternate(string) error {
	return errors.New("a records repository takes no alternates")
}
