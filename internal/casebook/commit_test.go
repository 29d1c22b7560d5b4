package casebook

import (
	"context"
	"testing"
	"time"
)

func TestLingering(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	later, done := lingering(ctx, 20*time.Millisecond)
	defer done()
	if cancel(); later.Err() != nil {
		t.Error("what is at work is ended at once")
	}
	select {
	case <-later.Done():
	case <-time.After(10 * time.Second):
		t.Error("what hangs is never ended")
	}
}
