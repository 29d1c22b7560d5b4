package report

import (
	"strings"

	"casefile/internal/cases"
)

// AuditPart returns the checklist of one case for a file audit. The auditor fills in the last
// column. readers are the people who can read the case.
func AuditPart(p Page, readers []string) Part {
	c := p.Case
	b := &builder{Page: &p}
	worker := "no key worker"
	if c.Allocation.KeyWorker != "" {
		worker = "key worker " + p.name(c.Allocation.KeyWorker)
	}
	status := ""
	if c.Docket != nil {
		status = string(c.Docket.Status)
	}
	out := Part{Name: "answers", Shield: c.Shield(),
		Heading: join(", ", c.ID.String(), c.Subject.Name, status, worker),
		Before:  []Column{{Name: "case"}, {Name: "key_worker"}}, Columns: []Column{
			{Title: "The policy asks that", Name: "asks", Share: 5},
			{Title: "Found", Name: "answer"}, {Title: "What", Name: "why", Share: 5},
			{Title: "Where", Name: "where", Share: 2}, {Title: "Looked at", Name: "looked_at"}}}
	out.Notices = faultLines(c.Faults)
	for _, r := range c.Audit(len(readers)) {
		var where, refs []string
		for _, ref := range r.Where {
			where, refs = append(where, b.short(ref.Entry)), append(refs, refText(ref))
		}
		if r.Answer == cases.AuditNo && !c.AllRead() {
			r.Why = join("; ", r.Why, "not all entries could be read")
		}
		line := Line{Before: []string{string(c.ID), c.Allocation.KeyWorker},
			Cells: []string{r.Asks, r.Answer, r.Why, strings.Join(where, " "), ""},
			Fields: map[string]any{"case": string(c.ID), "point": r.Name, "asks": r.Asks,
				"answer": r.Answer, "why": r.Why, "where": append([]string{}, refs...)}}
		if r.Answer == cases.AuditNo {
			line.Class = "overdue"
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}
