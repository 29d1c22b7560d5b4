package cases

import (
	"strings"

	"casefile/internal/record"
)

// decisions reads each decision: always said to be sole or joint, and for a
// joint one who agreed.
func (c *Case) decisions() {
	for _, t := range c.of(record.KindDecision) {
		d := &Decision{Entry: t, Joint: t.Str("mode") == "joint",
			DecidedBy: strings.Join(t.Strs("decided_by"), ", "),
			DecidedAt: t.Str("decided_at"), Rationale: t.Str("rationale"),
			Dissent: t.Str("dissent")}
		for _, m := range t.Maps("joint_with") {
			d.With = append(d.With,
				JointAgency{Agency: str(m, "agency"), Person: str(m, "person"),
					Role: str(m, "role"), Agreed: str(m, "agreed")})
		}
		c.Decisions = append(c.Decisions, d)
	}
}

// agencies of a joint decision, for the chronology.
func agencies(t *Thread) []string {
	if t.Kind != record.KindDecision || t.Str("mode") != "joint" {
		return nil
	}
	var out []string
	for _, m := range t.Maps("joint_with") {
		out = append(out, str(m, "agency"))
	}
	return out
}
