package ledger

import "casefile/internal/record"

// Beside returns a function that makes ledgers for concurrent readers of these cases. Each such
// ledger stands where this one does, and its notes are its own. Beside reads the index first, so
// that only this ledger makes the index again if needed. If the index lacks something later, the
// new ledgers return ErrIndex and make nothing again.
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
