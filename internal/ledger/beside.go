package ledger

import "casefile/internal/record"

// Beside gives what makes ledgers for readers at work beside each other, who will ask for these
// cases. Each stands where this one does, and what it notes is its own. The index is looked
// through first, so that one alone makes it anew where that is needed. Where it lacks something
// all the same, such a ledger says so (ErrIndex) and makes nothing anew.
func (l *Ledger) Beside(ids []record.ID) (func() *Ledger, error) {
	looked := map[string]bool{}
	for _, id := range ids {
		if shard := id.Shard(); !looked[shard] {
			looked[shard] = true
			if _, err := l.index.files.read(shard); err != nil {
				return nil, err
			}
		}
	}
	return func() *Ledger {
		one := *l
		one.Notes, one.rebuilt = nil, true
		return &one
	}, nil
}
