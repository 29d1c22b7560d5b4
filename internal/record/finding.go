package record

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity tells findings that refuse a text from those that only advise.
type Severity string

// The two severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one fault of a text or a case: its place, its rule, what was found, and what to do
// about it.
type Finding struct {
	File     string   `json:"file,omitempty"` // file name or K3F9-27QM/7K2M
	Line     int      `json:"line,omitempty"` // from 1; 0 when the finding has no place
	Column   int      `json:"column,omitempty"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Found    string   `json:"found"`
	Do       string   `json:"do,omitempty"`
	Case     ID       `json:"case,omitempty"`
	Entry    ID       `json:"entry,omitempty"`
}

// String returns the finding on one line, in the form that editors jump to.
func (f Finding) String() string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	return fmt.Sprintf("%s: %s: %s [%s]", place, f.Severity, f.Found, f.Rule)
}

// Findings are sorted by place by the function that returns them.
type Findings []Finding

// Failed reports whether any finding is an error.
func (fs Findings) Failed() bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Error })
}

// ease makes warnings of all findings.
func (fs Findings) ease() {
	for i := range fs {
		fs[i].Severity = Warning
	}
}

// Besides adds the errors among more that are about other lines.
func (fs Findings) Besides(more Findings) Findings {
	out, told := slices.Clone(fs), map[int]bool{}
	for _, f := range fs {
		told[f.Line] = true
	}
	for _, f := range more {
		if f.Severity == Error && !told[f.Line] {
			out = append(out, f)
		}
	}
	out.Sort()
	return out
}

// Once leaves out what is told already: a text that is checked on its way to several cases,
// or first as typed and then as sealed, has the same finding each time.
func (fs Findings) Once() Findings {
	told := map[Finding]bool{}
	var out Findings
	for _, f := range fs {
		if !told[f] {
			out = append(out, f)
		}
		told[f] = true
	}
	return out
}

// Sort orders findings by file, line, column and rule.
func (fs Findings) Sort() {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
}
