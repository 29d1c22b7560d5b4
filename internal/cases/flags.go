package cases

import (
	"slices"

	"casefile/internal/record"
)

// allegation is the flag whose day a rule of retention counts from.
const allegation = "allegation"

// everHeld collects the flags of every version of a profile, but for those that
// were corrected as an error: what was never true was never held, in no earlier
// version either that had it already.
func (c *Case) everHeld(t *Thread) {
	untrue := map[flagHeld]bool{}
	var newer *Item
	for _, v := range newestFirst(t) {
		flags, corrected := c.flags(v), newer != nil && newer.Str("amend_reason") == "error"
		for _, f := range flags {
			if corrected && !slices.ContainsFunc(c.flags(newer), func(n Flag) bool { return heldOf(n) == heldOf(f) }) {
				untrue[heldOf(f)] = true
			}
			if !corrected && !untrue[heldOf(f)] && !slices.Contains(c.Subject.EverFlags, f) {
				c.Subject.EverFlags = append(c.Subject.EverFlags, f)
			}
		}
		newer = v
	}
}

// flagHeld tells one holding of a flag from another of the same name.
type flagHeld struct {
	name string
	from record.Date
}

func heldOf(f Flag) flagHeld { return flagHeld{f.Name, f.From} }

// newestFirst are all texts of a thread, from the one that stands back.
func newestFirst(t *Thread) []*Item {
	versions := append(slices.Clone(t.History), t.Item)
	slices.Reverse(versions)
	return versions
}

// undated says whether the day of an allegation is still open. The newest
// profile settles what an earlier text left open, where it gives a day for as
// many allegations as that one named.
func (c *Case) undated(profiles []*Thread) bool {
	if len(profiles) == 0 {
		return false
	}
	standing, open := c.allegations(profiles[len(profiles)-1].Item)
	if open > 0 {
		return true
	}
	for _, t := range profiles {
		for i, v := range newestFirst(t) {
			if i > 0 && newestFirst(t)[i-1].Str("amend_reason") == "error" {
				continue
			}
			if dated, open := c.allegations(v); open > 0 && dated+open > standing {
				return true
			}
		}
	}
	return false
}

// allegations counts those of one text, with a day and without.
func (c *Case) allegations(profile *Item) (dated, undated int) {
	for _, f := range c.flags(profile) {
		switch {
		case f.Name != allegation:
		case f.From.IsZero():
			undated++
		default:
			dated++
		}
	}
	return dated, undated
}
