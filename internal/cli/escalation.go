package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func newEscalationCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "escalation", kind: record.KindEscalation, relation: "referral", about: "be followed up",
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
