package record

import (
	"os"
	"testing"

	"casefile/internal/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Tests{M: m}.Run()) }

// rounds returns the number of tries of a random test. Under the race detector, which finds nothing
// in it, that is a tenth.
func rounds(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// alone skips a long test of one goroutine where the race detector looks: it would take ten
// times as long, and there is nothing to find.
func alone(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs in one goroutine")
	}
}
