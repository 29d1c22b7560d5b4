package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// mostNamed bounds how many risks or steps a handover names, so that the entry
// stays one that people read; how many more there are, it says.
const mostNamed = 20

// RisksToKnow lists the open risks of a case, one a line, for a handover: level, harm, and the next
// review.
func (c *Case) RisksToKnow() []string {
	var out []string
	for _, r := range c.OpenRisks() {
		line := strings.TrimPrefix(r.Level+": ", ": ") + r.Harm + ", to be reviewed by " +
			r.ReviewOn.String()
		if r.Overdue {
			line += " (overdue)"
		}
		out = append(out, line)
	}
	return Bounded(out, "risk")
}

// Bounded makes of lines about one thing each a list that people read: what is too
// many is counted.
func Bounded(lines []string, what string) []string {
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(record.Clean(l)), " ")
	}
	if more := len(lines) - mostNamed; more > 0 {
		return append(lines[:mostNamed:mostNamed],
			fmt.Sprintf("and %d more: the case's own pages have each %s", more, what))
	}
	return lines
}
