package casebook

import (
	"context"
	"maps"
	"slices"
	"strings"

	"casefile/internal/ledger"
)

// WaitingLines lists the operations that wait in this copy for the member who recorded them, by
// ref. It leaves out what main has by now.
func (b *Book) WaitingLines(ctx context.Context) ([]UnpushedWork, error) {
	refs, err := b.repo.Refs(ctx, ledger.UnpushedPrefix)
	if err != nil {
		return nil, err
	}
	var out []UnpushedWork
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		member, _, _ := strings.Cut(strings.TrimPrefix(name, ledger.UnpushedPrefix), "/")
		n, err := b.lackedOf(ctx, member, refs[name])
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, UnpushedWork{Member: member, Commits: n, Ref: name})
		}
	}
	return out, nil
}

// lackedOf counts the operations of a member on another line that main lacks.
func (b *Book) lackedOf(ctx context.Context, member, tip string) (n int, err error) {
	list, err := b.originalsBeyond(ctx, tip)
	for _, o := range list {
		there, hasErr := b.hasAll(o)
		if err = hasErr; err != nil {
			break
		}
		if o.signer == member && !there {
			n++
		}
	}
	return n, err
}

// WaitingOfActive returns the elements of a list whose member has not left, and so can push them in
// person.
func (b *Book) WaitingOfActive(list []UnpushedWork) []UnpushedWork {
	return slices.DeleteFunc(slices.Clone(list), func(w UnpushedWork) bool {
		m, _ := b.Team().Member(w.Member)
		return !m.Active()
	})
}
