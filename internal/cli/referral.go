package cli

import "casefile/internal/cases"

// isOurReferral reports whether an entry is a referral to another agency.
func isOurReferral(c *cases.Case, t *cases.Thread) bool { return c.Outward(t) != nil }

// referral returns the referral that is answered.
func (r *answerRun) referral() *cases.Referral { return r.c.Outward(r.target) }

// made returns the day of the referral.
func (r *answerRun) made() string { return r.dayWords(r.referral().MadeAt) }
