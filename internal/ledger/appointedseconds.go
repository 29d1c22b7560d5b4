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

// secondsFile of the index has a line for each who stood second with a role or a key from who
// was first: its place, for how many days, the case or -, both members, what was given by
// whom, the commit.
const secondsFile = "seconds"

// appointedSecond is one of them.
type appointedSecond struct {
	place int
	verify.AppointedSecond
}

// String is its line in the file.
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

// appointedSeconds are those up to the place where the book stands, in order.
func (x *index) appointedSeconds() ([]verify.AppointedSecond, error) {
	found, err := linesUpTo(x, secondsFile, parseAppointedSecond)
	var out []verify.AppointedSecond
	for _, s := range found {
		out = append(out, s.AppointedSecond)
	}
	return out, err
}

// AppointedSeconds lists, for all records, who stood second with a role or a key from who was first.
func (l *Ledger) AppointedSeconds() ([]verify.AppointedSecond, error) {
	return l.index.appointedSeconds()
}
