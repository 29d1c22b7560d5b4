package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func newReplyCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "reply", kind: record.KindReferralResponse, relation: "referral", about: "be decided on by its receiver",
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
