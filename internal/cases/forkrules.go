package cases

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// forkRule is one line of the table of which value counts while texts stand apart.
type forkRule struct {
	fields []string
	rules  func(c *Case, values []any) any // of those that are given, the oldest first
}

// forkRules returns the table. Of any other field both values are shown, and neither rules.
func forkRules() []forkRule {
	return []forkRule{
		{[]string{"immediate_danger"}, orderedBy("no", record.Unknown, "yes")},
		{[]string{"nature"}, orderedBy("potential", "identified")},
		{[]string{"state"}, orderedBy("resolved", "reduced", "open")},
		{[]string{"level", "likelihood", "severity"}, (*Case).higher},
		{[]string{"review_on", "due", "next_review", "next_contact"}, (*Case).earlier},
		{[]string{"rating"}, (*Case).lower},
		{[]string{"anonymous"}, orderedBy("no", record.Unknown, "yes")},
		{[]string{"address_protected_from", "category", "flags", "people", "those_at_risk",
			"other_cases"}, (*Case).allOf},
	}
}

// orderedBy rules by the word that stands last in a list.
func orderedBy(words ...string) func(*Case, []any) any {
	return func(_ *Case, values []any) any {
		return slices.MaxFunc(values, func(a, b any) int {
			return cmp.Compare(slices.Index(words, wordOf(a)), slices.Index(words, wordOf(b)))
		})
	}
}

func wordOf(v any) string {
	s, _ := v.(string)
	return s
}

// higher rules by the policy's levels.
func (c *Case) higher(values []any) any {
	return slices.MaxFunc(values, func(a, b any) int {
		return cmp.Compare(c.height(wordOf(a)), c.height(wordOf(b)))
	})
}

// earlier rules by the day; a day that is known comes before one that is not.
func (c *Case) earlier(values []any) any {
	return slices.MinFunc(values, func(a, b any) int {
		first, errA := record.ParsePoint(wordOf(a))
		second, errB := record.ParsePoint(wordOf(b))
		return cmp.Or(cmp.Compare(btoi(errA != nil), btoi(errB != nil)),
			first.Instant(c.zone).Compare(second.Instant(c.zone)))
	})
}

// lower rules by the number.
func (c *Case) lower(values []any) any {
	return slices.MinFunc(values, func(a, b any) int {
		first, _ := a.(int64)
		second, _ := b.(int64)
		return cmp.Compare(first, second)
	})
}

// allOf returns the union of the lists.
func (c *Case) allOf(values []any) any {
	var out []any
	for _, v := range values {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, one := range list {
			if !slices.ContainsFunc(out, func(o any) bool { return reflect.DeepEqual(o, one) }) {
				out = append(out, one)
			}
		}
	}
	return out
}

// ruledBy returns the rule of a field, or nil where neither value rules.
func ruledBy(field string) func(*Case, []any) any {
	for _, m := range forkRules() {
		if slices.Contains(m.fields, field) {
			return m.rules
		}
	}
	return nil
}

// combined returns the entry that counts while texts stand apart. It is the last of them, with the
// values that rule, and with both texts where neither rules.
func (c *Case) combined(texts []*Item) *Item {
	out := *texts[len(texts)-1]
	e := *out.Entry
	out.Entry = &e
	e.Fields = maps.Clone(e.Fields)
	for _, field := range fieldsOf(texts) {
		given := valuesOf(texts, field)
		if rule := ruledBy(field); rule != nil {
			e.Fields[field] = rule(c, given)
		} else if c.freeText(e.Kind, field) {
			e.Fields[field] = sideBySide(given)
		}
	}
	e.References = nil
	var headlines, secret []any
	for _, it := range texts {
		for _, r := range it.References {
			if !slices.Contains(e.References, r) {
				e.References = append(e.References, r)
			}
		}
		headlines, secret = append(headlines, it.Headline), append(secret, it.Confidentiality)
		e.Significant = e.Significant || it.Significant
	}
	e.Headline, e.Confidentiality = wordOf(sideBySide(headlines)), wordOf(sideBySide(secret))
	return &out
}

// sideBySide shows texts that differ beside each other, and anything else as the last has it.
func sideBySide(values []any) any {
	var words []string
	for _, v := range values {
		if s, ok := v.(string); !ok {
			return values[len(values)-1]
		} else if s != "" && !slices.Contains(words, s) {
			words = append(words, s)
		}
	}
	return strings.Join(words, " / ")
}

// freeText reports whether a field is words, or a day that only the subject has: a choice
// between given words, and a day from which something is counted, must go on being one.
func (c *Case) freeText(kind, field string) bool {
	if field == "date_of_birth" || c.in.Kinds == nil {
		return field == "date_of_birth" || field == "name" || field == "address"
	}
	k, _ := c.in.Kinds.Kind(kind)
	return k != nil && slices.ContainsFunc(k.Fields, func(f record.Field) bool {
		return f.Name == field && f.Type == "text" && len(f.Choices) == 0
	})
}

func fieldsOf(texts []*Item) []string {
	var out []string
	for _, it := range texts {
		out = append(out, slices.Collect(maps.Keys(it.Fields))...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// valuesOf returns the values that a field has in any of the texts.
func valuesOf(texts []*Item, field string) []any {
	var out []any
	for _, it := range texts {
		if v, given := it.Fields[field]; given {
			out = append(out, v)
		}
	}
	return out
}

// differ reports whether texts say one thing differently.
func differ(texts []*Item, of func(*Item) any) bool {
	return slices.ContainsFunc(texts, func(it *Item) bool {
		return !reflect.DeepEqual(of(it), of(texts[0]))
	})
}

func fieldOf(field string) func(*Item) any { return func(it *Item) any { return it.Fields[field] } }

// ruledBetween names what texts say differently although one value rules, with that value;
// of lists all that any of them has counts.
func (c *Case) ruledBetween(texts []*Item) []string {
	var out []string
	for _, field := range fieldsOf(texts) {
		rule := ruledBy(field)
		if rule == nil || !differ(texts, fieldOf(field)) {
			continue
		}
		counts := "all of it counts"
		if v := rule(c, valuesOf(texts, field)); !isList(v) {
			counts = fmt.Sprintf("%v counts", v)
		}
		out = append(out, field+" ("+counts+")")
	}
	return out
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// openBetween names what texts say differently and nothing rules.
func (c *Case) openBetween(texts []*Item) []string {
	var out []string
	differs := func(name string, of func(*Item) any) {
		if differ(texts, of) {
			out = append(out, name)
		}
	}
	for _, field := range fieldsOf(texts) {
		if ruledBy(field) == nil {
			differs(field, fieldOf(field))
		}
	}
	differs("headline", func(it *Item) any { return it.Headline })
	differs("occurred", func(it *Item) any { return toldTime(it) })
	differs("action", func(it *Item) any { return it.Action })
	differs("sources", func(it *Item) any { return it.Sources })
	differs("text", func(it *Item) any { return textsOf(it) })
	slices.Sort(out)
	return out
}

// toldTime returns the time of the event by a text; "" where its author did not give one. Then the
// time of recording, or of another field, counts instead.
func toldTime(it *Item) string {
	told := it.Occurred.String()
	for _, v := range it.Fields {
		if v == told {
			return ""
		}
	}
	if it.Occurred.IsZero() || it.Occurred.Earliest(time.UTC).Equal(it.FirstRecorded()) {
		return ""
	}
	return told
}

func textsOf(it *Item) []string {
	var out []string
	for _, s := range it.Sections {
		out = append(out, s.Title, s.Text)
	}
	return out
}
