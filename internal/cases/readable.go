package cases

// Readable returns the texts that count, in every version and endorsements too, as they were
// recorded: what somebody may find words in. A refused text is shown as such, and counts for
// nothing; of an erased one nothing is left.
func (c *Case) Readable() []*Item {
	var out []*Item
	for i := range c.in.Items {
		it := &c.in.Items[i]
		if it.Entry != nil && it.Fault == "" && c.stood(it) {
			out = append(out, it)
		}
	}
	return out
}

// Superseded reports whether another text has taken the place of one.
func (c *Case) Superseded(it *Item) bool {
	t, version := c.Version(it.ID)
	return version != nil && !t.Stands(version)
}

// Refused counts the entries that were read and break a rule of the history.
func (c *Case) Refused() int {
	n := 0
	for i := range c.Faults {
		if !c.Faults[i].NotRead() {
			n++
		}
	}
	return n
}
