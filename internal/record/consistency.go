package record

import (
	"cmp"
	"time"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// Beyond these ages, in years, a date of birth is more likely mistyped than
// true.
const (
	oldestChild  = 25 // care leavers are worked with until 25 (Children and Social Work Act 2017)
	oldestPerson = 110
)

// checkConsistency finds values that are right one by one and contradict each other,
// or the day on which they are recorded.
func checkConsistency(n *notes, root *yaml.Node, r *reader, values map[string]any, c Context) {
	for _, s := range r.periods {
		if s.backwards() {
			n.add(RuleRangeBackwards, nodePosition(s.to.node),
				quoted("to")+" has "+quoted(s.to.node.Value)+", which is before "+quoted("from")+
					", "+quoted(s.from.node.Value)+".", "Put right whichever of the two is wrong.")
		}
	}
	if !amends(root) { // a correction may repeat a day that was still to come
		checkPlannedDays(n, r.dates, c)
	}
	checkBirths(n, root, r.dates, values, c)
	checkTarget(n, root, values)
}

// amends reports whether a text corrects an earlier one.
func amends(root *yaml.Node) bool {
	_, links := child(root, "links")
	_, to := child(links, "amends")
	return to != nil
}

func (s period) backwards() bool {
	from, errFrom := parseAs(s.from.means, s.from.node.Value)
	to, errTo := parseAs(s.to.means, s.to.node.Value)
	return errFrom == nil && errTo == nil && to.Latest(time.UTC).Before(from.Earliest(time.UTC))
}

// checkPlannedDays warns of plans for a day that has passed.
func checkPlannedDays(n *notes, dates []dated, c Context) {
	for _, d := range dates {
		o, err := parseAs(d.means, d.node.Value)
		if d.planned && err == nil && past(o, c) {
			n.add(RuleAlreadyPast, nodePosition(d.node),
				quoted(d.name)+" has "+quoted(d.node.Value)+
					", which has passed already.", "Write the day that is meant, or leave the "+
					"line out.")
		}
	}
}

func past(o Occurred, c Context) bool {
	written := c.Written
	if written.IsZero() {
		written = c.Now
	}
	return !written.IsZero() && o.Latest(c.zone()).Before(written)
}

func (c Context) zone() *time.Location { return cmp.Or(c.Zone, time.UTC) }

// checkBirths warns of a year of birth that nobody alive, or no child, has.
func checkBirths(n *notes, root *yaml.Node, dates []dated, values map[string]any, c Context) {
	if c.Now.IsZero() {
		return
	}
	_, own := child(root, "date_of_birth")
	for _, d := range dates {
		born, err := ParseDate(d.node.Value)
		if d.name != "date_of_birth" || err != nil {
			continue
		}
		oldest, who := oldestPerson, "a person"
		if d.node == own && values["subject_type"] == "child" {
			oldest, who = oldestChild, "a child"
		}
		if born.AddYears(oldest).Before(DateOf(c.Now.In(c.zone()))) {
			n.add(RuleBirthUnlikely, nodePosition(d.node),
				quoted(d.name)+" has "+quoted(d.node.Value)+
					", which is long ago for "+who+".",
				"Look at the year again; leave it if it is right.")
		}
	}
}

// checkTarget warns where the target of an outcome is worse than its
// baseline: ratings go from 0, the worst, to 10.
func checkTarget(n *notes, root *yaml.Node, values map[string]any) {
	baseline, known := values["baseline"].(int64)
	target, set := values["target"].(int64)
	if known && set && target < baseline {
		_, at := child(root, "target")
		n.add(RuleTargetBelowBaseline, nodePosition(at), "The target is below the baseline.",
			"0 is the worst and 10 the best: turn the scale round, or put the numbers right.")
	}
}

// The facts of a text carry labels, F1: and so on; a judgement names them
// after Based on:.
var (
	factLabel = pattern.Of(`\b(F\d+)\**:`)
	basisList = pattern.Of(`(?i)based on:((?:[\s,;&*–-]|and\b|to\b|F\d+\b)*)`)
	factName  = pattern.Of(`\bF\d+\b`)
	elsewhere = pattern.Of(`^\s*(of|in|from)\b`) // F2 of the visit of 6 March
)

// checkBasis warns where a judgement rests on a fact that the text lacks.
func checkBasis(n *notes, text string, sections []Section) {
	known := map[string]bool{}
	for _, m := range factLabel().FindAllStringSubmatch(text, -1) {
		known[m[1]] = true
	}
	for _, s := range sections {
		for _, list := range basisList().FindAllStringSubmatchIndex(s.Text, -1) {
			if elsewhere().MatchString(s.Text[list[3]:]) {
				continue
			}
			for _, f := range factName().FindAllStringIndex(s.Text[list[2]:list[3]], -1) {
				from, to := list[2]+f[0], list[2]+f[1]
				if name := s.Text[from:to]; !known[name] && !n.full(RuleBasisUnknown) {
					n.add(RuleBasisUnknown, s.positionOf(from), "No fact of the text is labelled "+
						name+":.", "Label the fact, or name the one that is meant.")
				}
			}
		}
	}
}

// The day of a test: Test: ring the school, by 2026-04-01.
var (
	testBegins = pattern.Of(`(?i)\btest:`)
	testDay    = pattern.Of(`(?i)\bby\s+(\d{4}-\d\d-\d\d)\b`)
)

// checkTests warns where a hypothesis is to be tested on a day that has passed.
func checkTests(n *notes, sections []Section, c Context, correction bool) {
	for _, s := range sections {
		if s.Title != "Hypothesis" || correction {
			continue
		}
		begins := testBegins().FindStringIndex(s.Text)
		if begins == nil {
			continue
		}
		for _, m := range testDay().FindAllStringSubmatchIndex(s.Text[begins[1]:], -1) {
			from, to := begins[1]+m[2], begins[1]+m[3]
			o, err := parseAs("date", s.Text[from:to])
			if err == nil && past(o, c) && !n.full(RuleAlreadyPast) {
				n.add(RuleAlreadyPast, s.positionOf(from), "The test is to be done by "+
					s.Text[from:to]+", which has passed already.", "Write the day that is meant.")
			}
		}
	}
}
