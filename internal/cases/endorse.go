package cases

import (
	"slices"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// endorse gives each thread what managers have said of it.
func (c *Case) endorse(items []*Item) {
	given := map[*Thread][]Given{}
	for _, it := range items {
		if it.Kind != record.KindEndorsement {
			continue
		}
		t, version := c.endorsed(it)
		if t == nil && c.endorsesErased(it) {
			continue
		}
		if t == nil {
			c.find(it.Entry, RuleEndorsesNothing, "the endorsement is of no text in this case",
				"endorse the entry again with `casefile endorse`")
			continue
		}
		given[t] = append(given[t], c.given(it, t, version))
		if it.Map("reported") != nil && len(it.Links["evidence"]) == 0 {
			c.find(it.Entry, RuleReportedEvidence, "the endorsement was only reported, and links "+
				"no evidence", "keep a note of it with the case, and record it again with "+
				"`casefile endorse ENTRY --reported`")
		}
	}
	for _, t := range c.threads {
		t.Endorsement = c.endorsement(t, given[t])
	}
}

// EndorsedBy returns the entry of which a manager said what an endorsement holds; nil where it is
// of none.
func (c *Case) EndorsedBy(endorsement record.Ref) *Thread {
	for _, t := range c.threads {
		for _, g := range t.Endorsement.Given {
			if g.Entry == endorsement {
				return t
			}
		}
	}
	return nil
}

// endorsed finds the text that an endorsement binds by ID and SHA-256.
func (c *Case) endorsed(it *Item) (*Thread, *Item) {
	_, entry, found := strings.Cut(it.Str("target"), "/")
	if !found {
		entry = it.Str("target")
	}
	id, err := record.ParseID(entry)
	t := c.byID[id]
	if err != nil || t == nil {
		return nil, nil
	}
	for _, v := range t.versions() {
		if v.ID == id && v.SHA256 == it.Str("target_sha256") {
			return t, v
		}
	}
	return nil, nil
}

// endorsesErased reports whether an endorsement is of a text that was erased since.
func (c *Case) endorsesErased(it *Item) bool {
	id, err := record.ParseID(it.Str("target"))
	return err == nil && c.Tombstone(id) != nil
}

// given returns the worth of one endorsement. The entry's own author never endorses it. A reported
// endorsement counts only where policy says so.
func (c *Case) given(it *Item, t *Thread, version *Item) Given {
	reported := it.Map("reported") != nil
	g := Given{Level: it.Str("level"), Verdict: it.Str("verdict"), By: it.author(),
		Covering: it.Str("covering"),
		At:       it.Recorded, Comment: it.Str("comment"), Reported: reported,
		Voice: voice(it.Map("reported")), Earlier: t.Concurrent != nil || !t.Stands(version),
		Entry: it.Ref(), of: version}
	g.valid = !version.WrittenBy(g.By) && version.Request.Counts(g.Level, g.By) &&
		(!reported || CountsReported(c.in.Policy, t.Kind))
	g.Counts = g.valid && !g.Earlier
	return g
}

// voice returns words such as P. Osei, trustee (telephone, 2026-03-06).
func voice(m map[string]any) string {
	if m == nil {
		return ""
	}
	how := strings.Trim(str(m, "how")+", "+str(m, "at"), ", ")
	return strings.Trim(str(m, "name")+", "+str(m, "role"), ", ") + " (" + how + ")"
}

func (c *Case) endorsement(t *Thread, given []Given) Endorsement {
	e := Endorsement{State: EndorsedNone, Given: given}
	if !t.First.fromOthers() { // what was decided elsewhere was endorsed there, or not
		e.Required = t.Request.Required(c.in.Policy, t.Kind)
	}
	if len(e.Required) > 0 && c.asksEndorsement(t) {
		e.Missing = t.Request.Missing(c.in.Policy, t.Kind, Signed(given))
	}
	e.State = c.state(t, e)
	e.Answered = e.State != Returned && slices.ContainsFunc(given, func(g Given) bool {
		return g.Earlier && g.Verdict == record.VerdictReturned
	})
	if len(e.Missing) > 0 && e.State != Returned && e.State != Declined {
		e.WaitingSince = waiting(t, e)
		e.Due = EndorseBy(c.in.Policy, e.WaitingSince, e.Missing[0])
	}
	return e
}

// asksEndorsement reports whether a text still asks to be endorsed. A closure,
// a disposal or an erasure does while the docket waits for it; once it was
// returned, replaced, overtaken by a reopening or carried out, it does not.
func (c *Case) asksEndorsement(t *Thread) bool {
	if c.Docket == nil || !record.Pends(t.Kind) {
		return true
	}
	return slices.ContainsFunc(t.versions(), func(v *Item) bool { return v.ID == c.Docket.Pending })
}

// Overtaken reports whether a closure, a disposal or an erasure was followed by
// another act of its kind, or by a reopening.
func (c *Case) Overtaken(t *Thread) bool {
	return record.Pends(t.Kind) &&
		slices.ContainsFunc(c.of(t.Kind, record.KindReopening), func(o *Thread) bool {
			return o != t && writtenOrder(o.Item, t.Item) > 0
		})
}

// Signed returns the endorsements that count, by people whose latest verdict on the standing text
// is "endorsed".
func Signed(given []Given) []policy.Signed {
	var out []policy.Signed
	for i, g := range given {
		changed := slices.ContainsFunc(given[i+1:], func(later Given) bool {
			return later.Counts && later.By == g.By
		})
		if g.Counts && g.Verdict == record.VerdictEndorsed && !changed {
			out = append(out, policy.Signed{Level: g.Level, By: g.By})
		}
	}
	return out
}

func (c *Case) state(t *Thread, e Endorsement) EndorsementState {
	last := map[string]string{} // the latest verdict that counts at each level
	earlier := false
	for _, g := range e.Given {
		if g.Counts {
			last[g.Level] = g.Verdict
		}
		earlier = earlier || g.Earlier && g.Verdict == record.VerdictEndorsed
	}
	has := func(verdict string) bool {
		return last[record.LevelLine] == verdict || last[record.LevelSenior] == verdict
	}
	switch {
	case has(record.VerdictDeclined):
		return Declined
	case has(record.VerdictReturned):
		return Returned
	case last[record.LevelSenior] == record.VerdictEndorsed:
		return EndorsedSenior
	case last[record.LevelLine] == record.VerdictEndorsed:
		return EndorsedLine
	case earlier:
		return EndorsedEarlier
	case slices.ContainsFunc(e.Given, func(g Given) bool {
		return g.Reported && !g.Earlier && g.Verdict == record.VerdictEndorsed
	}):
		return EndorsedReported
	case len(e.Missing) > 0 && c.alone(t):
		return NoSecondPerson
	}
	return EndorsedNone
}

// alone reports whether the team is known and, apart from the author, nobody could endorse.
func (c *Case) alone(t *Thread) bool {
	return c.in.Endorsers != nil && !slices.ContainsFunc(c.in.Endorsers,
		func(m string) bool { return !t.Item.WrittenBy(m) })
}

// waiting returns the instant from which the next missing level could be given. For a senior after
// a line manager that is the line manager's endorsement; else the recording of the text.
func waiting(t *Thread, e Endorsement) time.Time {
	since := asked(t, t.text(), e.Given)
	for _, g := range e.Given {
		if g.Counts && g.Verdict == record.VerdictEndorsed && g.At.After(since) &&
			comesBefore(e.Required, g.Level, e.Missing[0]) {
			since = g.At
		}
	}
	return since
}

// comesBefore reports whether one of the levels asked for is given before another: a
// senior who endorses before the line manager gives the line manager no more time.
func comesBefore(required []string, level, other string) bool {
	return slices.Index(required, level) < slices.Index(required, other)
}

// asked returns since when a version waits for a verdict: since the first text that was recorded
// after the last verdict on the version before it. So a new version of a text without a verdict
// does not restart the time.
func asked(t *Thread, version *Item, given []Given) time.Time {
	all := t.oldestFirst()
	at := slices.Index(all, version)
	since := all[at].firstSince() // what was moved here waited where it was
	for i := at - 1; i >= 0; i-- {
		said := func(g Given) bool {
			return g.of == all[i] && g.valid && !g.At.After(all[i+1].Recorded)
		}
		if slices.ContainsFunc(given, said) {
			break
		}
		since = all[i].firstSince()
	}
	return since
}

func allowed(p *policy.Policy, level string) policy.Span {
	if level == record.LevelSenior && p.Endorsement.Senior.N > 0 {
		return p.Endorsement.Senior
	}
	return p.Endorsement.Line
}

// EndorseBy returns the last instant for an endorsement at a level that could be given since an
// instant.
func EndorseBy(p *policy.Policy, since time.Time, level string) time.Time {
	return p.Calendar().Due(since, allowed(p, level))
}

func (e Endorsement) text() string {
	switch e.State {
	case EndorsedNone:
		if len(e.Required) == 0 {
			return "-"
		}
	case EndorsedLine, EndorsedSenior:
		return strings.Join(e.levels(), ", ")
	}
	return string(e.State)
}

// levels that have been endorsed, line first; whether it was signed, or only
// reported and counted by policy, is said.
func (e Endorsement) levels() []string {
	var out []string
	for _, level := range []string{record.LevelLine, record.LevelSenior} {
		at := func(g Given) bool {
			return g.Level == level && g.Counts && g.Verdict == record.VerdictEndorsed
		}
		if !slices.ContainsFunc(Signed(e.Given), func(s policy.Signed) bool {
			return s.Level == level
		}) {
			continue
		}
		if !slices.ContainsFunc(e.Given, func(g Given) bool { return at(g) && !g.Reported }) {
			level += " (" + string(EndorsedReported) + ")"
		}
		out = append(out, level)
	}
	return out
}
