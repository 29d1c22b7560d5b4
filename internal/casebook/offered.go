package casebook

import (
	"context"
	"strings"

	"casefile/internal/record"
)

// mostOffered is how many cases are offered to somebody who has typed less than a case's shard:
// of more nobody chooses, and a shell would wait for them.
const mostOffered = 300

// Offered are the dockets of the cases that an ID typed so far may mean, those that are destroyed
// left out, in order. It opens no case. There are none where too little was typed to choose.
func (b *Book) Offered(ctx context.Context, typed record.Beginning) ([]*record.Docket, error) {
	ids, err := b.offered(ctx, typed)
	if err != nil || len(ids) > mostOffered {
		return nil, err
	}
	var out []*record.Docket
	for _, id := range ids {
		d, err := b.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if d.Status != record.Destroyed {
			out = append(out, d)
		}
	}
	return out, nil
}

// offered are the IDs alone; it stops looking where they are too many.
func (b *Book) offered(ctx context.Context, typed record.Beginning) (ids []record.ID, err error) {
	shards, err := b.List(ctx, "cases")
	if err != nil {
		return nil, err
	}
	for _, s := range shards {
		n := min(len(s.Name), len(typed.Symbols()))
		if !s.IsFolder() || s.Name[:n] != typed.Symbols()[:n] || len(ids) > mostOffered {
			continue
		}
		files, err := b.List(ctx, "cases/"+s.Name)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			name, docket := strings.CutSuffix(f.Name, ".yaml")
			if docket && typed.Begins(record.ID(name)) {
				ids = append(ids, record.ID(name))
			}
		}
	}
	return ids, nil
}
