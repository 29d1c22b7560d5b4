package cases

import (
	"fmt"

	"casefile/internal/record"
)

// TransferReview is the part of a closure about sending the records to another agency. Its JSON has
// the given fields, as the closure names them.
type TransferReview struct {
	Agency  string `json:"agency,omitempty"`
	By      string `json:"by,omitempty"`
	Needed  string `json:"needed,omitempty"` // yes or no; "" where there is no review
	NewTerm string `json:"new_term,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// ReviewOf returns the review of transfer in a closure.
func ReviewOf(closure *record.Entry) TransferReview {
	return reviewIn(closure.Map("transfer_review"))
}

func reviewIn(m map[string]any) TransferReview {
	return TransferReview{Agency: str(m, "agency"), By: str(m, "by"), Needed: str(m, "needed"),
		NewTerm: str(m, "new_term"), Reason: str(m, "reason")}
}

// Goes reports whether the review says that the records go.
func (r TransferReview) Goes() bool { return r.Needed == "yes" }

// Stays reports whether the review says that they need not.
func (r TransferReview) Stays() bool { return r.Needed == "no" }

// WithTerm goes after the agency's name, and says when the term there begins with which the
// child starts; "" where none is named.
func (r TransferReview) WithTerm() string {
	if r.NewTerm == "" {
		return ""
	}
	return ", for the term from " + r.NewTerm
}

// outcome returns the result of the review, as the checklist of closing counts it. It is "" without
// a reason and a name.
func (r TransferReview) outcome() string {
	reason, by := known(r.Reason), known(r.By)
	switch {
	case reason == "" || by == "":
		return ""
	case r.Goes():
		return fmt.Sprintf("to %s%s: %s (%s)", r.Agency, r.WithTerm(), reason, by)
	}
	return fmt.Sprintf("not needed: %s (%s)", reason, by)
}
