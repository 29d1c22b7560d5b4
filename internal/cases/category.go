package cases

import (
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// hasCategory reports whether entries of a kind may name categories of harm.
func hasCategory(kind string) bool {
	return slices.Contains([]string{record.KindConcern, record.KindReferral, record.KindRisk,
		record.KindTriage}, kind)
}

// categoriesOf returns the categories that an entry names. That it is none of them, or that nobody
// knows yet, is no category.
func categoriesOf(e *record.Entry) []string {
	return slices.DeleteFunc(e.Strs("category"), func(s string) bool {
		return s == policy.NoCategory || s == policy.UnknownCategory
	})
}

// Categories returns the categories that any standing text of the case names, in the order of
// policy.
func (c *Case) Categories() []string {
	return categoriesIn(slices.DeleteFunc(slices.Clone(c.threads), func(t *Thread) bool {
		return !hasCategory(t.Kind)
	}))
}

// Categories returns the categories that the texts of a concern and its triages name, texts
// recorded apart included.
func (n *Concern) Categories() []string { return categoriesIn(slices.Concat(n.texts, n.triages)) }

func categoriesIn(threads []*Thread) []string {
	var named []string
	for _, t := range threads {
		named = append(named, categoriesOf(t.Entry)...)
	}
	return slices.DeleteFunc(policy.Categories(), func(s string) bool {
		return !slices.Contains(named, s)
	})
}

// settlesCategory reports whether a text says which category it is, or that it is none.
func settlesCategory(e *record.Entry) bool {
	return slices.ContainsFunc(e.Strs("category"), func(s string) bool {
		return s != policy.UnknownCategory
	})
}

// OwesCategory reports whether a concern was triaged, and nobody has said in it, in what
// stands beside it or in a triage of it which category it is. Where it only went through an
// intake here, to the case where it belongs, that case owes it.
func (c *Case) OwesCategory(n *Concern) bool {
	settles := func(t *Thread) bool { return settlesCategory(t.Entry) }
	return n.asksCategory() && !slices.ContainsFunc(n.texts, settles) &&
		!slices.ContainsFunc(n.triages, settles) &&
		!slices.ContainsFunc(n.triages, func(t *Thread) bool {
			return !t.Filed && c.handsOn(t.Item)
		})
}

// asksCategory reports whether the clock of the category has begun: with the triage of the
// matter, of which the first text asks for all.
func (n *Concern) asksCategory() bool { return n.first != nil && n.Beside == nil }

// triagedFirst finds the triage by which the clock of the category begins: the first that
// counts, also where it was taken back since, or a more urgent text waits for another.
func (c *Case) triagedFirst(m *matter, involved []string) {
	all := slices.Clone(m.triages)
	for _, t := range m.texts {
		all = append(all, t.dropped...)
	}
	m.first = firstAnswer(slices.DeleteFunc(all, func(t *Thread) bool {
		return t.Kind != record.KindTriage || c.counted(t, involved) == nil
	}))
	if m.first != nil {
		m.triagedBy = c.counted(m.first, involved).raisedBy()
	}
}

// categoryDue returns the end of the working day after the triage was first recorded.
func (c *Case) categoryDue(n *Concern) time.Time {
	span := policy.Span{N: 1, Unit: policy.WorkingDays}
	return c.in.Policy.Calendar().Due(n.first.startedAt(), span)
}

const categoryOfConcern = "category of the concern"

// categoryDeadlines adds the categories that are due from the member who triaged.
func (c *Case) categoryDeadlines() {
	for _, n := range c.Concerns {
		if c.OwesCategory(n) {
			d := c.deadline(RuleCategoryUnknown, categoryOfConcern, n.first, c.categoryDue(n),
				RoleLead)
			d.Member = n.triagedBy
		}
	}
}

// categories adds the categories that were named after the triage.
func (l *answers) categories() {
	for _, n := range l.c.Concerns {
		if !n.asksCategory() || l.c.OwesCategory(n) {
			continue
		}
		var first *Item
		for _, t := range slices.Concat(n.texts, n.triages) {
			for _, v := range t.versions() {
				if settlesCategory(v.Entry) && (first == nil || writtenOrder(v, first) < 0) {
					first = v
				}
			}
		}
		if first == nil || !first.FirstRecorded().After(n.first.startedAt()) {
			continue // the triage said it, or the concern had; or it went elsewhere
		}
		d := l.done(RuleCategoryUnknown, categoryOfConcern, n.first, nil, l.c.categoryDue(n),
			first.FirstRecorded())
		d.AnsweredBy = first.author()
	}
}

// checkedCategories is an item that an intake is asked for too.
const checkedCategories = "categories"

func (c *Case) checkCategories() CheckItem {
	owes := slices.DeleteFunc(slices.Clone(c.Concerns), func(n *Concern) bool {
		return !c.OwesCategory(n)
	})
	return check(checkedCategories, owes, "every concern has its category",
		func(n *Concern) string {
			return "the triage " + c.Short(n.first.ID) +
				" names none; amend it, with none_of_these where it is none"
		})
}
