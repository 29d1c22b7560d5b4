package store

// tree is a tree object taken apart; odd as in listing.
type tree struct {
	entries []TreeEntry
	odd     bool
}

func parseTree(raw []byte) (tree, error) {
	l, err := listTree(raw)
	return tree{l.all(), l.odd}, err
}
