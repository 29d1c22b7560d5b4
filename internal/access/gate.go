package access

import (
	"cmp"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// gated reports whether an entry goes to somebody other than the subject only by a decision of its
// own, whatever it says: it tells of harm, or of who told it. An entry of an agency's own kind is
// gated too if it has a field for the source of harm.
func gated(it *cases.Item) bool {
	return it.Fields[sourceOfHarm] != nil ||
		slices.Contains([]string{record.KindConcern, record.KindTriage, record.KindReferral,
			record.KindReferralConfirmation, record.KindReferralResponse, record.KindEscalation,
			record.KindRisk, "complaint"}, it.Kind)
}

// gate asks about entries that need a decision of their own.
type gate struct {
	telling askerFinder
	decided []disclose.Decision
	leftOut func(record.ID) bool
}

// Why an entry of the gate is asked about. None says what stands in it.
const (
	whyUnmatched = "the person who asks is nobody in the profile, or may be several people " +
		"there: it counts as naming them"
	whyHarm = "it names the person who asks, or somebody at the same address, as a source of " +
		"harm or as the person that it is about"
	whyAccount = "who asks, or somebody at the same address, is named in it"
	whyGated   = "such an entry goes only by a decision of its own, whatever it says"
	whyAmended = "it was kept, and amended since"
)

// questions asks about each entry once, in all its versions. Entries that name the person who asks
// as a source of harm come first, then other entries that name them. Items are the ones that would
// go.
func (g gate) questions(items []cases.Item) []disclose.Question {
	var sorted [nowhere + 1][]disclose.Question
	for _, versions := range versionsOf(items) {
		newest := versions[len(versions)-1]
		covers, amended := g.covered(versions)
		if !gated(newest) || covers {
			continue
		}
		how, places := g.how(versions)
		o := disclose.Question{What: disclose.AskEntry, Entry: newest.Ref(), Named: how != nowhere,
			Why: g.why(how, amended, g.belongs(newest)), Passages: places}
		if len(places) == 0 {
			o.Passages = []disclose.Passage{{Entry: newest.Ref(), Kind: newest.Kind, Line: 1}}
		}
		sorted[how] = append(sorted[how], o)
	}
	return slices.Concat(sorted[:]...)
}

// how returns the gravest way in which a version names who asks.
func (g gate) how(versions []*cases.Item) (mention, []disclose.Passage) {
	gravest := nowhere
	var places []disclose.Passage
	for _, v := range slices.Backward(versions) {
		how, at := g.telling.of(v)
		gravest, places = min(gravest, how), append(places, at...)
	}
	return gravest, places
}

// belongs reports whether an entry has a link to one that does not go: what it says can tell
// of it.
func (g gate) belongs(it *cases.Item) bool {
	for _, refs := range it.Links {
		if slices.ContainsFunc(refs, func(ref record.Ref) bool { return g.leftOut(ref.Entry) }) {
			return true
		}
	}
	return false
}

func (g gate) why(how mention, amended, belongs bool) string {
	why := whyGated
	switch {
	case !g.telling.asker.known():
		why = whyUnmatched
	case how == asHarm:
		why = whyHarm
	case how == inAccount:
		why = whyAccount
	}
	if belongs {
		why = whyLinks + "; " + why
	}
	if amended {
		why = whyAmended + "; " + why
	}
	return why
}

// covered reports whether an entry was decided about, and whether it was kept and then amended:
// then the question is open again.
func (g gate) covered(versions []*cases.Item) (covers, amended bool) {
	d, decided := lastOn(g.decided, versions)
	amended = decided && d.Do == disclose.DoKeep && !standsFor(d, versions)
	return decided && !amended, amended
}

// lastOn returns the last decision on an entry, in whichever version: it stands.
func lastOn(decided []disclose.Decision, versions []*cases.Item) (disclose.Decision, bool) {
	for _, d := range slices.Backward(decided) {
		if slices.ContainsFunc(versions, func(v *cases.Item) bool { return v.ID == d.Entry }) {
			return d, true
		}
	}
	return disclose.Decision{}, false
}

// standsFor reports whether a decision was taken on an entry as it is: a keep is of the text
// that stood then.
func standsFor(d disclose.Decision, versions []*cases.Item) bool {
	return d.Seq == 0 ||
		!slices.ContainsFunc(versions, func(v *cases.Item) bool { return v.Seq > d.Seq })
}

// versionsOf joins the versions of each entry, the oldest first, in the order of the first.
func versionsOf(items []cases.Item) [][]*cases.Item {
	first := disclose.FirstTexts(items)
	at := map[record.ID]int{}
	var out [][]*cases.Item
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b cases.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	for i := range sorted {
		it := &sorted[i]
		if !readable(it) {
			continue
		}
		id := first[it.ID]
		if _, ok := at[id]; !ok {
			at[id] = len(out)
			out = append(out, nil)
		}
		out[at[id]] = append(out[at[id]], it)
	}
	return out
}
