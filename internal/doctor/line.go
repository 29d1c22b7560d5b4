package doctor

import "slices"

// State is the state of a checked thing.
type State string

// These are the states, from the best to the worst.
const (
	Well    State = "ok"      // checked, and as it should be
	Note    State = "note"    // worth knowing; nothing needs repair
	Unknown State = "unknown" // it could not be checked
	Fault   State = "fault"   // it needs repair
)

// Line is the result of one check.
type Line struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Says  string `json:"says"`
	Mend  string `json:"mend,omitempty"` // the command or step that repairs it
}

// Findings counts the lines for which somebody should do something: faults, and things that could
// not be examined.
func Findings(lines []Line) int {
	n := 0
	for _, l := range lines {
		if l.State == Fault || l.State == Unknown {
			n++
		}
	}
	return n
}

// WorstMend returns the way to repair the worst fault. Unreadable records come first, and a backup
// that nobody noted comes last. A check that could not be made ranks just below a fault of that
// check.
func WorstMend(lines []Line) string {
	mend, worst := "", len(urgency)*2
	for _, l := range lines {
		rank := 2 * urgencyOf(l.Check)
		if l.State == Unknown {
			rank++
		}
		if (l.State == Fault || l.State == Unknown) && l.Mend != "" && rank < worst {
			mend, worst = l.Mend, rank
		}
	}
	return mend
}

// urgency lists checks, the most urgent first; "" stands for all others.
var urgency = [...]string{"records", "history", "refs", "parts", "", "backup"}

func urgencyOf(check string) int {
	if i := slices.Index(urgency[:], check); i >= 0 {
		return i
	}
	return slices.Index(urgency[:], "")
}

func well(check, says string) Line  { return Line{Check: check, State: Well, Says: says} }
func note(check, says string) Line  { return Line{Check: check, State: Note, Says: says} }
func fault(check, says string) Line { return Line{Check: check, State: Fault, Says: says} }

// unseen returns the line for something that an error kept from being examined.
func unseen(check, why string) Line {
	return Line{Check: check, State: Unknown, Says: "could not be looked at: " + why}
}

// by adds how to repair it.
func (l Line) by(mend string) Line {
	l.Mend = mend
	return l
}
