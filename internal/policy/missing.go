package policy

import (
	"slices"

	"casefile/internal/record"
)

// Signed is one endorsement that counts: somebody's latest verdict on exactly
// the text in hand is "endorsed".
type Signed struct {
	Level, By string
}

// Missing returns the levels that a kind still needs after some endorsements, in order. Each person
// counts once. A senior's endorsement meets a line's requirement where no senior's is left to meet;
// under HighestSuffices one senior's meets all.
func (p *Policy) Missing(kind string, given []Signed) []string {
	return missing(p.Levels(kind), p.Order(), kind, given)
}

// missing returns the same of the levels and the order that a policy has, or had.
func missing(required []string, order, kind string, given []Signed) []string {
	line, senior := people(given)
	if order == HighestSuffices && len(senior) > 0 && kind != record.KindDisposal {
		return nil
	}
	needSenior := count(required, record.LevelSenior)
	needLine := len(required) - needSenior
	spare := max(len(senior)-needSenior, 0)
	missingLine := max(needLine-len(line)-spare, 0)
	missingSenior := max(needSenior-len(senior), 0)
	return append(slices.Repeat([]string{record.LevelLine}, missingLine),
		slices.Repeat([]string{record.LevelSenior}, missingSenior)...)
}

// people lists each person once, at the level where they signed first.
func people(given []Signed) (line, senior []string) {
	for _, g := range given {
		switch {
		case slices.Contains(line, g.By) || slices.Contains(senior, g.By):
		case g.Level == record.LevelSenior:
			senior = append(senior, g.By)
		default:
			line = append(line, g.By)
		}
	}
	return line, senior
}

func count(levels []string, level string) int {
	n := 0
	for _, l := range levels {
		if l == level {
			n++
		}
	}
	return n
}
