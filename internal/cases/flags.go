package cases

import (
	"slices"
)

// allegation is the flag whose day a rule of retention counts from.
const allegation = "allegation"

// newestFirst are all texts of a thread, from the one that stands back.
func newestFirst(t *Thread) []*Item {
	versions := append(slices.Clone(t.History), t.text())
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
	standing, open := c.allegations(profiles[len(profiles)-1].text())
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
