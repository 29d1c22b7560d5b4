package report

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// reviews shows each review once, with the outcomes that it reviewed.
func (b *builder) reviews() {
	b.heading(2, "Reviews")
	some := false
	for _, r := range b.Case.Threads(record.KindReview) {
		if of := b.reviewed(r); of != "" {
			b.review(r, of)
			some = true
		}
	}
	if !some {
		b.para(b.none("No review is recorded."))
	}
}

// reviewed returns the numbers of the outcomes that a review reviewed.
func (b *builder) reviewed(r *cases.Thread) string {
	var out []string
	for i, o := range b.Case.Outcomes {
		if slices.Contains(o.Reviews, r) {
			out = append(out, fmt.Sprint(i+1))
		}
	}
	return strings.Join(out, ", ")
}

func (b *builder) review(r *cases.Thread, outcomes string) {
	b.headingOf(3, "Review of "+b.when(happened(r), true, false), r.Headline)
	b.facts(
		fact{"Outcomes", outcomes},
		fact{"Took part", strings.Join(r.Strs("attended"), ", ")},
		fact{"Child took part", plainWords(r.Str("child_took_part"))},
		fact{"Child's view", r.Str("child_view")},
		fact{"Parents' view", r.Str("parent_view")},
		fact{"Changes", numbered(r.Strs("changes"))},
		fact{"Next review", b.said(r.Str("next_review"))},
		fact{"Amended", b.amended(r)},
	)
	if text := analysisOf(r); text != "" {
		b.add(block{Prose: text})
	}
}

// reviewDays returns the days on which an outcome was reviewed.
func (b *builder) reviewDays(o *cases.Outcome) string {
	var out []string
	for _, r := range o.Reviews {
		out = append(out, b.when(happened(r), true, false))
	}
	return strings.Join(out, ", ")
}
