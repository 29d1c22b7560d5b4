package ledger

import (
	"context"

	"casefile/internal/record"
)

// Kinds are the built-in kinds with the agency's own at the tip. A schema of the agency's
// that can't be used is not used, and a note says so: what was recorded is read all the same.
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

// KindsToWrite are the kinds for a text that is to be recorded: record.ErrSchema where the
// agency's schema of that kind can't be used. That holds up no concern, and no other kind.
func (l *Ledger) KindsToWrite(ctx context.Context, kind string) (*record.Kinds, error) {
	kinds, err := l.Kinds(ctx)
	if err == nil && kind != record.KindConcern {
		err = kinds.Unusable(kind)
	}
	return kinds, err
}

// KindsAt are the kinds of another commit. A schema that can't be used is not used.
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

// Reserved are the words that an agency's kind must not take.
func (l *Ledger) Reserved() []string { return l.reserved }
