package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// The answers of a file audit. What a program cannot judge, a person looks at.
const (
	AuditYes      = "yes"
	AuditNo       = "no"
	AuditNotAsked = "not asked"
	AuditLook     = "look"
)

// AuditRow is one point of the record-keeping policy template, as far as one
// case can show whether it was kept.
type AuditRow struct {
	Name, Asks string
	Answer     string
	Where      []record.Ref // at most mostShown
	Why        string
}

// mostShown bounds how many entries a row names: the newest are named.
const mostShown = 5

// Audit checks the points of the policy template that can be checked in a case, in the template's
// order. readers is the number of people working with cases who can read this one.
func (c *Case) Audit(readers int) []AuditRow {
	return []AuditRow{
		c.auditProgress(), c.auditConcerns(), c.auditDealings(), c.auditSigned(),
		c.auditContinuity(readers), c.auditLanguage(),
		c.auditNatures(), c.auditSources(), c.auditDecisions(), c.auditWorker(), c.auditRecording(),
		c.auditThread(),
		c.auditRisks(), c.auditInterventions(), c.auditEvidence(), c.auditAnalysis(),
		c.auditReferrals(), c.auditTransfer(),
		c.auditSupervision(), c.auditAccess(), c.auditKept(),
	}
}

// audit returns a row that says yes if wrong is empty, and otherwise names what is wrong.
func (c *Case) audit(name, asks string, wrong []*Thread, right []*Thread, why string) AuditRow {
	r := AuditRow{Name: name, Asks: asks, Answer: AuditYes, Where: refsOf(right), Why: why}
	if len(wrong) > 0 {
		r.Answer, r.Where = AuditNo, refsOf(wrong)
	}
	return r
}

func notAsked(name, asks, why string) AuditRow {
	return AuditRow{Name: name, Asks: asks, Answer: AuditNotAsked, Why: why}
}

// refsOf returns the newest of some threads, in the order of the chronology.
func refsOf(list []*Thread) []record.Ref {
	var out []record.Ref
	for _, t := range list[max(0, len(list)-mostShown):] {
		out = append(out, t.Ref())
	}
	return out
}

// answer returns a row that says yes or no by one fact of the whole case.
func answer(name, asks string, ok bool, where []*Thread, why string) AuditRow {
	r := AuditRow{Name: name, Asks: asks, Answer: AuditNo, Where: refsOf(where), Why: why}
	if ok {
		r.Answer = AuditYes
	}
	return r
}

// those returns the threads of which something is true.
func those(list []*Thread, is func(*Thread) bool) []*Thread {
	return slices.DeleteFunc(slices.Clone(list), func(t *Thread) bool { return !is(t) })
}

func countOf(n int, one string) string {
	switch n {
	case 0:
		return "no " + one
	case 1:
		return "1 " + one
	}
	if strings.HasSuffix(one, "y") {
		one = strings.TrimSuffix(one, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, one)
}
