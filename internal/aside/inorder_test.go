package aside

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

// However long each result takes, all are taken in order, and few are held at once.
func TestInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 2, 500} {
		var taken []int
		var held, most atomic.Int32
		work := func(i int) int {
			if now := held.Add(1); now > most.Load() {
				most.Store(now)
			}
			for range i % 7 {
				runtime.Gosched()
			}
			return i * i
		}
		err := InOrder(t.Context(), n, work, func(i, square int) error {
			held.Add(-1)
			if square != i*i {
				t.Errorf("%d: %d", i, square)
			}
			taken = append(taken, i)
			return nil
		})
		if err != nil || len(taken) != n || !slices.IsSorted(taken) {
			t.Errorf("%d things: %v, %v", n, taken, err)
		}
		if limit := int32(runtime.GOMAXPROCS(0)) + 1; most.Load() > limit {
			t.Errorf("%d things: %d were held at once; at most %d", n, most.Load(), limit)
		}
	}
}

func TestInOrderEnds(t *testing.T) {
	broken := errors.New("broken off")
	for name, run := range map[string]func() (int, error){
		"an error": func() (seen int, err error) {
			err = InOrder(t.Context(), 100, func(i int) int { return i }, func(i, _ int) error {
				if seen = i; i == 10 {
					return broken
				}
				return nil
			})
			return seen, err
		},
		"the context": func() (seen int, err error) {
			ctx, cancel := context.WithCancelCause(t.Context())
			err = InOrder(ctx, 100, func(i int) int { return i }, func(i, _ int) error {
				if seen = i; i == 10 {
					cancel(broken)
				}
				return nil
			})
			if errors.Is(err, context.Canceled) {
				err = context.Cause(ctx)
			}
			return seen, err
		},
	} {
		if seen, err := run(); seen != 10 || !errors.Is(err, broken) {
			t.Errorf("%s: %d were seen, %v", name, seen, err)
		}
	}
}

// A panic in the work ends only the work: code that waits gets the panic.
func TestInOrderPanics(t *testing.T) {
	told := recovered(func() {
		_ = InOrder(t.Context(), 50, func(i int) int {
			if i == 20 {
				panic("words of a record")
			}
			return i
		}, func(int, int) error { return nil })
	})
	if p, ok := told.(*Panic); !ok || p.Told != "words of a record" {
		t.Errorf("%v", told)
	}
}
