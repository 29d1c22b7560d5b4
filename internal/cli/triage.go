package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func newTriageCommand(app *App) *cobra.Command {
	return newAnswerCommand(app, answer{command: "triage", kind: record.KindTriage,
		relation: record.KindConcern, about: "be triaged",
		waits: (*cases.Case).ToTriage,
		fits:  func(*cases.Case, *cases.Thread) bool { return true },
		given: func(r *answerRun) map[string]string {
			out := map[string]string{"headline": "Concern of " +
				r.dayWords(r.target.First.Recorded) + " read", "read_at": r.nowText()}
			if n := r.c.ConcernOf(r.target); n != nil && len(n.Categories()) == 0 {
				out["category"] = record.Unknown // to be decided here, or within a working day
			}
			return out
		},
		clock: func(c *cases.Case, t *cases.Thread) (string, cases.ClockState) {
			s, _ := c.ReadClock(t)
			return "read", s
		},
		open: func(c *cases.Case, t *cases.Thread) string {
			if !slices.Contains(c.ToTriage(), t) {
				return ""
			}
			return "note: recorded as seen, not as triaged; the clock runs on until a " +
				"safeguarding lead, or who stands in, triages it"
		},
	}, &cobra.Command{
		Use: "triage CONCERN", Short: "Record that a concern was read, and what happens now",
		Example: `  # record what happens now
  casefile triage K3F9-27QM -F triage.md`,
		GroupID: "manage",
		Long: `Record that a safeguarding lead read a concern, what happens now, and why. The
answers are emergency, referral, early_help, open_case, file_in_case, talk_to_family,
watch, no_further_action and other. The template has the concern and the time.

The category names the kinds of harm: neglect, or [neglect, bullying]. none_of_these is
an answer too. How long a case is kept depends on it. If it stays unknown, it is due
from the member who triaged within one working day, and closing asks for it.

A lead triages, or a member who covers for one. A senior manager triages if there is no
lead, or if each lead raised the concern or is named in it. A triage by anybody else is
kept as seen, and the clock runs on.

Policy says by when: within the hour if a child is in danger now or nobody knows, and
otherwise within one working day. You may name the case if only one concern of it waits.`,
	})
}
