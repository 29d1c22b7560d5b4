package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"casefile/internal/verify"
)

// clocksFile of the index has a line for each commit that is lawfully dated before its parent:
// place, its own time and its parent's in seconds, signer, ID.
const clocksFile = "clocks"

// clockSetBack is one line of the file.
type clockSetBack struct {
	place int
	verify.SetBack
}

// String returns the line.
func (s clockSetBack) String() string {
	return fmt.Sprintln(s.place, s.To.Unix(), s.From.Unix(), s.Signer, s.Commit)
}

func (s clockSetBack) learnedAt() int { return s.place }

// clockSetBacks returns the lines up to the ledger's place, in order.
func (x *index) clockSetBacks() ([]clockSetBack, error) {
	return linesUpTo(x, clocksFile, parseClockSetBack)
}

func parseClockSetBack(line string) (s clockSetBack, ok bool) {
	w := strings.Fields(line)
	if len(w) != 5 || len(w[4]) != 40 {
		return s, false
	}
	place, err1 := strconv.Atoi(w[0])
	to, err2 := strconv.ParseInt(w[1], 10, 64)
	from, err3 := strconv.ParseInt(w[2], 10, 64)
	s = clockSetBack{place, verify.SetBack{Commit: w[4], Signer: w[3],
		From: time.Unix(from, 0).UTC(), To: time.Unix(to, 0).UTC()}}
	return s, errors.Join(err1, err2, err3) == nil
}
