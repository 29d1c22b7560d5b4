package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// mostNext is the number of next deadlines on the front sheet.
const mostNext = 3

// status returns the subject's present legal and practice statuses.
func (p *Page) status() string {
	var out []string
	for _, f := range p.Case.Subject.Flags {
		if f.Current {
			out = append(out,
				join(", ", upperFirst(plainWords(f.Name))+labelled(" from ", p.shortDay(f.From)),
					f.Detail, p.kept(f.CarriedFrom)))
		}
	}
	return strings.Join(out, "; ")
}

// home names the people who live with the subject. It also names parents, and others with parental
// responsibility, who live elsewhere or whose home is not recorded.
func (p *Page) home() string {
	profile := p.Case.Subject.Profile
	if profile == nil {
		return ""
	}
	var here, elsewhere, somewhere []string
	for _, m := range profile.Maps("people") {
		text := func(key string) string { s, _ := m[key].(string); return s }
		who := join(" ", text("relation"), text("name"), text("case"))
		responsible := text("parental_responsibility") == "yes"
		if responsible {
			who += " (PR)"
		}
		parent := responsible || isParent(text("relation"))
		switch lives := text("lives_with"); {
		case lives == "yes":
			here = append(here, who)
		case parent && lives == "no":
			elsewhere = append(elsewhere, who)
		case parent:
			somewhere = append(somewhere, who)
		}
	}
	return join(". ", strings.Join(here, "; "),
		labelled("Elsewhere: ", strings.Join(elsewhere, "; ")),
		labelled("Not recorded where: ", strings.Join(somewhere, "; ")))
}

// otherCases returns the cases that this one is linked to.
func (p *Page) otherCases() string {
	var out []string
	for _, o := range p.Case.Subject.OtherCases {
		out = append(out, o.Case.String()+" "+strings.ReplaceAll(o.Relation, "_", " "))
	}
	return strings.Join(out, ", ")
}

// isParent reports whether a relation means a parent or a carer, including step and foster parents.
// "mother's partner" is no parent.
func isParent(relation string) bool {
	words := strings.FieldsFunc(strings.ToLower(relation), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\'' && r != '’'
	})
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"mother", "father", "parent", "parents", "carer", "carers",
			"mum", "dad"}, strings.TrimPrefix(w, "step"))
	})
}

func (p *Page) seenNear() []string {
	s := p.Case.Seen
	switch {
	case p.Case.Subject.Adult:
		return nil
	case s.Last == nil:
		return []string{p.none("not yet")}
	case s.Alone == nil:
		return []string{p.shortWhen(s.Last, true), p.none("never alone")}
	}
	return []string{p.shortWhen(s.Last, true), "alone " + p.shortWhen(s.Alone, false)}
}

// shortWhen returns the time of an entry's event, without the year if it is the report's.
func (p *Page) shortWhen(t *cases.Thread, clock bool) string {
	from := t.Occurred.From
	if t.Occurred.About || from.Time.IsZero() || t.Occurred.To != from {
		return p.when(t.Occurred, true, clock)
	}
	at := from.Time.In(p.zone())
	if !clock {
		return p.shortDay(record.DateOf(at))
	}
	return p.shortDay(record.DateOf(at)) + at.Format(" 15:04")
}

// openRisks writes a line for each open risk.
func (p *Page) openRisks(t *textPage) {
	name := "Risks"
	for _, r := range p.Case.OpenRisks() {
		review := labelled("review ", p.shortDay(r.ReviewOn))
		if r.Overdue {
			review += " OVERDUE"
		}
		t.label(name, join("; ",
			strings.TrimSpace(strings.ToUpper(r.Level)+" "+r.Nature+"  "+r.Harm),
			categoryWords(r.Categories), "source: "+r.Source,
			"at risk: "+strings.Join(r.AtRisk, ", "), review, p.amendedBy(r.Latest)))
		name = ""
	}
	if name != "" {
		resolved := len(p.Case.Risks)
		t.label(name, p.none("none open")+labelled(", ", resolvedText(resolved)))
	}
}

func resolvedText(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d resolved", n)
}

// progress writes a line for each intended outcome.
func (p *Page) progress(t *textPage) {
	name := "Outcomes"
	for _, o := range p.Case.Outcomes {
		rated := trend(o.Series())
		if rated == "" {
			rated = "not rated"
		}
		next := labelled("next review ", p.shortDay(o.NextReview))
		if o.ReviewOverdue {
			next += " OVERDUE"
		}
		t.label(name, o.Entry.Headline, rated, fmt.Sprintf("evidence %d", o.EvidenceCount()), next)
		name = ""
	}
	if name != "" {
		t.label(name, p.none("none recorded"))
	}
}

// longestName is the number of characters of a headline that are shown to tell deadlines apart.
const longestName = 40

// whatIsDue returns the duty in words. If several entries ask for the same, it adds the headline.
func (p *Page) whatIsDue(d duty.Duty) string {
	alike := 0
	for _, o := range p.Duties {
		if o.What == d.What {
			alike++
		}
	}
	t := p.Case.Thread(d.Ref.Entry)
	if alike < 2 || t == nil {
		return d.What
	}
	return d.What + " “" +
		cmp.Or(shortened(t.Headline, longestName), string(d.Ref.Entry[:record.MinPrefix])) + "”"
}

// shortened returns the first words of a text, at most so many characters.
func shortened(s string, most int) string {
	if runes(s) <= most {
		return s
	}
	return strings.TrimRight(wrap(s, most-1)[0], " ,;:.") + "…"
}

// next returns the next deadlines.
func (p *Page) next() string {
	var out []string
	for _, d := range p.clocks() {
		if d.Late == 0 && len(out) < mostNext {
			out = append(out, p.whatIsDue(d)+" "+p.shortDay(record.DateOf(d.Due.In(p.zone()))))
		}
	}
	return strings.Join(out, "; ")
}
