package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// secondsFile of the index has a line for each appointed second person: place, days, the case or -,
// both members, what was given, the giver, the commit.
const secondsFile = "seconds"

// appointedSecond is one line of the file.
type appointedSecond struct {
	place int
	verify.AppointedSecond
}

// String returns the line.
func (s appointedSecond) String() string {
	return fmt.Sprintln(s.place, s.Days, cmp.Or(string(s.Case), "-"), s.Member, s.First, s.Given,
		s.Giver, s.Commit)
}

func parseAppointedSecond(line string) (s appointedSecond, ok bool) {
	w := strings.Fields(line)
	if len(w) != 8 || len(w[7]) != 40 {
		return s, false
	}
	place, err1 := strconv.Atoi(w[0])
	days, err2 := strconv.Atoi(w[1])
	s = appointedSecond{place, verify.AppointedSecond{Commit: w[7],
		Case: record.ID(strings.Trim(w[2], "-")), Member: w[3], First: w[4], Given: w[5],
		Giver: w[6], Days: days}}
	return s, errors.Join(err1, err2) == nil
}

func (s appointedSecond) learnedAt() int { return s.place }

// appointedSeconds returns the facts up to the ledger's place, in order.
func (x *index) appointedSeconds() ([]verify.AppointedSecond, error) {
	found, err := linesUpTo(x, secondsFile, parseAppointedSecond)
	var out []verify.AppointedSecond
	for _, s := range found {
		out = append(out, s.AppointedSecond)
	}
	return out, err
}

// AppointedSeconds returns, for all records, the acts whose second person had got the role or the
// key from the first.
func (l *Ledger) AppointedSeconds() ([]verify.AppointedSecond, error) {
	return l.index.appointedSeconds()
}
