package report

import (
	"cmp"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func analysisOf(t *cases.Thread) string { return cmp.Or(t.Str("analysis"), t.Section("Analysis")) }

// risks lists every risk in its present state, the open ones first.
func (b *builder) risks() {
	t := table{Caption: "Risks of harm, their source, and those at risk",
		Columns: []column{{Title: "Level"}, {Title: "Nature"}, {Title: "State"},
			{Title: "Harm", Share: 4}, {Title: "Source of harm", Share: 4},
			{Title: "At risk", Share: 3}, {Title: "Review", Share: 2}}}
	for _, open := range []bool{true, false} {
		for _, r := range b.Case.Risks {
			if r.Open() == open {
				t.Rows = append(t.Rows, b.riskRow(r))
			}
		}
	}
	b.heading(2, "Risks")
	b.table(t, "No risk is recorded.")
}

func (b *builder) riskRow(r *cases.Risk) row {
	review := cell{Text: day(r.ReviewOn)}
	if r.Overdue {
		review.Notes = []string{"OVERDUE"}
	}
	state := cell{Text: r.State}
	if n := len(r.Updates); n > 1 {
		state.Notes = []string{record.Plural(n-1, "later look", "later looks")}
	}
	harm := cell{Text: r.Harm}
	harm.Notes = nonEmpty([]string{categoryWords(r.Categories)})
	if ended := r.Latest.Str("resolution"); ended != "" {
		harm.Notes = append(harm.Notes, "ended: "+ended)
	}
	if saved := strings.Join(r.Latest.Strs("protective_factors"), "; "); saved != "" && r.Open() {
		harm.Notes = append(harm.Notes, "protects: "+saved)
	}
	if words := b.amendedBy(r.Latest); words != "" {
		harm.Notes = append(harm.Notes, words)
	}
	return row{Cells: []cell{{Text: strings.ToUpper(r.Level)}, {Text: r.Nature}, state, harm,
		{Text: r.Source}, {Text: strings.Join(r.AtRisk, ", ")}, review}}
}

// referralTable shows each referral, what it asked for and the state of its clocks.
func (b *builder) referralTable() {
	t := table{Caption: "Referrals and their clocks",
		Columns: []column{{Title: "Made", Share: 2}, {Title: "From or to", Share: 3},
			{Title: "Reason", Share: 5}, {Title: "Confirmed in writing", Share: 3},
			{Title: "Receiver's decision", Share: 3}}}
	for _, r := range b.Case.Referrals {
		t.Rows = append(t.Rows, b.referralRow(r))
	}
	b.heading(2, "Referrals")
	b.table(t, "No referral is recorded.")
}

func (b *builder) referralRow(r *cases.Referral) row {
	e := r.Entry
	made := cell{Text: b.said(e.Str("made_at")), Notes: []string{plainWords(r.Method)}}
	reply := b.clock(r.Reply)
	if r.Response != nil {
		reply.Text = join(": ", plainWords(r.Response.Str("decision")),
			r.Response.Str("decision_text"))
		reply.Notes = append(
			[]string{"by " + join(", ", agencyPerson(r.Response.Map("decided_by")),
				b.said(r.Response.Str("decided_at")))}, reply.Notes...)
	}
	for _, x := range r.Escalated {
		reply.Notes = append(reply.Notes, "escalated "+b.when(happened(x), true, false))
	}
	reason := cell{Text: e.Str("reason")}
	if told := e.Str("parents_told"); told != "" {
		reason.Notes = append(reason.Notes,
			"parents told: "+join("; ", plainWords(told), e.Str("reason_not_told")))
	}
	if asked := e.Str("consent_sought"); asked != "" {
		reason.Notes = append(reason.Notes,
			"consent sought: "+join("; ", plainWords(asked), e.Str("reason_no_consent")))
	}
	made.Notes = append(made.Notes, b.amendedNote(e)...)
	confirmed := b.clock(r.Confirmation)
	confirmed.Notes = append(confirmed.Notes, b.amendedNote(r.Confirmed)...)
	reply.Notes = append(reply.Notes, b.amendedNote(r.Response)...)
	return row{Class: overdueClass(r),
		Cells: []cell{made, b.otherSide(r), reason, confirmed, reply}}
}

func overdueClass(r *cases.Referral) string {
	if r.Confirmation.Overdue() || r.Reply.Overdue() {
		return "overdue"
	}
	return ""
}

// otherSide returns the other agency or person of a referral. Copies omit an anonymous referrer.
func (b *builder) otherSide(r *cases.Referral) cell {
	if r.Out {
		return cell{Text: "to " + join(": ", plainWords(r.To), r.Other)}
	}
	hidden := hiddenReferrer(r)
	switch {
	case hidden && b.copied:
		return cell{Text: "from: withheld"}
	case hidden:
		return cell{Text: "from " + r.Other + "*", Notes: []string{"* left out of copies"}}
	}
	return cell{Text: "from " + r.Other}
}

// hiddenReferrer reports whether the referrer must be left out of copies.
func hiddenReferrer(r *cases.Referral) bool {
	return !r.Out && (r.Entry.Str("anonymous") == "yes" || r.Entry.Confidentiality != "")
}

// clock returns the time at which a clock stopped, or that it runs. A late one stays late.
func (p *Page) clock(s cases.ClockState) cell {
	switch {
	case s.Due.IsZero():
		return cell{Text: "not asked for"}
	case s.Overdue():
		return cell{Text: "OVERDUE",
			Notes: []string{"was due " + p.instant(s.Due), cases.Behind(s.Due, s.Late, p.zone()) +
				" late"}}
	case s.Runs():
		return cell{Text: "due " + p.instant(s.Due)}
	case s.Withdrawn && s.Late > 0:
		return cell{Text: "not asked for any more", Notes: []string{"LATE by " + p.lateBy(s)}}
	case s.Withdrawn:
		return cell{Text: "not asked for", Notes: []string{p.corrected(s)}}
	case s.Late > 0:
		return cell{Text: p.instant(s.Done), Notes: []string{"LATE by " + p.lateBy(s)}}
	}
	return cell{Text: p.instant(s.Done), Notes: []string{"in time"}}
}

// agencyPerson returns a person at an agency, in words.
func agencyPerson(m map[string]any) string {
	text := func(key string) string { s, _ := m[key].(string); return s }
	return join(", ", cmp.Or(text("name"), text("role")), text("agency"))
}
