package cli

import (
	"context"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// levelFor settles the level of an endorsement, and refuses what the rules
// forbid with a plainer word than the judge's.
func levelFor(ctx context.Context, b *casebook.Book, me team.Member, thread *cases.Thread, target *cases.Item, o endorseOptions) (string, error) {
	ref := target.Ref()
	given, err := b.Endorsed(ref.Case, ref.Entry)
	if err != nil {
		return "", err
	}
	level := o.level
	d, err := b.Docket(ctx, ref.Case)
	if err != nil {
		return "", err
	}
	missing := verify.Missing(b.Policy(), target.Kind, sameText(given, target.SHA256))
	switch {
	case target.Kind == "endorsement":
		return "", usage("%s is itself an endorsement", ref)
	case target.Author == me.ID:
		return "", denied("%s is your own entry; somebody else must endorse it", ref)
	case pendingOnly(target.Kind) && d.Pending != target.ID:
		return "", withHint(inState("the %s %s no longer waits for endorsement", target.Kind, ref), "casefile %s shows the case", ref.Case)
	case thread.Item != target:
		return "", withHint(inState("%s has been amended since", ref), "casefile endorse %s", thread.Ref())
	}
	if level == "" {
		level = inferLevel(me, missing)
	}
	if o.verdict != "endorsed" {
		return level, nil
	}
	if level == "line" && me.Has(team.Senior) {
		if err := leavesNobody(b, d, me, target, given); err != nil {
			return "", err
		}
	}
	for _, g := range given {
		if g.Member == me.ID && g.Verdict == "endorsed" && g.SHA256 == target.SHA256 {
			return "", denied("you have endorsed %s already; the next level is another person's", ref)
		}
	}
	if level == "senior" && b.Policy().Order() != policy.HighestSuffices && slices.Contains(missing, "line") {
		return "", withHint(denied("policy wants the line manager's endorsement of %s before the senior's", ref),
			"ask the line manager, or endorse it at that level: --level line")
	}
	return level, nil
}

// sameText leaves out endorsements of other texts under the same ID.
func sameText(given []verify.EndorseFact, sum string) []verify.EndorseFact {
	return slices.DeleteFunc(slices.Clone(given), func(g verify.EndorseFact) bool { return g.SHA256 != sum })
}

// inferLevel takes the first level still asked for that is the role's own. A
// senior who is no line manager endorses as a senior; to stand in for the line
// manager is for them to say.
func inferLevel(me team.Member, missing []string) string {
	own := me.Levels()
	for _, l := range missing {
		if slices.Contains(own, l) {
			return l
		}
	}
	if slices.Equal(missing, []string{"line"}) || len(own) == 0 {
		return "line"
	}
	return own[len(own)-1]
}

// pendingOnly reports whether a kind is endorsed only while it is pending.
func pendingOnly(kind string) bool {
	return kind == "closure" || kind == "disposal" || kind == "erasure"
}

// leavesNobody refuses a senior who stands in for the line manager where the level of a
// senior would then be left for nobody.
func leavesNobody(b *casebook.Book, d *record.Docket, me team.Member, target *cases.Item, given []verify.EndorseFact) error {
	var signed []policy.Signed
	for _, g := range given {
		signed = append(signed, policy.Signed{Level: g.Level, By: g.Member})
	}
	if !verify.LeavesNobody(b.Policy(), b.Team(), d, target.Kind, target.Author, signed, me.ID) {
		return nil
	}
	return withHint(denied("after your endorsement as line manager nobody would be left to endorse %s as senior", target.Ref()),
		"ask the line manager, and endorse it as senior afterwards")
}

// actsFor is the member in whose place somebody endorses an entry at a level, as cover
// has it; "" where they do so in their own place.
func actsFor(b *casebook.Book, c *cases.Case, me team.Member, target record.Ref, level string) (string, error) {
	duties, err := dutiesIn(b, c)
	if err != nil {
		return "", err
	}
	for _, d := range duties {
		if d.Rule == cases.RuleNotEndorsedInTime && d.Ref == target && d.Role == level && slices.Contains(d.Whose, me.ID) {
			return d.For, nil
		}
	}
	return "", nil
}
