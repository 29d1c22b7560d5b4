package ledger

import "casefile/internal/record"

// CaseOfKey returns the case whose docket once listed a blob as a wrapped key; false for none.
func (l *Ledger) CaseOfKey(blob string) (id record.ID, ok bool, err error) {
	if len(blob) != 40 {
		return "", false, nil
	}
	p, ok, err := l.index.sealedBy(blob)
	return p.id, ok && p.entry == "", err
}
