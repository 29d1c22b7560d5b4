package term

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// The time of a command runs while it works, and stands still while a person is asked.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, stop := WithBudget(context.Background(), 30*time.Second)
		defer stop()
		child, cancel := context.WithCancel(b)
		defer cancel()
		time.Sleep(20 * time.Second)
		release := b.Hold()
		inner := b.Hold() // a question within a question
		time.Sleep(time.Hour)
		inner()
		inner() // a second call counts for nothing
		time.Sleep(time.Hour)
		release()
		time.Sleep(9 * time.Second)
		if b.Err() != nil || child.Err() != nil {
			t.Errorf("after 29 seconds of its own: %v, %v", b.Err(), child.Err())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !errors.Is(b.Err(), context.DeadlineExceeded) ||
			!errors.Is(child.Err(), context.DeadlineExceeded) {
			t.Errorf("after 31: %v, %v", b.Err(), child.Err())
		}
	})
}

// A person's Ctrl-C ends a budget as what it is, also while they are asked.
func TestBudgetEndsWithItsParent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancel(context.Background())
		b, stop := WithBudget(parent, 30*time.Second)
		defer stop()
		release := b.Hold()
		cancel()
		<-b.Done()
		release()
		time.Sleep(time.Minute)
		if !errors.Is(b.Err(), context.Canceled) {
			t.Error(b.Err())
		}
	})
	if release := (*Budget)(nil).Hold(); release == nil {
		t.Error("no budget can't be held")
	}
}
