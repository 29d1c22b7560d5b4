package cli

import (
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// mySignature is the level at which the pending entry of a case waits for me;
// "" where it does not.
func mySignature(b *casebook.Book, me team.Member, d *record.Docket) (string, error) {
	given, err := b.Endorsed(d.Case, d.Pending)
	if err != nil {
		return "", err
	}
	author, err := b.Recorder(record.Ref{Case: d.Case, Entry: d.Pending})
	if err != nil || author == me.ID {
		return "", err
	}
	for _, g := range given {
		if g.Member == me.ID {
			return "", nil
		}
	}
	missing := verify.Missing(b.Policy(), pendingKind(d), given)
	if !waitsFor(me, missing) {
		return "", nil
	}
	return missing[0], nil
}

// waitsFor reports whether an endorsement waits for a member: the next level is
// the member's own, or the last that is missing and within the member's rights.
func waitsFor(me team.Member, missing []string) bool {
	switch len(missing) {
	case 0:
		return false
	case 1:
		return slices.Contains(rightsOf(me), missing[0])
	}
	return slices.Contains(levelsOf(me), missing[0])
}

// levelsOf are the levels that are a member's own: a manager's is line, a
// senior's is senior.
func levelsOf(m team.Member) []string {
	var out []string
	if m.Has(team.Manager) {
		out = append(out, "line")
	}
	if m.Has(team.Senior) {
		out = append(out, "senior")
	}
	return out
}

// rightsOf are the levels that a member may give: a senior may stand in for a
// line manager.
func rightsOf(m team.Member) []string {
	if m.Has(team.Senior) {
		return []string{"line", "senior"}
	}
	return levelsOf(m)
}
