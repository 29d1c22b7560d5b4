package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// dutyWords puts duties into the words of the start page and the inbox, for one person.
type dutyWords struct {
	b  *casebook.Book
	w  *work
	me string
}

// label is the kind of thing that a duty is about.
func (v dutyWords) label(d duty.Duty) string {
	switch d.Rule {
	case cases.RuleConcernWithoutTriage, cases.RuleIntakeTooLong:
		if d.Rule == cases.RuleIntakeTooLong || v.intake(d) {
			return "intake"
		}
		return "concern"
	case cases.RuleDormant:
		return "dormant"
	case cases.RuleSupervisionOverdue:
		return "supervision"
	case duty.RuleNoWorker:
		return "no key worker"
	case duty.RuleCoverEnded:
		return "cover ended"
	case duty.RuleReaders:
		return "readers"
	case duty.RuleUncovered:
		return "no cover"
	case duty.RuleDisposal:
		return "disposal"
	case duty.RulePolicy:
		return "policy"
	}
	return cmp.Or(d.Kind, "case")
}

// intake reports whether a duty is about an intake.
func (v dutyWords) intake(d duty.Duty) bool {
	i := slices.IndexFunc(v.w.facts, func(f duty.Facts) bool { return f.Docket.Case == d.Ref.Case })
	return i >= 0 && v.w.facts[i].Docket.Status == record.Intake
}

// facts say what one must know before seeing to a duty.
func (v dutyWords) facts(d duty.Duty) string {
	words := v.late(d, v.what(d), d.Rule == cases.RuleSupervisionOverdue || saysLate(d))
	if slices.Equal(d.Whose, []string{d.About}) && !d.StandIn {
		return words // the inbox names them beside it
	}
	return words + v.forWhom(d)
}

// saysLate reports whether the words of a duty say already by how much it is late.
func saysLate(d duty.Duty) bool {
	return d.Rule == cases.RuleDormant || d.Rule == duty.RuleCoverEnded
}

func (v dutyWords) what(d duty.Duty) string {
	now, since := v.w.world.Now, d.Since
	switch d.Rule {
	case cases.RuleConcernWithoutTriage:
		if d.Danger != "" {
			return "danger: " + d.Danger + ", unread " + cases.Length(now.Sub(since))
		}
	case cases.RuleDormant:
		return "no entry for " + cases.Length(now.Sub(since))
	case cases.RuleSupervisionOverdue:
		if d.Late > 0 {
			return "due " + duty.LateWords(d, v.w.world) + " ago"
		}
	case cases.RuleNotEndorsedInTime:
		return v.waits(d)
	case duty.RuleReturned:
		if d.Whose != nil && d.Whose[0] == v.me && !d.StandIn {
			return "returned to you"
		}
		return "returned, and not answered"
	case duty.RuleNoWorker:
		return "the key worker has left"
	case duty.RuleCoverEnded:
		if d.Ref.Entry == "" { // by the roster, which tells no first day
			return "they can read it still"
		}
		return fmt.Sprintf("on %s; they can read it still", d.Day)
	case duty.RuleReaders, duty.RuleUncovered, duty.RuleDisposal:
		_, after, _ := strings.Cut(d.What, ": ")
		return cmp.Or(after, d.What)
	}
	return d.What
}

// waits is joint, senior, waits 6 days; or that it answers a return.
func (v dutyWords) waits(d duty.Duty) string {
	if d.Mark == duty.Back {
		return "answers your return"
	}
	var parts []string
	if d.Joint {
		parts = append(parts, "joint")
	}
	parts = append(parts, d.Role)
	if !d.Since.IsZero() {
		parts = append(parts, "waits "+cases.Length(v.w.world.Now.Sub(d.Since)))
	}
	return strings.Join(parts, ", ")
}

// line is a duty on the start page.
func (v dutyWords) line(d duty.Duty) string {
	words := d.What
	switch {
	case d.Danger != "":
		words = v.label(d) + ", " + v.what(d)
	case d.Rule == cases.RuleNotEndorsedInTime && d.Mark == duty.Back:
		words = d.Kind + " answers your return"
	case d.Rule == cases.RuleNotEndorsedInTime:
		words = d.Kind + " waits for " + d.Role
	case d.Rule == duty.RuleReturned:
		words = d.Kind + " " + v.what(d)
	case d.Rule == cases.RuleDormant:
		words = v.what(d)
	case d.Rule == duty.RuleCoverEnded:
		words = coverWords(d)
	case d.Rule == duty.RuleUnopened && d.About != "":
		words += ", given to you by " + nameOf(v.b, d.About)
	}
	return v.late(d, words, saysLate(d)) + v.forWhom(d)
}

// late adds by how much a duty is late, and the entry where one must link it.
func (v dutyWords) late(d duty.Duty, words string, saysLate bool) string {
	if late := duty.LateWords(d, v.w.world); late != "" && !saysLate {
		words += ", " + late + " late"
	}
	switch d.Rule {
	case cases.RuleRiskReview, cases.RuleReviewOverdue, cases.RuleActionOverdue:
		words += " [" + d.Short + "]"
	}
	return words
}

// forWhom says whose a duty is that is not one's own, and why it is one's own where one
// only stands in.
func (v dutyWords) forWhom(d duty.Duty) string {
	switch {
	case d.Nobody():
		return " (" + d.Why + ")"
	case !slices.Contains(d.Whose, v.me) && v.me != "":
		return " (" + v.whose(d) + ")"
	case d.StandIn:
		return " (" + d.Why + ")"
	}
	return ""
}

// whose names those who must do it, and why they, where they only stand in.
func (v dutyWords) whose(d duty.Duty) string {
	var names []string
	for _, id := range d.Whose {
		names = append(names, nameOf(v.b, id))
	}
	out := "for " + strings.Join(names, ", ")
	if d.StandIn {
		out += ": " + d.Why
	}
	return out
}

// command is the one that sees to a duty, for whoever may do it.
func (v dutyWords) command(d duty.Duty) string {
	if slices.Contains(d.Whose, v.me) {
		return d.Command
	}
	return ""
}

// day on which a duty is due, in words; "" where it has no clock.
func (v dutyWords) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.b.Policy().Zone()).Format("Mon 2 Jan 2006")
}
