package store

import (
	"context"
	"fmt"
)

// source gives the objects of a Reader. It answers for every id, in their order. A fault of one
// object is in its answer. An error ended the whole read, and may be the visitor's own.
//
// This is the one door to the bytes of a repository, which anybody may have written. The caller
// says of which kind an object must be and how many bytes it may have. Nothing is read of any other
// object.
type source interface {
	read(ctx context.Context, want ask, ids []string, visit visitor) error
}

// ask says which objects a reader accepts: of one kind, with at most so many bytes. An empty kind
// asks for kind and size alone, as git reports them.
type ask struct {
	kind string
	most int64
	to   *contentRelay // where the bytes of one object go piece by piece; nil: into the answer
}

var info = ask{}

// judge says what keeps an object from being read, of which git has told kind and size.
func (w ask) judge(id string, a answer) error {
	switch {
	case a.fault != nil:
		return a.fault
	case w == info:
		return nil
	case a.kind != w.kind:
		return otherKind{id, a.kind, w.kind}
	case a.size > w.most:
		return fmt.Errorf("%w: %s %s has %d bytes, and may have %d", ErrTooLarge, a.kind, id,
			a.size, w.most)
	}
	return nil
}

// otherKind is an object that is there, and of another kind. No object of the kind has
// its id, so that it counts as not found too.
type otherKind struct{ id, is, want string }

func (k otherKind) Error() string {
	return fmt.Sprintf("%v: %s is a %s, not a %s", ErrNotFound, k.id, k.is, k.want)
}

func (k otherKind) Unwrap() []error { return []error{ErrOtherKind, ErrNotFound} }

// answer is the result for one object. With a fault (ErrNotFound, ErrOtherKind, ErrTooLarge,
// ErrDamaged) there is no data.
type answer struct {
	kind  string
	size  int64
	data  []byte
	sum   string // the id that bytes have which went elsewhere piece by piece
	fault error
}

type visitor = func(i int, a answer) error

// each visits what the source says of each id; a malformed one names nothing,
// and is visited first.
func (r Reader) each(ctx context.Context, want ask, ids []string, visit visitor) error {
	good, where := make([]string, 0, len(ids)), make([]int, 0, len(ids))
	for i, id := range ids {
		if isID(id) {
			good, where = append(good, id), append(where, i)
		} else if err := visit(i, answer{fault: noID(id)}); err != nil {
			return err
		}
	}
	if len(good) == 0 {
		return nil
	}
	return r.src.read(ctx, want, good, func(i int, a answer) error { return visit(where[i], a) })
}

func noID(id string) error { return fmt.Errorf("%w: %q is not an object id", ErrNotFound, id) }
