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

func (m model) EncodedObject(t plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	kind, data, err := m.batch.Object(m.ctx, h.String())
	if errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("%w: %w", plumbing.ErrObjectNotFound, err)
	}
	if err != nil {
		return nil, err
	}
	found, err := plumbing.ParseObjectType(kind)
	if err != nil || t != plumbing.AnyObject && t != found {
		return nil, fmt.Errorf("%w: %s is a %s", plumbing.ErrObjectNotFound, h, kind)
	}
	return memory(found, data), nil
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
