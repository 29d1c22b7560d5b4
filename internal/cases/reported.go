package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// ReportedFindings find what an endorsement lacks that was only reported, not signed, and
// where it says something else than the fields, names and values, that are settled for it.
func ReportedFindings(e *record.Entry, settled [][2]string) record.Findings {
	var out record.Findings
	wrong := func(rule, do, format string, args ...any) {
		out = append(out, record.Finding{File: "endorsement", Rule: rule, Severity: record.Error,
			Found: fmt.Sprintf(format, args...), Do: do})
	}
	for _, f := range settled {
		if says := e.Str(f[0]); !strings.EqualFold(says, f[1]) {
			wrong(RuleEndorsementOther,
				"let the text and the command line say the same, or leave the field out",
				"the text says %s: %s, the command line %s", f[0], says, f[1])
		}
	}
	if e.Map("reported") == nil {
		wrong(RuleReportedEvidence, "add reported: {name: …, role: …, at: …, how: …}",
			"the text does not say who reported what")
	}
	if len(e.Links["evidence"]) == 0 {
		wrong(RuleReportedEvidence,
			"keep the letter or a note of the call with the case (casefile attach, casefile note), "+
				"and name it: --evidence ENTRY",
			"no evidence is linked")
	}
	return out
}
