package cases

import (
	"cmp"
	"slices"
	"strings"

	"casefile/internal/record"
)

// risks gathers each risk with its later looks, which link to an earlier one.
func (c *Case) risks() {
	byThread := map[*Thread]*Risk{}
	all := c.of(record.KindRisk)
	for _, t := range all {
		first := c.firstRisk(t)
		r := byThread[first]
		if r == nil {
			r = &Risk{First: first}
			byThread[first] = r
			c.Risks = append(c.Risks, r)
		}
		r.Updates = append(r.Updates, t)
	}
	for _, r := range c.Risks {
		c.readRisk(r)
	}
	slices.SortStableFunc(c.Risks, func(a, b *Risk) int {
		return c.compare(a.First.Item, b.First.Item)
	})
}

// firstRisk follows links.risk back; a loop ends where it began.
func (c *Case) firstRisk(t *Thread) *Thread {
	seen := map[*Thread]bool{}
	at := t
	for !seen[at] {
		seen[at] = true
		earlier := c.linked(at, "risk")
		if len(earlier) == 0 || earlier[0].Kind != record.KindRisk {
			return at
		}
		at = earlier[0]
	}
	return t
}

// sortUpdates orders the looks at a risk: the first, then by the day that each is
// about, then as they were recorded. The hour does not count: a look that
// gives only its day is not earlier than one of the same day with an hour.
func (c *Case) sortUpdates(r *Risk) {
	slices.SortStableFunc(r.Updates, func(a, b *Thread) int {
		return cmp.Or(btoi(a != r.First)-btoi(b != r.First),
			c.byDay(a, b))
	})
}

// byDay orders threads by the day that each is about, then as they were
// written down.
func (c *Case) byDay(a, b *Thread) int {
	return cmp.Or(c.day(c.occurred(a.Entry)).Compare(c.day(c.occurred(b.Entry))), byWritten(a, b))
}

func (c *Case) readRisk(r *Risk) {
	c.sortUpdates(r)
	l := c.lineageOf(r.Updates)
	apart := l.inForce(r.Updates)
	if l.forked() && len(apart) == 1 { // what settled it rules, whatever day it is about
		slices.SortStableFunc(r.Updates, func(a, b *Thread) int {
			return btoi(a.Stands(apart[0])) - btoi(b.Stands(apart[0]))
		})
	}
	r.Latest = r.Updates[len(r.Updates)-1]
	said := r.Updates
	if len(apart) > 1 {
		c.fork(record.KindRisk, apart)
		said = append(slices.Clone(said), &Thread{Item: c.combined(apart)})
		r.Concurrent = apart
	}
	for _, t := range said { // the newest that says it counts
		r.Nature = cmp.Or(t.Str("nature"), r.Nature)
		r.State = cmp.Or(t.Str("state"), r.State)
		r.Harm = cmp.Or(t.Str("harm"), r.Harm)
		r.Source = cmp.Or(t.Str("source_of_harm"), r.Source)
		r.Level = cmp.Or(c.level(t), r.Level)
		if len(t.Strs("category")) > 0 {
			r.Categories = categoriesOf(t.Entry)
		}
		if people := t.Strs("those_at_risk"); len(people) > 0 {
			r.AtRisk = people
		}
	}
	if r.Concurrent != nil { // each says its level in a way of its own
		r.Level = c.highest(r.Concurrent)
	}
	if !r.Open() {
		return
	}
	r.ReviewOn = c.dayOrNone(c.nextReviewClock(r.Latest).due)
	for _, it := range r.Concurrent {
		if on := c.nextReviewDay(it); on.Before(r.ReviewOn) {
			r.ReviewOn = on
		}
	}
	r.Overdue = c.live() && c.hour.late(c.endOf(r.ReviewOn)) > 0
}

// nextReviewClock returns the clock of the next look at a risk.
func (c *Case) nextReviewClock(t *Thread) begun { return c.planned(t, c.nextReviewDay) }

// nextReviewDay returns the day by which a look at a risk asks for the next: the one that it names,
// else the policy's span from it.
func (c *Case) nextReviewDay(v *Item) record.Date {
	if day := v.Date("review_on"); !day.IsZero() {
		return day
	}
	return c.in.Policy.Risk.Review.From(c.day(c.occurred(v.Entry)))
}

// level returns the level in the entry. Where it has none, it is the higher of likelihood and
// severity among the policy's words.
func (c *Case) level(t *Thread) string {
	if said := t.Str("level"); said != "" {
		return c.levelWord(said)
	}
	likely, severe := t.Str("likelihood"), t.Str("severity")
	if c.height(likely) > c.height(severe) {
		return c.levelWord(likely)
	}
	return c.levelWord(cmp.Or(severe, likely))
}

// highest returns the highest level that any of some texts gives.
func (c *Case) highest(texts []*Item) string {
	words := c.in.Policy.Risk.Levels
	out, height := "", -2
	for _, it := range texts {
		level := c.level(&Thread{Item: it})
		plain, _, strange := strings.Cut(level, " (“")
		at := c.height(plain)
		if strange {
			at = len(words)
		}
		if at > height {
			out, height = level, at
		}
	}
	return out
}

// height returns the place of a word among the policy's levels. Without a word it is below them
// all. For a word that the policy lacks it is above them all, since a slip of the hand must never
// make a risk look smaller.
func (c *Case) height(word string) int {
	words := c.in.Policy.Risk.Levels
	i := slices.Index(words, word)
	if i < 0 && known(word) != "" {
		return len(words)
	}
	return i
}

// levelWord shows a word that the policy lacks as the highest level.
func (c *Case) levelWord(word string) string {
	words := c.in.Policy.Risk.Levels
	if len(words) == 0 || c.height(word) < len(words) {
		return word
	}
	return words[len(words)-1] + " (“" + word + "”)"
}

// OpenRisks returns the risks that are not resolved.
func (c *Case) OpenRisks() []*Risk {
	var out []*Risk
	for _, r := range c.Risks {
		if r.Open() {
			out = append(out, r)
		}
	}
	return out
}

// LevelsOpen counts the open risks by level.
func (c *Case) LevelsOpen() map[string]int {
	out := map[string]int{}
	for _, r := range c.OpenRisks() {
		out[r.Level]++
	}
	return out
}
