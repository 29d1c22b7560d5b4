package cases

import (
	"errors"
	"fmt"
	"strings"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Why an endorsement that was only reported can't be recorded of an entry.
var (
	ErrDestroys  = errors.New("what destroys needs signatures: a report of them is not enough")
	ErrUncounted = errors.New("the entry waits for signatures, " +
		"and policy does not count what is only reported")
)

// CountsReported reports whether a policy counts what was only reported of entries of a kind. It
// never does of one that asks for something to be destroyed.
func CountsReported(p *policy.Policy, kind string) bool {
	return p.Endorsement.AcceptReported && !destroys(kind)
}

// MayReport refuses to record a reported endorsement for an entry of a kind (ErrDestroys,
// ErrUncounted). History takes a reported endorsement for one by its recorder. So where a docket
// waits for one, it is recorded only if policy counts it.
func MayReport(p *policy.Policy, kind string) error {
	switch {
	case destroys(kind):
		return ErrDestroys
	case record.Pends(kind) && !CountsReported(p, kind):
		return ErrUncounted
	}
	return nil
}

// destroys reports whether an entry of a kind asks for something to be destroyed.
func destroys(kind string) bool {
	return kind == record.KindDisposal || kind == record.KindErasure
}

// ReportedFindings finds the gaps of a reported, unsigned endorsement, and its contradictions to
// the fields (names and values) that are settled for it. by names the source of these, in words
// that the author knows. evidence is the way to link some.
func ReportedFindings(
	e *record.Entry, settled [][2]string, by, evidence string,
) record.Findings {
	var out record.Findings
	wrong := func(rule, do, format string, args ...any) {
		out = append(out, record.Finding{File: record.KindEndorsement, Rule: rule,
			Severity: record.Error, Found: fmt.Sprintf(format, args...), Do: do})
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
