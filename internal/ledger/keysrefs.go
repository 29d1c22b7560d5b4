package ledger

import "context"

// ShardsSince lists the shards with cases that differ between a commit ("" is
// nothing) and where the book stands.
func (l *Ledger) ShardsSince(ctx context.Context, commit string) ([]string, error) {
	was := map[string]string{}
	if commit != "" {
		list, err := l.ListIn(ctx, commit, "cases")
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			was[e.Name] = e.ID
		}
	}
	now, err := l.List(ctx, "cases")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range now {
		if was[e.Name] != e.ID {
			out = append(out, e.Name)
		}
	}
	return out, nil
}

// KeysRefs computes where the keys refs of shards belong by the dockets of the
// commit that the book stands on, whose keys commits are written where they are
// missing. Left out are shards with no case, and those of which a wrapped key is
// not here.
func (l *Ledger) KeysRefs(ctx context.Context, shards []string) (map[string]string, error) {
	out := map[string]string{}
	batch := l.repo.NewBatch()
	for _, shard := range shards {
		if _, ok, err := l.repo.Lookup(ctx, l.tip, "cases/"+shard); err != nil {
			return nil, err
		} else if !ok {
			continue
		}
		id, whole, err := shardHere(ctx, batch, l.tip, shard)
		if err != nil {
			return nil, err
		}
		if whole {
			out[shard] = id
		}
	}
	return out, batch.Write(ctx)
}
