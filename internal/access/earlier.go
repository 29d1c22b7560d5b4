package access

import (
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Earlier is an earlier decision about a name or an entry. It is shown, and only the person who
// decides now can take it.
type Earlier struct {
	disclose.Decision
	On  record.Date
	For string // who asked for the earlier copy; "" for the present request
}

// String says it on one line: decided on 2026-02-02 for Dana Kerr: remove, third_party, she
// has not agreed.
func (e Earlier) String() string {
	whom := "this request, of what was recorded until then"
	if e.For != "" {
		whom = e.For
	}
	return fmt.Sprintf("decided on %s for %s: %s", e.On, whom, InWords(e.Decision))
}

// InWords returns the effect of a decision, and its reason.
func InWords(d disclose.Decision) string {
	out := d.Do
	if d.Exemption != "" && d.Do != disclose.DoKeep {
		out += ", " + d.Exemption
	}
	if d.Reason != "" {
		out += ", " + d.Reason
	}
	return out
}

// DecidedBefore returns the decisions by which copies of the case were made before: those that a
// manager stands behind for other requests, and all for this one. The last stands.
func DecidedBefore(c *cases.Case, r *cases.Access, a Agency) []Earlier {
	var out []Earlier
	for _, other := range c.Access {
		who := other.Entry.Str("who")
		if other.Entry == r.Entry {
			who = ""
		}
		for _, t := range decidingThreads(c, other) {
			if who != "" && !signed(t, a) {
				continue
			}
			items, err := readDecision(t.Entry, c, other, a)
			if err != nil {
				continue // it can't be followed, and was not
			}
			for _, d := range items {
				d.Seq = t.Seq
				out = append(out, Earlier{Decision: d, On: t.Date("decided_at"), For: who})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Earlier) int { return x.Seq - y.Seq })
	return out
}

// Remembered returns the last decision about the same name or entry, in any version of it. The
// second result is false where there was none.
func Remembered(c *cases.Case, before []Earlier, o disclose.Question) (Earlier, bool) {
	item := ItemOf(o)
	for _, e := range slices.Backward(before) {
		entry := item.Entry != "" && (e.Entry == item.Entry || c.Thread(e.Entry) != nil &&
			c.Thread(e.Entry) == c.Thread(item.Entry))
		if entry || item.Name != "" && match.Key(e.Name) == match.Key(item.Name) {
			return e, true
		}
	}
	return Earlier{}, false
}

// remember gives questions what was decided about them before, in words.
func remember(open []disclose.Question, c *cases.Case, r *cases.Access, a Agency) {
	before := DecidedBefore(c, r, a)
	for i, o := range open {
		if e, ok := Remembered(c, before, o); ok {
			open[i].Earlier = e.String()
		}
	}
}
