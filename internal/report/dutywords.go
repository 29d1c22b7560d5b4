package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// DutyWords puts duties into the words of the start page and the inbox, for one person.
type DutyWords struct {
	Work   *duty.Work
	Reader string // a member; "" = nobody in particular
}

func (v DutyWords) name(member string) string { return v.Work.World.Team.Name(member) }

// label returns the kind of thing that a duty is about.
func (v DutyWords) label(d duty.Duty) string {
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
func (v DutyWords) intake(d duty.Duty) bool {
	return v.Work.InState(d.Ref.Case, record.Intake)
}

// Facts returns the facts that a person must know before doing a duty.
func (v DutyWords) Facts(d duty.Duty) string {
	words := v.late(d, v.what(d), d.Rule == cases.RuleSupervisionOverdue || saysLate(d))
	if slices.Equal(d.Whose, []string{d.About}) && !d.StandIn {
		return words // the inbox has a column for them
	}
	return words + v.forWhom(d)
}

// saysLate reports whether the words of a duty already say by how much it is late.
func saysLate(d duty.Duty) bool {
	return d.Rule == cases.RuleDormant || d.Rule == duty.RuleCoverEnded
}

func (v DutyWords) what(d duty.Duty) string {
	now, since := v.Work.World.Now, d.Since
	switch d.Rule {
	case cases.RuleConcernWithoutTriage:
		if d.Danger != "" {
			return v.concern(d)
		}
	case cases.RuleDormant:
		return "no entry for " + cases.Length(now.Sub(since))
	case cases.RuleSupervisionOverdue:
		if d.Late > 0 {
			return "due " + duty.LateWords(d, v.Work.World) + " ago"
		}
	case cases.RuleNotEndorsedInTime:
		return v.waits(d)
	case duty.RuleRepeatRequest:
		return "nobody is left to endorse it: " + d.Command + " asks again"
	case duty.RuleReturned:
		if d.Whose != nil && d.Whose[0] == v.Reader && !d.StandIn {
			return "returned to you"
		}
		return "returned, and not answered"
	case duty.RuleNoWorker:
		return "the key worker has left"
	case duty.RuleCoverEnded:
		if d.Ref.Entry == "" { // the roster gives no first day
			return "they can read it still"
		}
		return fmt.Sprintf("on %s; they can read it still", d.Day)
	case duty.RuleReaders, duty.RuleUncovered, duty.RuleDisposal:
		_, after, _ := strings.Cut(d.What, ": ")
		return cmp.Or(after, d.What)
	}
	return d.What
}

// concern returns words such as "danger: yes, seen by Ben Ito, not triaged for 10 min, amended 6
// Mar 2026 by Ben Ito". A concern is unread until somebody is recorded as having seen it, even
// somebody who may not triage it.
func (v DutyWords) concern(d duty.Duty) string {
	state := "unread "
	if len(d.Seen) > 0 {
		var names []string
		for _, id := range d.Seen {
			names = append(names, v.name(id))
		}
		state = "seen by " + record.Enumerated(names) + ", not triaged for "
	}
	amended := ""
	if d.AmendedBy != "" {
		on := record.DateOf(d.AmendedAt.In(v.Work.World.Policy.Zone()))
		amended = amendedWords(day(on), v.name(d.AmendedBy))
	}
	return join(", ", "danger: "+d.Danger, state+cases.Length(v.Work.World.Now.Sub(d.Since)),
		amended)
}

// waits returns words such as "joint, senior, waits 6 days", or that an entry answers a return.
func (v DutyWords) waits(d duty.Duty) string {
	if d.Mark == duty.Back {
		return "answers your return"
	}
	var parts []string
	if d.Joint {
		parts = append(parts, "joint")
	}
	parts = append(parts, d.Role)
	if !d.Since.IsZero() {
		parts = append(parts, "waits "+cases.Length(v.Work.World.Now.Sub(d.Since)))
	}
	return strings.Join(parts, ", ")
}

// Line returns a duty as a line of the start page.
func (v DutyWords) Line(d duty.Duty) string {
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
	case d.Rule == duty.RuleRepeatRequest:
		words = d.Kind + ": nobody is left to endorse it"
	case d.Rule == duty.RuleCoverEnded:
		words = CoverOver(d)
	case d.Rule == duty.RuleUnopened && d.About != "":
		words += ", given to you by " + v.name(d.About)
	}
	return v.late(d, words, saysLate(d)) + v.forWhom(d)
}

// late adds by how much a duty is late, and the entry if it must be linked.
func (v DutyWords) late(d duty.Duty, words string, saysLate bool) string {
	if late := duty.LateWords(d, v.Work.World); late != "" && !saysLate {
		words += ", " + late + " late"
	}
	switch d.Rule {
	case cases.RuleRiskReview, cases.RuleReviewOverdue, cases.RuleActionOverdue:
		words += " [" + d.Short + "]"
	}
	return words
}

// forWhom says whose duty it is if it is not the reader's own, and why it is the reader's if they
// stand in.
func (v DutyWords) forWhom(d duty.Duty) string {
	switch {
	case d.Nobody():
		return " (" + d.Why + ")"
	case !slices.Contains(d.Whose, v.Reader) && v.Reader != "":
		return " (" + v.whose(d) + ")"
	case d.StandIn:
		return " (" + d.Why + ")"
	}
	return ""
}

// whose names the members who must do a duty, and the reason if they stand in.
func (v DutyWords) whose(d duty.Duty) string {
	var names []string
	for _, id := range d.Whose {
		names = append(names, v.name(id))
	}
	out := "for " + strings.Join(names, ", ")
	if d.StandIn {
		out += ": " + d.Why
	}
	return out
}

// Command returns the command that does a duty; "" if the reader may not do it.
func (v DutyWords) Command(d duty.Duty) string {
	if slices.Contains(d.Whose, v.Reader) {
		return d.Command
	}
	return ""
}

// Day returns the day on which a duty is due, in words; "" without a deadline.
func (v DutyWords) Day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.Work.World.Policy.Zone()).Format("Mon 2 Jan 2006")
}

// InboxLine returns a duty as a line of the inbox.
func (v DutyWords) InboxLine(d duty.Duty) InboxLine {
	l := InboxLine{
		Mark:  d.MarkFor(v.Reader),
		What:  v.label(d),
		Ref:   d.Ref,
		Facts: v.Facts(d),
		Who: v.name(d.About) + labelled(", who had left; taken over by ",
			v.name(d.Adopter)),
		Since:   d.Since,
		Due:     d.Due,
		Command: v.Command(d),
		Rule:    d.Rule,
		Whose:   d.Whose,
		Why:     d.Why,

		Seen:      d.Seen,
		AmendedBy: d.AmendedBy,
		AmendedAt: d.AmendedAt,
	}
	if d.Rule == cases.RuleNotEndorsedInTime {
		l.Level = d.Role
	}
	return l
}

// CoverOver says that a cover has ended and the access remains.
func CoverOver(d duty.Duty) string {
	if d.Ref.Entry == "" { // the roster gives no first day
		return fmt.Sprintf("the cover by %s is over, and they can read it still", d.About)
	}
	return fmt.Sprintf("the cover by %s ended on %s, and they can read it still", d.About, d.Day)
}
