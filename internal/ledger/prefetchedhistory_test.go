package ledger

import (
	"context"
	"errors"
	"testing"

	"casefile/internal/verify"
)

// When judging stops, prefetching stops.
func TestPrefetchInterrupted(t *testing.T) {
	b := newBench(t)
	line := b.line("", "one", "two", "three")
	ctx, stop := context.WithCancel(t.Context())
	judge := NewJudge(ctx, b.repo.Reader)
	view := prefetch(ctx, judge, line, 1, nil)
	view.enter(0)
	if len(view.now.commits) != 1 {
		t.Errorf("the first chunk has %d commits", len(view.now.commits))
	}
	stop()
	view.end() // returns once nobody reads any more
	judged, _, err := New(b.repo, Options{}).JudgeInChunks(ctx, judge, line, 2,
		func([]verify.Learned) {})
	if !errors.Is(err, context.Canceled) || judged > 0 {
		t.Errorf("%d commits are judged after the end: %v", judged, err)
	}
}
