package casebook

// Unsearched counts what a search could not look into.
type Unsearched struct {
	Cases, Entries int // unreadable ones
	Refused        int // entries that break a rule of the history
}

// Unsearched returns the parts that the last search left out. refused is the result of Search.
func (b *Book) Unsearched(refused int) Unsearched {
	u := Unsearched{Refused: refused}
	for _, n := range b.NotRead() {
		if len(n.Entries) == 0 {
			u.Cases++
		}
		u.Entries += len(n.Entries)
	}
	return u
}
