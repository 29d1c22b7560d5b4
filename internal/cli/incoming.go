package cli

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// destination is a case of ours whose book prepares what comes in. The entries that
// it made are put at the end of list.
func destination(
	ctx context.Context, b *casebook.Book, id record.ID, there bool, list *[]*casebook.Prepared,
) (exchange.Destination, error) {
	kinds, err := b.Kinds(ctx)
	prepare := func(in exchange.Incoming, with []record.Ref) (*record.Entry, record.Findings, error) {
		w := casebook.Writing{Case: id, Kind: in.Kind, Text: in.Text, ID: in.ID, With: with, File: in.File}
		p, findings, err := b.Prepare(ctx, w)
		if err != nil || p == nil {
			return nil, findings, err
		}
		*list = append(*list, p)
		return p.Entry, findings, nil
	}
	return exchange.Destination{Case: id, There: there, Kinds: kinds, Prepare: prepare}, err
}

// apart takes out of a list the entry that opens a case.
func apart(list []*casebook.Prepared, opens record.ID) (opening, rest []*casebook.Prepared) {
	i := slices.IndexFunc(list, func(p *casebook.Prepared) bool { return p.Entry.ID == opens })
	if i < 0 {
		return nil, list
	}
	return list[i : i+1], slices.Concat(list[:i], list[i+1:])
}

// byKind counts what comes in by the kinds that it had.
func byKind(list []exchange.Incoming) map[string]int {
	n := map[string]int{}
	for _, in := range list {
		n[in.From]++
	}
	return n
}

// kindsIn says how many there are of each kind: 2 closures.
func kindsIn(counts map[string]int) []string {
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, record.Counted(counts[kind], kind))
	}
	return out
}
