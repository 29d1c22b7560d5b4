package store

import (
	"context"
	"fmt"
)

// source is where a Reader's objects come from. It answers for every id, in
// their order; what is wrong with one object is in its answer, and an error is
// what ended the whole, an error of the visitor's own included.
type source interface {
	read(ctx context.Context, q question, ids []string, visit visitor) error
}

// question is what git cat-file is asked about an object.
type question string

const (
	contents question = "contents"
	info     question = "info" // kind and size alone, by git's word
)

// answer is what there is to say of one object. Its fault is ErrNotFound or
// ErrDamaged, and then there is no data.
type answer struct {
	kind  string
	size  int64
	data  []byte
	fault error
}

type visitor = func(i int, a answer) error

// each visits what the source says of each id; a malformed one names nothing,
// and is visited first.
func (r Reader) each(ctx context.Context, q question, ids []string, visit visitor) error {
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
	return r.src.read(ctx, q, good, func(i int, a answer) error { return visit(where[i], a) })
}

func noID(id string) error { return fmt.Errorf("%w: %q is no object id", ErrNotFound, id) }
