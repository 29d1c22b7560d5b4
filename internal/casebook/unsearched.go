package casebook

// Unsearched counts that of which a search can't know what it says.
type Unsearched struct {
	Cases, Entries int // that could not be read
	Refused        int // entries that break a rule of the history
}

// Unsearched is what a search left out that was done just now; refused is as Search gave it.
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
