package casebook

import (
	"fmt"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// filedLink is the one link of a filed text to another text in the case. to is "" for no link.
type filedLink struct {
	relation string
	to       record.ID
}

// filedFrom returns the place where a text was recorded: that of the first text of its entry, or
// its own.
func filedFrom(it, first *cases.Item) record.Origin {
	return record.Origin{Case: string(it.Case), Entry: string(first.ID), Kind: it.Kind,
		Recorded: first.Recorded, By: first.By}
}

// filedText returns a text of the intake as it is filed: the author's words, and in its origin who
// recorded them and when. One without links is kept byte for byte, so that the first text can be
// had again from it.
func filedText(it *cases.Item, from record.Origin, link filedLink) ([]byte, error) {
	text, stamp, err := record.Unstamp(it.Text)
	if err != nil {
		return nil, err
	}
	switch {
	case len(it.Links) == 0:
		from.Nonce, from.SHA256 = stamp.Nonce, it.SHA256
	case link.relation == "amends" && link.to != "":
		text = record.WithoutFields(text, "links")
	default: // these name entries of the intake
		text = record.WithoutFields(text, "links", "amend_reason")
	}
	if text, err = record.WithOrigin(text, from); err != nil || link.to == "" {
		return text, err
	}
	return record.SetLink(text, link.relation, string(link.to))
}

// filingTriage returns a triage that says that a concern was read and filed. What is done about the
// concern is decided in the right case. readAt is in the agency's zone.
func filingTriage(where string, readAt time.Time, concern record.ID) []byte {
	return fmt.Appendf(nil, `---
headline: %s
read_at: %s
decision: %s
reason: %s
action: %s
parents_told: unknown
links: {concern: %s}
---
`, record.Quote(where), readAt.Format(record.PointForm), cases.DecisionFiled,
		record.Quote("It belongs to another case; what is done about it is decided there"),
		record.Quote(where), string(concern))
}

// filingClosure returns the closure of an intake whose concerns are filed. by is the name of the
// person who files it.
func filingClosure(where string, ended record.Date, by string) []byte {
	there := record.Quote("asked, or not, where the concern is filed")
	return fmt.Appendf(nil, `---
headline: %s
reason: The concern belongs to another case and is filed there
service_ended: %s
outcome: Nothing was done in the intake itself
child_view_not_sought: %s
parent_view_not_sought: %s
evidence_of_change: none
agencies_told: none
transfer_review: {needed: no, reason: The concern stays in the agency's records, by: %s}
---
`, record.Quote(where), ended, there, there, record.Quote(by))
}

// filedWhere names the right case only where every reader of the intake can read that case too.
// Others must not learn that a child has a restricted case.
func filedWhere(intake, into *record.Docket) string {
	for _, m := range intake.Readers() {
		if !into.Reads(m) {
			return "Filed into another case"
		}
	}
	return "Filed into " + into.Case.String()
}
