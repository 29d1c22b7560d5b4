package casebook

import (
	"bytes"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// HandoverPlan is a case's passing from one key worker to another, or cover for a time.
type HandoverPlan struct {
	From, To string // members
	Until    string // the last day of cover, YYYY-MM-DD; "" where the case is handed over
	Reason   string // of an entry that nobody completes; "" for the usual one
}

// Cover reports whether the key worker stays.
func (h HandoverPlan) Cover() bool { return h.Until != "" }

// Fields returns the fields of the entry that the handover itself settles.
func (h HandoverPlan) Fields() [][2]string {
	out := [][2]string{{"from", h.From}, {"to", h.To}}
	if h.Cover() {
		out = append(out, [2]string{"cover", "yes"}, [2]string{"until", h.Until})
	}
	return out
}

// Differs finds the fields of an entry that contradict the plan. by names the source of the plan,
// in words that the author knows.
func (h HandoverPlan) Differs(e *record.Entry, by string) record.Findings {
	var out record.Findings
	wrong := func(found string) {
		out = append(out, record.Finding{File: "handover", Rule: cases.RuleHandoverOther,
			Severity: record.Error, Found: found,
			Do: "let the text and " + by + " say the same, or leave the field out"})
	}
	for _, f := range h.Fields() {
		if says := e.Str(f[0]); says != f[1] {
			wrong(fmt.Sprintf("the text says %s: %s, %s %s", f[0], says, by, f[1]))
		}
	}
	if !h.Cover() && e.Str("cover") == "yes" {
		wrong("the text says that it is cover, " + by + " that the case is handed over")
	}
	return out
}

// Headline says who passes the case to whom, by their names.
func (h HandoverPlan) Headline(t team.Team) string {
	from, to := t.Name(h.From), t.Name(h.To)
	if h.Cover() {
		return fmt.Sprintf("%s covers for %s until %s", to, from, h.Until)
	}
	return fmt.Sprintf("The case passes from %s to %s", from, to)
}

// Known is what a handover's text says of the case itself, a line each.
type Known struct {
	OpenRisks []string
	NextSteps []string // what must be done, and by when
}

// fields writes both, none where there are no lines.
func (k Known) fields() [][2]string {
	return [][2]string{{"open_risks", listField("open_risks", k.OpenRisks)},
		{"next_steps", listField("next_steps", k.NextSteps)}}
}

// Complete fills the empty lists of a handover's template.
func (k Known) Complete(template []byte) []byte {
	for _, f := range k.fields() {
		empty := []byte("\n" + f[0] + ":\n")
		template = bytes.Replace(template, empty, []byte("\n"+f[1]), 1)
	}
	return template
}

// Text returns a whole entry, with nothing for anybody to complete; by is the name of whoever
// records it.
func (h HandoverPlan) Text(t team.Team, by string, k Known) []byte {
	reason := h.Reason
	if reason == "" {
		reason = fmt.Sprintf("allocated to %s by %s", t.Name(h.To), by)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "---\nheadline: %s\nreason: %s\n", record.Quote(h.Headline(t)),
		record.Quote(reason))
	for _, f := range h.Fields() {
		fmt.Fprintf(&out, "%s: %s\n", f[0], f[1])
	}
	for _, f := range k.fields() {
		out.WriteString(f[1])
	}
	out.WriteString("---\n")
	return []byte(out.String())
}

// listField writes a field of texts, none where there are no lines.
func listField(name string, lines []string) string {
	if len(lines) == 0 {
		return name + ": none\n"
	}
	out := name + ":\n"
	for _, l := range lines {
		out += "  - " + record.Quote(l) + "\n"
	}
	return out
}
