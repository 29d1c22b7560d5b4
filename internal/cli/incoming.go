package cli

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// destination returns the case that incoming entries are prepared for. It appends the prepared
// entries to list.
func destination(
	ctx context.Context, b *casebook.Book, id record.ID, there bool, list *[]*casebook.Prepared,
) (exchange.Destination, error) {
	kinds, err := b.Kinds(ctx)
	prepare := func(in exchange.Incoming, with []record.Ref) (*record.Entry, record.Findings,
		error) {
		w := casebook.EntryText{Case: id, Kind: in.Kind, Text: in.Text, ID: in.ID, With: with,
			File: in.File, Made: true, Sealed: true}
		p, findings, err := b.Prepare(ctx, w)
		if err != nil || p == nil {
			return nil, findings, err
		}
		*list = append(*list, p)
		return p.Entry, findings, nil
	}
	return exchange.Destination{Case: id, There: there, Kinds: kinds, Prepare: prepare}, err
}

// kindsIn says how many entries there are of each kind: 2 closures.
func kindsIn(counts map[string]int) []string {
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, record.Counted(counts[kind], kind))
	}
	return out
}
