package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// ReportedFindings find what an endorsement lacks that was only reported, not signed, and
// where it says something else than the fields, names and values, that are settled for it.
// by is what settled them, as the author knows that; evidence is how to link some.
func ReportedFindings(
	e *record.Entry, settled [][2]string, by, evidence string,
) record.Findings {
	var out record.Findings
	wrong := func(rule, do, format string, args ...any) {
		out = append(out, record.Finding{File: record.KindEndorsement, Rule: rule, Severity: record.Error,
			Found: fmt.Sprintf(format, args...), Do: do})
	}
	for _, f := range settled {
		if says := e.Str(f[0]); !strings.EqualFold(says, f[1]) {
			wrong(RuleEndorsementOther,
				"let the text and "+by+" say the same, or leave the field out",
				"the text says %s: %s, %s %s", f[0], says, by, f[1])
		}
	}
	if e.Map("reported") == nil {
		wrong(RuleReportedEvidence, "add reported: {name: …, role: …, at: …, how: …}",
			"the text does not say who reported what")
	}
	if len(e.Links["evidence"]) == 0 {
		wrong(RuleReportedEvidence, evidence, "no evidence is linked")
	}
	return out
}
