package cases

import (
	"fmt"

	"casefile/internal/record"
)

// Hindrance is one thing that keeps a case from disposal.
type Hindrance struct {
	Sort HindranceSort
	Why  string // in words
}

// HindranceSort says what it is, so that whoever tells it can name what helps.
type HindranceSort int

// The sorts of hindrances.
const (
	NotEnded   HindranceSort = iota // the case is not closed; nothing else is asked then
	OnHold                          // until the hold is released
	NoReceipt                       // a transfer waits for its receipt
	Unchecked                       // something was added since the date was computed
	FactNeeded                      // it has no date, as a fact is missing that Why names
	NoDate                          // it has no date, as some fact is missing
	NotYet                          // its date has not passed
	Asked                           // a subject access request in it is not answered
)

// Hindrances are all that keeps a case from disposal on a day, the weightiest first;
// none where it may go. missing names the fact that leaves it without a date, for somebody
// who can read the case ([Retention.Needs]), and "" for anybody else.
func Hindrances(d *record.Docket, today record.Date, missing string) []Hindrance {
	switch d.Status {
	case record.Closed, record.Transferred, record.Disposing:
	default:
		return []Hindrance{{NotEnded, fmt.Sprintf("is %s; only a closed case can be disposed of",
			d.Status)}}
	}
	var out []Hindrance
	if d.OnHold() {
		out = append(out, Hindrance{OnHold, "it is on hold"})
	}
	if d.Blocked(record.BlockTransfer) {
		out = append(out, Hindrance{NoReceipt, "a transfer waits for its receipt"})
	}
	if d.Blocked(record.BlockRecheck) {
		out = append(out, Hindrance{Unchecked, "something was added since its date was computed"})
	}
	switch {
	case d.RetainUntil.IsZero() && missing != "":
		out = append(out, Hindrance{FactNeeded, "it has no date, as a fact is missing: " + missing})
	case d.RetainUntil.IsZero():
		out = append(out, Hindrance{NoDate, "it has no date, as a fact is missing"})
	case !today.After(d.RetainUntil): // the last day itself is still kept
		out = append(out, Hindrance{NotYet, "it is to be kept until " + d.RetainUntil.String()})
	}
	return out
}

// AccessHindrances are the requests of the subject that nobody has answered, which the
// docket does not show: whoever can read the case is told before it goes for good.
func (c *Case) AccessHindrances() []Hindrance {
	var out []Hindrance
	for _, a := range c.Access {
		if a.Open() {
			out = append(out, Hindrance{Asked, "the subject access request " + c.Short(a.Entry.First.ID) +
				" is not answered"})
		}
	}
	return out
}

// Needs names the rule and the fact that leave a case without a date; "" where it has one,
// or where it lacks it for another reason.
func (r Retention) Needs() string {
	if !r.Until.IsZero() {
		return ""
	}
	for _, res := range r.Considered {
		if res.Applies && res.MissingFact != "" {
			return fmt.Sprintf("the rule %s needs the %s", res.ID, res.MissingFact)
		}
	}
	return ""
}

// Basis is the rule that settled the date, as a disposal names it; "" where none did.
func (r Retention) Basis() string {
	for _, res := range r.Considered {
		if res.ID == r.Rule {
			return "the agency's retention rule " + res.ID
		}
	}
	return ""
}

// DisposalFindings compare what a request of disposal says with the docket.
func DisposalFindings(d *record.Docket, request *record.Entry) record.Findings {
	said := request.Date("retain_until")
	if said == d.RetainUntil {
		return nil
	}
	return record.Findings{{
		File: d.Case.String(), Rule: record.RuleWrongValue, Severity: record.Error,
		Case: d.Case, Entry: request.ID,
		Found: fmt.Sprintf("retain_until is %s; the case was to be kept until %s", said,
			d.RetainUntil),
		Do: "give the date of casefile retention explain",
	}}
}
