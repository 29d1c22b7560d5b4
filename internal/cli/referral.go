package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"casefile/internal/cases"
)

// referralOf is a referral of ours to another agency, nil for any other.
func referralOf(c *cases.Case, t *cases.Thread) *cases.Referral {
	for _, r := range c.Referrals {
		if r.Entry == t && r.Out {
			return r
		}
	}
	return nil
}

// outward is the same for where a text may have named any entry.
func outward(c *cases.Case, t *cases.Thread) *cases.Referral {
	if r := referralOf(c, t); r != nil {
		return r
	}
	return &cases.Referral{}
}

func goesOut(c *cases.Case, t *cases.Thread) bool { return referralOf(c, t) != nil }

// waitingReferrals are those of ours that still lack something.
func waitingReferrals(lacks func(*cases.Referral) bool) func(*cases.Case) []*cases.Thread {
	return func(c *cases.Case) []*cases.Thread {
		var out []*cases.Thread
		for _, r := range c.Referrals {
			if r.Out && lacks(r) {
				out = append(out, r.Entry)
			}
		}
		return out
	}
}

func newReplyCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "reply", kind: "referral-response", relation: "referral", about: "be decided on by its receiver",
		waits: waitingReferrals(func(r *cases.Referral) bool { return r.Response == nil }),
		fits:  goesOut,
		given: func(r *answering) map[string]string {
			agency := r.agency()
			return map[string]string{"headline": cmp.Or(agency, "The receiver") + " on the referral of " + r.made(),
				"decided_at": r.nowText(), "decided_by.name": "", "decided_by.agency": agency}
		},
		clock: func(c *cases.Case, t *cases.Thread) (string, cases.ClockState) {
			return "decided", outward(c, t).Reply
		},
	}, &cobra.Command{
		Use: "reply REFERRAL", Short: "Record what the receiver of a referral decided", GroupID: "daily",
		Long: `Record what the receiver of a referral decided, who and when, and what is done.
The template has the referral and its receiver. A case stands for the one referral
of it that waits. Where no decision comes in time, policy asks to follow it up:
casefile escalation REFERRAL.`,
	})
}

func newEscalationCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "escalation", kind: "escalation", relation: "referral", about: "be followed up",
		waits: waitingReferrals(func(r *cases.Referral) bool { return r.Reply.Overdue() }),
		fits:  goesOut,
		given: func(r *answering) map[string]string {
			agency := r.agency()
			return map[string]string{"headline": "Referral of " + r.made() + " escalated", "occurred": r.nowText(),
				"to.name": "", "to.agency": agency, "reason": overdueWords(r.c, referralOf(r.c, r.target))}
		},
	}, &cobra.Command{
		Use: "escalation REFERRAL", Aliases: []string{"escalate"}, Short: "Record that a referral was followed up with somebody above its receiver", GroupID: "daily",
		Long: `Record that a referral on which no decision came, or the wrong one, was followed
up with somebody above its receiver. The template has the referral and how late
the decision is. A case stands for the one referral of it that is overdue.`,
	})
}

// overdueWords is the reason that the record itself has for an escalation.
func overdueWords(c *cases.Case, r *cases.Referral) string {
	if !r.Reply.Overdue() {
		return ""
	}
	return "no decision on the referral, " + c.Behind(r.Reply.Due, r.Reply.Late) + " after it was due"
}

// agency is the receiver's.
func (r *answering) agency() string {
	agency, _ := r.target.Map("receiver")["agency"].(string)
	return agency
}

// made is the day of the referral.
func (r *answering) made() string { return r.dayWords(referralOf(r.c, r.target).MadeAt) }
