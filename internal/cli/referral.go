package cli

import (
	"casefile/internal/cases"
)

// referralOf is a referral of ours to another agency, nil for any other.
func referralOf(c *cases.Case, t *cases.Thread) *cases.Referral {
	for _, r := range c.Referrals {
		if r.Entry == t && r.Out {
			return r
		}
	}
	return nil
}

// outward is the same for where a text may have named any entry.
func outward(c *cases.Case, t *cases.Thread) *cases.Referral {
	if r := referralOf(c, t); r != nil {
		return r
	}
	return &cases.Referral{}
}

func goesOut(c *cases.Case, t *cases.Thread) bool { return referralOf(c, t) != nil }

// waitingReferrals are those of ours that still lack something.
func waitingReferrals(lacks func(*cases.Referral) bool) func(*cases.Case) []*cases.Thread {
	return func(c *cases.Case) []*cases.Thread {
		var out []*cases.Thread
		for _, r := range c.Referrals {
			if r.Out && lacks(r) {
				out = append(out, r.Entry)
			}
		}
		return out
	}
}

// agency is the receiver's.
func (r *answering) agency() string {
	agency, _ := r.target.Map("receiver")["agency"].(string)
	return agency
}

// made is the day of the referral.
func (r *answering) made() string { return r.dayWords(referralOf(r.c, r.target).MadeAt) }
