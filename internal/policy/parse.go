package policy

import (
	"fmt"
	"slices"
	"time"
	// zones are part of the program, so that deadlines are the same on every machine
	_ "time/tzdata"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

// Parse reads casefile.yaml strictly and notes everything wrong with it. The
// policy is nil only when a finding is an error.
func Parse(data []byte, file string) (*Policy, record.Findings) {
	d := &decoder{file: file}
	p := &Policy{}
	if n := d.root(data); n != nil {
		d.head(data)
		d.policy(n, p)
		d.across(n, p)
	}
	d.out.Sort()
	if d.out.Failed() {
		return nil, d.out
	}
	p.zone, _ = time.LoadLocation(p.Clock.Timezone) // across has loaded it without an error
	p.calendar = newCalendar(p.zone, p.Clock)
	return p, d.out
}

func (d *decoder) policy(n *yaml.Node, p *Policy) {
	d.fields(n,
		field{"format", false, d.number(&p.Format, Format, Format)},
		field{"rules", false, d.number(&p.Rules, Ruleset, Ruleset)},
		field{"object_format", false, d.word(&p.ObjectFormat, "sha1")},
		field{"version", false, d.number(&p.Version, 1, 999999999)},
		field{"retention_version", false, d.number(&p.RetentionVersion, 1, 999999999)},
		field{"profile", false, d.word(&p.Profile, Profiles()...)},
		field{"approved", false, orNone(d.approved(&p.Approved))},
		field{"review_by", false, orNone(d.date(&p.ReviewBy))},
		field{"jurisdiction", false, d.text(&p.Jurisdiction)},
		field{"clock", false, d.clock(&p.Clock)},
		field{"we_are", true, d.words(&p.WeAre, agencyRoles()...)},
		field{"emergency", false, d.text(&p.Emergency)},
		field{"concern", false, d.concern(&p.Concern)},
		field{"referral", false, d.referral(&p.Referral)},
		field{"recording", false, d.recording(&p.Recording)},
		field{"endorsement", false, d.endorsement(&p.Endorsement)},
		field{"supervision", false, d.within("max_weeks", &p.Supervision, Weeks)},
		field{"risk", false, d.risk(&p.Risk)},
		field{"plan_review", false, d.within("max_months", &p.PlanReview, Months)},
		field{"dormant", false, d.within("weeks", &p.Dormant, Weeks)},
		field{"closure", false, d.closure(&p.Closure)},
		field{"transfer", false, d.transfer(&p.Transfer)},
		field{"subject_access", false, d.subjectAccess(&p.SubjectAccess)},
		field{"retention", false, d.retention(&p.Retention)},
		field{"no_rule_needed", true, d.words(&p.NoRuleNeeded, Flags()...)},
		field{"pension_age", true, d.pensionTable(&p.PensionAge)},
		field{"disposal", false, d.disposal(&p.Disposal)},
		field{"erasure", false, d.erasure(&p.Erasure)},
		field{"access", false, d.access(&p.Access)},
		field{"search", true, d.search(&p.Search)},
		field{"limits", false, d.limits(&p.Limit)},
		field{"language", false, d.language(&p.Language)},
	)
}

// orNone takes a value that may also be none, written ~.
func orNone(then take) take {
	return func(n *yaml.Node) {
		if n.Tag != "!!null" {
			then(n)
		}
	}
}

func (d *decoder) approved(to *Approval) take {
	return func(n *yaml.Node) {
		d.fields(n, field{"by", false, d.text(&to.By)}, field{"on", false, d.date(&to.On)})
	}
}

func (d *decoder) clock(to *Clock) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"timezone", false, d.timezone(&to.Timezone)},
			field{"holidays", false, d.holidays(&to.Holidays)},
			field{"extra_holidays", true, d.dates(&to.ExtraHolidays)})
	}
}

// zoneName keeps out "Local", which is another zone on every machine, and
// anything that is a path.
var zoneName = pattern.Of(`^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*){1,2})$`)

func (d *decoder) timezone(to *string) take {
	return func(n *yaml.Node) {
		d.text(to)(n)
		if _, err := time.LoadLocation(*to); *to != "" &&
			(err != nil || !zoneName().MatchString(*to)) {
			d.at(n, RuleZone, fmt.Sprintf("no time zone is called %q", clip(*to)),
				"use a name as Europe/London")
		}
	}
}

func (d *decoder) holidays(to *string) take {
	return func(n *yaml.Node) {
		if d.text(to)(n); *to != "" && *to != HolidaysEngland && *to != HolidaysNone {
			d.at(n, RuleHolidays, fmt.Sprintf("no holidays are called %q", clip(*to)),
				"use gb-eng or none, and extra_holidays for your own")
		}
	}
}

func (d *decoder) concern(to *ConcernRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"recorded", false, d.span(&to.Recorded, SameDay, ElapsedHours, WorkingDays)},
			field{"triage", false, func(n *yaml.Node) {
				d.fields(n,
					field{"immediate", false,
						d.span(&to.TriageImmediate, SameDay, ElapsedHours, WorkingDays)},
					field{"otherwise", false,
						d.span(&to.TriageOtherwise, SameDay, ElapsedHours, WorkingDays)})
			}})
	}
}

func (d *decoder) referral(to *ReferralRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"written_confirmation", false,
				d.span(&to.WrittenConfirmation, ElapsedHours, WorkingDays)},
			field{"receiver_decision", false,
				d.span(&to.ReceiverDecision, WorkingDays, ElapsedHours)},
			field{"on_no_reply", false, d.word(&to.OnNoReply, "escalate", "remind")})
	}
}

func (d *decoder) recording(to *RecordingRules) take {
	return func(n *yaml.Node) {
		d.fields(n, field{"late_after_working_days", false,
			d.number(&to.LateAfterWorkingDays, 0, 60)})
	}
}

// within takes a mapping of one key whose number is a span.
func (d *decoder) within(key string, to *Span, unit Unit) take {
	return func(n *yaml.Node) {
		d.fields(n, field{key, false, func(n *yaml.Node) {
			count := 0
			d.number(&count, 1, 60)(n)
			*to = Span{count, unit}
		}})
	}
}

func (d *decoder) risk(to *RiskRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"levels", false, d.words(&to.Levels)},
			field{"scale", false, func(n *yaml.Node) {
				d.fields(n, field{"min", false, d.number(&to.ScaleMin, 0, 0)},
					field{"max", false, d.number(&to.ScaleMax, 10, 10)})
			}},
			field{"review_weeks", false, func(n *yaml.Node) {
				to.Review.Unit = Weeks
				d.number(&to.Review.N, 1, 60)(n)
			}})
	}
}

func (d *decoder) closure(to *[]string) take {
	return func(n *yaml.Node) {
		d.fields(n, field{"require", false, d.words(to, closureFacts()...)})
	}
}

func (d *decoder) transfer(to *TransferRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"send_within", false, d.span(&to.SendWithin, Days, WorkingDays)},
			field{"new_term", true, d.word(&to.NewTerm, NewTermFirst5Days, "none")},
			field{"receipt_required", false, d.flag(&to.ReceiptRequired)})
	}
}

func (d *decoder) disposal(to *DisposalRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"endorsements", false, d.number(&to.Endorsements, 1, 5)},
			field{"one_senior", false, d.flag(&to.OneSenior)},
			field{"register", false, d.flag(&to.Register)})
	}
}

func (d *decoder) erasure(to *ErasureRules) take {
	return func(n *yaml.Node) {
		d.fields(n, field{"undo_days", false, d.number(&to.UndoDays, 0, maxUndoDays)})
	}
}

// maxUndoDays bounds how long an erasure can be undone: an order to erase must be met within a
// month (UK GDPR, article 12(3)).
const maxUndoDays = 28

// MaxUndoTime is the longest UndoTime of any policy.
const MaxUndoTime = maxUndoDays * 24 * time.Hour

func (d *decoder) access(to *ReaderRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"min_readers", false, d.number(&to.MinReaders, 1, 5)},
			field{"readers", false, d.words(&to.Readers, readerWords()...)},
			field{"unlock_minutes", true, d.number(&to.UnlockMinutes, 1, 60)})
	}
}

func (d *decoder) search(to *SearchRules) take {
	return func(n *yaml.Node) {
		word := ""
		d.fields(n, field{"arguments", false, d.word(&word, "allow", "refuse")})
		to.Arguments = word == "allow"
	}
}

// limits takes the limits of sizes. They may be lower than format 1 allows, never higher: an entry
// has at most 64 KiB, so that it is decrypted whole before any of it is shown.
func (d *decoder) limits(to *LimitRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"entry_kib", false, d.number(&to.EntryKiB, 4, 64)},
			field{"attachment_mib", false, d.number(&to.AttachmentMiB, 0, MaxAttachmentMiB)})
	}
}

func (d *decoder) language(to *LanguageRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"max_sentence_words", false, d.number(&to.MaxSentenceWords, 5, 200)},
			field{"jargon", true, d.words(&to.Jargon)},
			field{"known", true, d.words(&to.Known)})
	}
}

// across checks what involves several keys.
func (d *decoder) across(n *yaml.Node, p *Policy) {
	if !p.ReviewBy.IsZero() && p.ReviewBy.Before(p.Approved.On) {
		d.at(valueOf(n, "review_by"), RuleReviewDate, "review_by is before the day on which the "+
			"policy was approved", "set a later day")
	}
	if rules := valueOf(n, "retention"); rules != n && rules.Kind == yaml.SequenceNode {
		d.floor(rules, p)
		d.replaces(rules, p)
	}
	if len(p.Risk.Levels) == 0 && p.Risk.ScaleMax > 0 {
		d.at(valueOf(n, "risk"), RuleWrongValue, "risk.levels is empty",
			"name at least one level, lowest first")
	}
	if k := valueOf(n, "access"); p.Access.MinReaders > 0 &&
		!slices.Contains(p.Access.Readers, "key_worker") {
		d.at(k, RuleWrongValue, "access.readers leaves the key worker out", "add key_worker")
	}
}

// valueOf returns the value of a key of a mapping, or the mapping itself.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return n
}
