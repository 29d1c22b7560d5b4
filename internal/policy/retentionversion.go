package policy

import (
	"reflect"
	"slices"
)

// retentionBasis holds the parts of a policy on which the retention date of a case depends.
type retentionBasis struct {
	Rules   []Rule
	WeAre   []string
	Pension []PensionRow
	Zone    string
}

// retentionBasis returns the retention basis, without Source and Then of the rules: they move no
// date.
func (p *Policy) retentionBasis() retentionBasis {
	rules := slices.Clone(p.Retention)
	for i := range rules {
		rules[i].Source, rules[i].Then = "", ""
	}
	return retentionBasis{rules, p.WeAre, p.PensionAge, p.Clock.Timezone}
}

// SameRetention reports whether two policies keep every case equally long. Comments, and the layout
// of the file, make no difference.
func (p *Policy) SameRetention(o *Policy) bool {
	return reflect.DeepEqual(p.retentionBasis(), o.retentionBasis())
}

// NextRetentionVersion returns the retention version of a policy that follows another: the number
// of its own version where it keeps cases differently, otherwise the other's retention version.
func (p *Policy) NextRetentionVersion(before *Policy) int {
	if p.SameRetention(before) {
		return before.RetentionVersion
	}
	return p.Version
}

// DatedBefore reports whether a date of that version of the policy was computed before the last
// change of how long cases are kept. 0 is no version.
func (p *Policy) DatedBefore(version int) bool { return version < p.RetentionVersion }
