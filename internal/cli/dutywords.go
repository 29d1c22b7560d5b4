package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
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
		if strings.HasPrefix(d.Command, "casefile accept") {
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

// facts say what one must know before seeing to a duty.
func (v dutyWords) facts(d duty.Duty) string {
	return v.joined(d, v.what(d), d.Rule == cases.RuleSupervisionOverdue || saysLate(d))
}

// saysLate reports whether the words of a duty say already by how much it is late.
func saysLate(d duty.Duty) bool {
	return d.Rule == cases.RuleDormant || d.Rule == duty.RuleNoWorker || d.Rule == duty.RuleCoverEnded
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
	return v.joined(d, words, saysLate(d))
}

// joined adds by how much a duty is late, and why it is theirs who only stand in.
func (v dutyWords) joined(d duty.Duty, words string, saysLate bool) string {
	if late := duty.LateWords(d, v.w.world); late != "" && !saysLate {
		words += ", " + late + " late"
	}
	if d.StandIn || d.Nobody() {
		words += " (" + d.Why + ")"
	}
	return words
}

// day on which a duty is due, in words; "" where it has no clock.
func (v dutyWords) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.b.Policy().Zone()).Format("Mon 2 Jan 2006")
}
