package ledger

import "context"

// ShardsSince returns the shards with cases that differ between a commit ("" for nothing) and the
// ledger's tip.
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

// KeysRefs computes the keys refs of shards by the dockets at the ledger's tip, and writes missing
// keys commits. It omits shards without cases, and shards with a wrapped key that is not here.
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
