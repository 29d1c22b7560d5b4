package report

import (
	"strings"

	"casefile/internal/cases"
)

// referralMarks returns the remarks below an outgoing referral: who took it and how, whether it was
// confirmed in writing and answered, how late each was, and the escalations. An incoming referral
// was somebody else's to confirm.
func (p *Page) referralMarks(r *cases.Referral) []string {
	if r == nil || !r.Out {
		return nil
	}
	how := map[string]string{"telephone": "by telephone", "in_person": "in person",
		"written": "in writing"}[r.Method]
	out := []string{"to " + strings.TrimSpace(join(", ", r.Other, how))}
	if p.Given {
		return nonEmpty(append(out, p.cameBack(r)...))
	}
	switch {
	case r.Confirmed != nil && r.Confirmation.Done.IsZero(): // policy requires no confirmation
		out = append(out, "confirmed in writing "+p.said(r.Confirmed.Str("sent_at")))
	default:
		out = append(out,
			p.clockMark(r.Confirmation, "confirmed in writing", "not confirmed in writing",
				"written confirmation"))
	}
	if r.Response != nil {
		decided := p.clockMark(r.Reply, "decided", "", "")
		if decided == "" {
			decided = "decided " + p.said(r.Response.Str("decided_at"))
		}
		out = append(out, decided+": "+answerWords(r.Response))
	} else {
		out = append(out, p.clockMark(r.Reply, "", "no decision", "decision"))
	}
	for _, x := range r.Escalated {
		out = append(out, "escalated "+p.when(happened(x), true, false))
	}
	return nonEmpty(out)
}

// cameBack returns the answers to a referral. It does not say what is missing or late.
func (p *Page) cameBack(r *cases.Referral) []string {
	var out []string
	if r.Confirmed != nil {
		out = append(out, "confirmed in writing "+p.said(r.Confirmed.Str("sent_at")))
	}
	if r.Response != nil {
		out = append(out, "decided "+p.said(r.Response.Str("decided_at"))+": "+
			answerWords(r.Response))
	}
	for _, x := range r.Escalated {
		out = append(out, "escalated "+p.when(happened(x), true, false))
	}
	return out
}

// answerWords returns the decision of a referral's receiver, and the person who decided.
func answerWords(response *cases.Thread) string {
	return join("; ", plainWords(response.Str("decision")), response.Str("decision_text"),
		agencyPerson(response.Map("decided_by")))
}

// clockMark returns the state of a clock in a few words. A late one stays late.
func (p *Page) clockMark(s cases.ClockState, done, missing, awaited string) string {
	switch {
	case s.Due.IsZero():
		return ""
	case s.Overdue():
		return missing + ": " + cases.Behind(s.Due, s.Late, p.zone()) + " late"
	case s.Runs():
		return awaited + " due " + p.instant(s.Due)
	case s.Withdrawn && s.Late > 0:
		return awaited + " not asked for any more, late by " + p.lateBy(s)
	case s.Withdrawn:
		return awaited + " not asked for; " + p.corrected(s)
	case s.Late > 0:
		return done + " " + p.instant(s.Done) + ", late by " + p.lateBy(s)
	}
	return done + " " + p.instant(s.Done) + ", in time"
}

// corrected says who corrected a clock, and who endorsed the correction.
func (p *Page) corrected(s cases.ClockState) string {
	return cases.CorrectedWords(s.Corrections, p.name, p.zone())
}

// lateBy returns the delay with which a clock was stopped, and the corrections since.
func (p *Page) lateBy(s cases.ClockState) string {
	return cases.Behind(s.Due, s.Late, p.zone()) +
		cases.AsRecorded(s.Timeliness(), s.Corrections, p.name, p.zone())
}

func nonEmpty(all []string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
