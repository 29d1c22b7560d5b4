package record

import (
	"runtime"
	"testing"
	"time"
)

// tooSteep is the growth of cost that no text may have when it gets eight times as long.
// Even growth has 8, growth with the square 64; on a busy machine 8 was measured as 29.
const tooSteep = 36

// growth returns the factor by which work on text(n) costs more than on text(n/8). One duration
// alone says how busy a machine is. So two are compared, each the least of several, in time of the
// processor where the system tells it. A steep result is measured again.
func growth(
	t *testing.T, n int, text func(n int) string, work func(text string),
) (times float64) {
	t.Helper()
	if testing.Short() {
		t.Skip("costs are measured where nothing else weighs on them, as the race detector does")
	}
	runtime.LockOSThread() // whose time is taken
	defer runtime.UnlockOSThread()
	fewer, more := text(n/8), text(n)
	leastFewer, leastMore := time.Hour, time.Hour
	for range 12 {
		// Twice what is quickly done: too long a time of it alone would hide a steep text.
		leastFewer = min(leastFewer, costs(work, fewer), costs(work, fewer))
		leastMore = min(leastMore, costs(work, more))
		// What costs next to nothing can't be measured well enough to compare.
		times = float64(leastMore) / float64(max(leastFewer, 2*time.Millisecond))
		if times < tooSteep {
			break
		}
	}
	return times
}

// costs returns the time that work takes on a text.
func costs(work func(string), text string) time.Duration {
	begin := spent()
	work(text)
	return spent() - begin
}

// A measure that finds no text steep would show nothing.
func TestGrowthTellsTheSquare(t *testing.T) {
	count := 0
	square := func(text string) {
		for range len(text) {
			for _, c := range text {
				count += int(c)
			}
		}
	}
	// Long enough that an eighth of it can be measured on a fast machine, too.
	letters := func(n int) string { return string(make([]byte, n)) + "x" }
	if got := growth(t, 20_000, letters, square); got < tooSteep {
		t.Errorf("work by the square grows %.1f times", got)
	}
	if count == 0 {
		t.Error("nothing was counted")
	}
}
