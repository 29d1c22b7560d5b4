package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func newReplyCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "reply", kind: record.KindReferralResponse,
		relation: record.KindReferral, about: "be decided on by its receiver",
		waits: (*cases.Case).ToDecide,
		fits:  isOurReferral,
		given: func(r *answerRun) map[string]string {
			agency := r.referral().Receiver()
			return map[string]string{"headline": cmp.Or(agency, "The receiver") +
				" on the referral of " + r.made(),
				"decided_at": r.nowText(), "decided_by.name": "", "decided_by.agency": agency}
		},
		clock: func(c *cases.Case, t *cases.Thread) (string, cases.ClockState) {
			if r := c.Outward(t); r != nil {
				return "decided", r.Reply
			}
			return "", cases.ClockState{} // the text may name any entry
		},
	}, &cobra.Command{
		Use: "reply REFERRAL", Short: "Record what the receiver of a referral decided",
		Example: `  # record what social services decided
  casefile reply K3F9-27QM -F reply.md`,
		GroupID: "daily",
		Long: `Record what the receiver of a referral decided, who decided and when, and what is
done. The template has the referral and its receiver. You may name the case if only one
referral of it waits for a decision. If no decision comes in time, policy asks you to
follow it up: casefile escalation REFERRAL.`,
	})
}
