package ledger

import (
	"context"

	"casefile/internal/record"
)

// Kinds returns the built-in kinds and the agency's own at the tip. It ignores an unusable schema
// of the agency, with a note, so that recorded texts can be read all the same.
func (l *Ledger) Kinds(ctx context.Context) (*record.Kinds, error) {
	if l.kinds != nil {
		return l.kinds, nil
	}
	if l.builtin == nil {
		built, err := record.Builtin()
		if err != nil {
			return nil, err
		}
		l.builtin = built
	}
	own, err := l.Schemas(ctx)
	if err != nil {
		return nil, err
	}
	l.builtin.Reserved = l.reserved
	l.kinds, l.unusable = l.builtin.With(own)
	if l.unusable != nil {
		l.Notes = append(l.Notes, l.unusable.Error()+"; it is not used")
	}
	if l.Policy().Informal() {
		l.kinds = l.kinds.Abbreviated()
	}
	return l.kinds, nil
}

// KindsToWrite returns the kinds for a new text: record.ErrSchema where the agency's schema of its
// kind is unusable. An unusable schema stops no concern, and no other kind.
func (l *Ledger) KindsToWrite(ctx context.Context, kind string) (*record.Kinds, error) {
	kinds, err := l.Kinds(ctx)
	if err == nil && kind != record.KindConcern {
		err = kinds.Unusable(kind)
	}
	return kinds, err
}

// KindsAt returns the kinds of another commit. It ignores unusable schemas.
func (l *Ledger) KindsAt(ctx context.Context, commit string) (*record.Kinds, error) {
	own, err := l.FilesIn(ctx, commit, "schema", ".json")
	if err != nil {
		return nil, err
	}
	if _, err := l.Kinds(ctx); err != nil {
		return nil, err
	}
	kinds, _ := l.builtin.With(own)
	return kinds, nil
}

// Reserved returns the names that an agency's kind must not have.
func (l *Ledger) Reserved() []string { return l.reserved }
