package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func newEscalationCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "escalation", kind: record.KindEscalation,
		relation: record.KindReferral, about: "be followed up",
		waits: (*cases.Case).ToEscalate,
		fits:  isOurReferral,
		given: func(r *answerRun) map[string]string {
			agency := r.referral().Receiver()
			return map[string]string{"headline": "Referral of " + r.made() + " escalated",
				"occurred": r.nowText(),
				"to.name":  "", "to.agency": agency, "reason": r.c.EscalationReason(r.referral())}
		},
	}, &cobra.Command{
		Use: "escalation REFERRAL", Aliases: []string{"escalate"},
		Short: "Record that a referral was followed up above its receiver",
		Example: `  # record that you asked the receiver's manager
  casefile escalation K3F9-27QM -F escalation.md`,
		GroupID: "daily",
		Long: `Record that a referral was followed up with somebody above its receiver, because no
decision or the wrong decision came. The template has the referral and how late the
decision is. You may name the case if only one referral of it is overdue.`,
	})
}
