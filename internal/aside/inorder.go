package aside

import (
	"context"
	"runtime"
)

// InOrder works on n things concurrently, on all cores. It passes the results to take in order, in
// the caller's goroutine. Few results wait for take, so that memory stays bounded. The first error
// of take, or of the context, ends it, after the started work has ended.
func InOrder[T any](ctx context.Context, n int, work func(i int) T,
	take func(i int, t T) error,
) error {
	width := min(n, runtime.GOMAXPROCS(0))
	if width < 2 {
		return inTurn(ctx, n, work, take)
	}
	var group Group
	defer group.Wait()
	results := make([]chan T, n)
	begin := func(i int) {
		results[i] = make(chan T, 1)
		group.Go(func() {
			defer close(results[i])
			results[i] <- work(i)
		})
	}
	for i := range width {
		begin(i)
	}
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, ok := <-results[i]
		if !ok {
			return nil // the work panicked; Wait raises the panic
		}
		results[i] = nil
		if next := i + width; next < n {
			begin(next)
		}
		if err := take(i, t); err != nil {
			return err
		}
	}
	return nil
}

func inTurn[T any](ctx context.Context, n int, work func(i int) T,
	take func(i int, t T) error,
) error {
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(i, work(i)); err != nil {
			return err
		}
	}
	return nil
}
