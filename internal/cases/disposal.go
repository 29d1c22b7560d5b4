package cases

import (
	"fmt"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Hindrance is one thing that keeps a case from disposal.
type Hindrance struct {
	Sort  HindranceSort
	Why   string    // in words
	About record.ID // the hold, the entry or the other case that Why tells of; or ""
}

// HindranceSort is the kind of a hindrance, by which a page can name the remedy.
type HindranceSort int

// The sorts of hindrances. Those from RetainedLonger on are known to readers of the case alone.
const (
	NotEnded       HindranceSort = iota // the case is not closed; nothing else is asked then
	OnHold                              // until the hold is released
	NoReceipt                           // a transfer waits for its receipt
	Unchecked                           // something was added since the date was computed
	OlderPolicy                         // policy has changed how long cases are kept since then
	NoDate                              // it has no date, as some fact is missing
	NotYet                              // its date has not passed
	RetainedLonger                      // a rule of policy gives a later date than the docket
	FactNeeded                          // a rule of policy needs a fact that nobody recorded
	LinkedCase                          // another case of the same child keeps it
	Unlisted                            // an entry holds it, and the docket does not name it
	LeftOut                             // an entry is left out of the fold, and no request names it
	NoSenior                            // a request names such entries, and no senior stands for it
	Asked                               // a subject access request in it is not answered
	Waits                               // a request to erase some of its entries is not settled
)

// Added is the reason why the date of a case with the block recheck must be computed again.
const Added = "something was added since its date was computed, or a case of the same child " +
	"has changed"

// Hindrances returns everything in the docket that keeps a case from disposal on a day, the
// weightiest first, and none if it may go. No key is needed for that. What the entries say against
// it, only readers know: [Case.Hindrances].
func Hindrances(d *record.Docket, today record.Date, p *policy.Policy) []Hindrance {
	switch d.Status {
	case record.Closed, record.Transferred, record.Disposing:
	default:
		return []Hindrance{{Sort: NotEnded, Why: fmt.Sprintf(
			"is %s; only a closed case can be disposed of", d.Status)}}
	}
	var out []Hindrance
	for _, id := range d.Holds {
		out = append(out, Hindrance{OnHold, "it is on hold by " + id.String(), id})
	}
	add := func(applies bool, sort HindranceSort, why string) {
		if applies {
			out = append(out, Hindrance{Sort: sort, Why: why})
		}
	}
	if d.Pending != "" && d.Status != record.Disposing {
		out = append(out,
			Hindrance{Waits, "a request to erase entries of it is not settled", d.Pending})
	}
	add(d.Blocked(record.BlockTransfer), NoReceipt, "a transfer waits for its receipt")
	add(d.Blocked(record.BlockRecheck), Unchecked,
		Added)
	add(p.DatedBefore(d.Policy), OlderPolicy, olderPolicy(d, p))
	add(d.RetainUntil.IsZero(), NoDate, "it has no date: a fact is missing, or a case of the same "+
		"child has not ended")
	// The last day itself is still kept.
	add(!d.RetainUntil.IsZero() && !today.After(d.RetainUntil), NotYet,
		"it is to be kept until "+d.RetainUntil.String())
	return out
}

// olderPolicy returns the reason if the date of a docket was computed before the last change of how
// long cases are kept.
func olderPolicy(d *record.Docket, p *policy.Policy) string {
	return fmt.Sprintf("its date was computed under version %d of the policy, and version %d "+
		"changed how long cases are kept", d.Policy, p.RetentionVersion)
}

// AccessHindrances returns the subject's requests that nobody has answered. The docket does not
// show them, so a reader of the case is told before the case is destroyed.
func (c *Case) AccessHindrances() []Hindrance {
	var out []Hindrance
	for _, a := range c.Access {
		if a.Open() {
			id := a.Entry.First.ID
			out = append(out, Hindrance{Asked, "the subject access request " + c.Short(id) +
				" is not answered", id})
		}
	}
	return out
}

// Basis returns the rule that settled the date, as a disposal names it; "" where none did.
func (r Retention) Basis() string {
	for _, res := range r.Considered {
		if res.ID == r.Rule {
			return "the agency's retention rule " + res.ID
		}
	}
	return ""
}

// DisposalFindings compare what a request of disposal says with the docket, and with the
// entries that are left out.
func (c *Case) DisposalFindings(request *record.Entry) record.Findings {
	var out record.Findings
	find := func(found, do string) {
		out = append(out, record.Finding{File: c.ID.String(), Rule: record.RuleWrongValue,
			Severity: record.Error, Case: c.ID, Entry: request.ID, Found: found, Do: do})
	}
	if said := request.Date("retain_until"); said != c.Docket.RetainUntil {
		find(fmt.Sprintf("retain_until is %s; the case was to be kept until %s", said,
			c.Docket.RetainUntil), "give the date of casefile retention explain")
	}
	for _, typed := range request.Strs("unread") {
		if id, err := record.ParseID(typed); err != nil || !slices.Contains(c.LeftOut(), id) {
			find(fmt.Sprintf("unread names %s, which is not an entry that is left out here", typed),
				"give the whole ID of each entry that the program says is left out, and no other")
		}
	}
	return out
}
