package policy

import (
	"reflect"
	"slices"
)

// retentionBasis is the part of a policy from which the date of a case follows.
type retentionBasis struct {
	Rules   []Rule
	WeAre   []string
	Pension []PensionRow
	Zone    string
}

// retentionBasis leaves out of the rules what moves no date: where a length comes from, and whether
// somebody looks at the case before it goes.
func (p *Policy) retentionBasis() retentionBasis {
	rules := slices.Clone(p.Retention)
	for i := range rules {
		rules[i].Source, rules[i].Then = "", ""
	}
	return retentionBasis{rules, p.WeAre, p.PensionAge, p.Clock.Timezone}
}

// SameRetention reports whether two policies keep every case equally long. Comments and spelling
// make no difference.
func (p *Policy) SameRetention(o *Policy) bool {
	return reflect.DeepEqual(p.retentionBasis(), o.retentionBasis())
}

// NextRetentionVersion returns the retention version of a policy that follows another: its own
// version where it keeps cases differently, otherwise that of the other.
func (p *Policy) NextRetentionVersion(before *Policy) int {
	if p.SameRetention(before) {
		return before.RetentionVersion
	}
	return p.Version
}

// DatedBefore reports whether a date of that version of the policy was computed before the last
// change of how long cases are kept. 0 is no version.
func (p *Policy) DatedBefore(version int) bool { return version < p.RetentionVersion }
