package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// whose returns 32 times the same letter, as the owner of a ticket.
func whose(letter string) string { return strings.Repeat(letter, 32) }

func newQueue(t *testing.T) Queue {
	return Queue{filepath.Join(t.TempDir(), "casefile", "queue"), func() int { return 1 }}
}

// file puts a ticket there that was touched so long ago; before the present where negative.
func (q Queue) file(t *testing.T, name string, age time.Duration) {
	t.Helper()
	path := filepath.Join(q.dir, name)
	if err := os.MkdirAll(q.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

// A ticket comes after those that are there; what can't wait comes after the first alone, and
// after others that can't.
func TestNextTicket(t *testing.T) {
	a, b := whose("a"), whose("b")
	for _, tt := range []struct {
		line []string
		soon bool
		want string
	}{
		{nil, false, "00000001-" + b},
		{nil, true, "00000001-" + b},
		{[]string{"00000004-" + a}, false, "00000005-" + b},
		{[]string{"00000004-" + a, "00000007-" + a}, false, "00000008-" + b},
		{[]string{"00000004-" + a, "00000007-" + a}, true, "00000004s-" + b},
		{[]string{"00000004s-" + a, "00000007-" + a}, true, "00000004s-" + b},
	} {
		var line []ticket
		for _, name := range tt.line {
			line = append(line, ticket{name: name})
		}
		if got := nextTicket(line, b, tt.soon); got != tt.want {
			t.Errorf("after %v (soon %v): %s, want %s", tt.line, tt.soon, got, tt.want)
		}
		if !ticketName().MatchString(tt.want) {
			t.Errorf("%s is no name", tt.want)
		}
	}
}

// A ticket ends when its time is over, when its time is in the future, and when nobody touches it.
func TestLivingTickets(t *testing.T) {
	now := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	seen := watch{}
	at := func(age time.Duration) []ticket {
		return []ticket{{"00000001-" + whose("a"), now.Add(-age)}}
	}
	for i, tt := range []struct {
		age, elapsed time.Duration
		want         int
	}{
		{0, 0, 1},
		{ticketLife, time.Second, 1},
		{ticketLife + 1, time.Second, 0},
		{-ticketLife - 1, time.Second, 0}, // the clock was set back
		{-time.Second, 2 * time.Second, 1},
		{-time.Second, 2*time.Second + ticketLife, 1},
		// The clock stands still, and nobody touches it.
		{-time.Second, 2*time.Second + ticketLife + 1, 0},
	} {
		if got := len(seen.living(at(tt.age), now, tt.elapsed)); got != tt.want {
			t.Errorf("step %d: %d living, want %d", i, got, tt.want)
		}
	}
}

// Those who wait come in the order in which they came, each when the one before is done.
func TestQueueInOrder(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	if first, err := q.Wait(t.Context(), whose("a"), false); !first || err != nil {
		t.Fatal(first, err)
	}
	came := make(chan string)
	for i, letter := range []string{"b", "c", "d"} {
		go func() {
			first, err := q.Wait(context.Background(), whose(letter), letter == "d")
			if first && err == nil {
				came <- letter
			}
		}()
		q.until(t, i+2)
	}
	for _, want := range []string{"d", "b", "c"} { // d can't wait
		before := map[string]string{"d": "a", "b": "d", "c": "b"}[want]
		select {
		case letter := <-came:
			t.Fatalf("%s came while it was the turn of %s", letter, before)
		case <-time.After(3 * turnLook):
		}
		q.Done(whose(before))
		if got := <-came; got != want {
			t.Errorf("%s came, want %s", got, want)
		}
	}
}

// until waits until so many tickets lie there.
func (q Queue) until(t *testing.T, n int) {
	t.Helper()
	for range 500 {
		if line, _ := q.line(); len(line) == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("there are never %d tickets", n)
}

// The ticket of a process that has gone keeps nobody waiting for long, whatever its time. A file
// that is no ticket keeps nobody waiting at all.
func TestQueueOldTickets(t *testing.T) {
	t.Parallel()
	for name, age := range map[string]time.Duration{
		"00000001-" + whose("a"): 2 * ticketLife,
		"00000002-" + whose("a"): -time.Hour,
		"00000003-mina":          0,
		"README":                 0,
		"00000001":               0,
	} {
		q := newQueue(t)
		q.file(t, name, age)
		begin := time.Now()
		first, err := q.Wait(t.Context(), whose("b"), false)
		if !first || err != nil || time.Since(begin) > time.Second {
			t.Errorf("beside %s: %v %v after %s", name, first, err, time.Since(begin))
		}
	}
	q := newQueue(t)
	q.file(t, "00000001-"+whose("a"), 0)
	begin := time.Now()
	first, err := q.Wait(t.Context(), whose("b"), false)
	waited := time.Since(begin)
	if !first || err != nil || waited < ticketLife-time.Second ||
		waited > ticketLife+2*time.Second {
		t.Errorf("behind one who is gone: %v %v after %s", first, err, waited)
	}
}

// Nobody waits longer than queuePatience, also where somebody is always before them.
func TestQueuePatience(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	stop := make(chan struct{})
	defer close(stop)
	q.file(t, "00000001-"+whose("a"), 0)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
				_, _ = touch(filepath.Join(q.dir, "00000001-"+whose("a")))
			}
		}
	}()
	begin := time.Now()
	first, err := q.Wait(t.Context(), whose("b"), false)
	waited := time.Since(begin)
	if first || err != nil || waited < queuePatience || waited > queuePatience+2*time.Second {
		t.Errorf("%v %v after %s", first, err, waited)
	}
	if line, _ := q.line(); len(line) != 2 {
		t.Errorf("the place is not kept: %v", line)
	}
}

// Nobody has to wait where no folder can be made, where somebody has filled the folder, or where
// nobody listens any more.
func TestQueueNone(t *testing.T) {
	q := newQueue(t)
	q.file(t, "00000001-"+whose("a"), 0)
	for i := range mostTickets {
		q.file(t, fmt.Sprintf("00000001-%032x", i), 0)
	}
	if first, err := q.Wait(t.Context(), whose("b"), false); !first || err != nil {
		t.Errorf("of many: %v %v", first, err)
	}
	blocked := Queue{filepath.Join(q.dir, "00000001-"+whose("a"), "queue"), q.parent}
	if first, err := blocked.Wait(t.Context(), whose("b"), false); !first || err != nil {
		t.Errorf("without a folder: %v %v", first, err)
	}
	left := newQueue(t)
	left.file(t, "00000001-"+whose("a"), 0)
	calls := 0
	left.parent = func() int { calls++; return calls }
	if first, err := left.Wait(t.Context(), whose("b"), false); first || err == nil {
		t.Errorf("with nobody there: %v %v", first, err)
	}
	if line, _ := left.line(); len(line) != 1 {
		t.Errorf("the place is kept: %v", line)
	}
}

// The next process in the line looks soonest. Every process looks often enough to keep its ticket.
func TestLookAfter(t *testing.T) {
	var line []ticket
	for i := range 30 {
		line = append(line, ticket{name: fmt.Sprintf("%08d-%032x", i+1, i)})
	}
	for before, want := range map[int]time.Duration{1: turnLook, 2: 2 * turnLook, 9: 9 * turnLook,
		19: 19 * turnLook, 29: 20 * turnLook} {
		if got := lookAfter(line, line[before].whose()); got != want {
			t.Errorf("%d before: %v, want %v", before, got, want)
		}
	}
	if got := lookAfter(nil, line[0].whose()); got != turnLook {
		t.Errorf("a ticket that has run out: %v", got)
	}
	if 4*mostTurnLooks*turnLook > ticketLife {
		t.Error("a ticket may run out while its owner waits")
	}
}
