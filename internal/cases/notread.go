package cases

import (
	"slices"

	"casefile/internal/record"
)

// NotRead is a part that a page lacks, because it could not be read: some entries of a case, a
// whole case, or, without a case, a folder of cases. A page with a sum names it beside the sum.
type NotRead struct {
	Case    record.ID
	Entries []record.ID // none = all of the case
	Why     string
}

// Why entries are not read.
const (
	lostHere = "damaged or missing in this copy"
	noKeyFor = "sealed with a key that is not here"
)

// NotRead tells an item whose text nobody could read here, as another copy or key is needed,
// from one that was read and refused.
func (it *Item) NotRead() bool { return it.Fault != "" && (it.Rule == "" || it.Lost) }

// NotRead returns the entries of the case that could not be read, by the reason: what the case adds
// up to lacks what they say.
func (c *Case) NotRead() []NotRead {
	lost, sealed := NotRead{Case: c.ID, Why: lostHere}, NotRead{Case: c.ID, Why: noKeyFor}
	for _, it := range c.Faults {
		switch {
		case it.Entry == nil || !it.NotRead():
		case it.Lost:
			lost.Entries = append(lost.Entries, it.ID)
		default:
			sealed.Entries = append(sealed.Entries, it.ID)
		}
	}
	return slices.DeleteFunc([]NotRead{lost, sealed}, func(n NotRead) bool {
		return len(n.Entries) == 0
	})
}

// AllRead reports whether every entry of the case could be read. Only then may a page say that
// something is not there.
func (c *Case) AllRead() bool { return len(c.NotRead()) == 0 }
